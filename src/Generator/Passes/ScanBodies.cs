using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>Takes a pass into the bodies of scans.</summary>
internal static class ScanBodies
{
    /// <summary>The graph with every body replaced by what <paramref name="pass"/> makes of it, inner bodies first.</summary>
    public static Graph Map(Graph graph, Func<Graph, Graph> pass)
    {
        if (!graph.Nodes.Any(node => node.Op is ScanOp)) return graph;
        var nodes = graph.Nodes.Select(node => node.Op is ScanOp scan ? node with { Op = scan with { Body = pass(Map(scan.Body, pass)) } } : node);
        return graph with { Nodes = nodes.ToEquatableArray() };
    }

    /// <summary>
    /// For each value of a graph as declared, whether a step of a scan computes it: what a body was made of is still there as single
    /// values, which nothing needs.
    /// </summary>
    public static bool[] IsOfStep(Graph graph)
    {
        var result = new bool[graph.Nodes.Count];
        for (var id = 0; id < result.Length; id++) result[id] = graph[id].Op is StepInputOp || graph[id].Inputs.Any(input => result[input]);
        return result;
    }
}
