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
}
