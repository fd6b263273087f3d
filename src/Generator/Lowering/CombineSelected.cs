using Sinter.Generator.LoweredOps;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Combines rows from where they are, rather than from a copy for each index: what passes along the edges of a graph is read at the nodes that it
/// comes from, and there is no value as large as the edges. Only where nothing else reads the copy.
/// </summary>
internal static class CombineSelected
{
    public const string Name = nameof(CombineSelected);

    public static Graph Run(Graph graph, CancellationToken cancellation = default) => ScanBodies.Map(Combined(graph, cancellation), body => Combined(body, cancellation));

    private static Graph Combined(Graph graph, CancellationToken cancellation)
    {
        if (!graph.Nodes.Any(node => node.Op is SegmentOp)) return graph;
        var readers = new int[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs) readers[input]++;
        }

        return GraphCopy.Run(graph, (copy, id) =>
        {
            if (graph[id] is not { Op: SegmentOp op } node || graph[node.Inputs[0]] is not { Op: SelectRowsOp } selected || readers[node.Inputs[0]] > 1) return copy.Copy(id);
            return copy.Builder.Add(new SelectedSegmentOp(op.Kind, op.Rows, node.Shape), copy[selected.Inputs[0]], copy[selected.Inputs[1]], copy[node.Inputs[1]]);
        }, cancellation);
    }
}
