using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Compilation;

/// <summary>Counts what each layer holds, costs and sees.</summary>
internal static class LayerTable
{
    /// <param name="graph">The graph as declared.</param>
    /// <param name="inference">The same with phases resolved for inference, for the operations to count.</param>
    public static EquatableArray<LayerRow> Build(Graph graph, Graph inference)
    {
        var parameters = new long[graph.Layers.Count];
        var flops = new long[graph.Layers.Count];
        foreach (var node in graph.Nodes)
        {
            if (node is { Op: ParameterOp, Layer: >= 0 }) parameters[node.Layer] += node.Shape.Elements;
        }

        Count(inference, times: 1, flops, ScanBodies.IsOfStep(inference));
        var fields = ReceptiveFields(graph);
        var rows = new List<LayerRow>();
        var depths = new int[graph.Layers.Count];
        for (var index = 0; index < graph.Layers.Count; index++)
        {
            var layer = graph.Layers[index];
            depths[index] = layer.Parent < 0 ? 0 : depths[layer.Parent] + 1;
            if (layer.Output < 0) continue;
            rows.Add(new LayerRow(layer.Name, layer.Kind, depths[index], graph[layer.Output].Shape.ToString(), parameters[index], flops[index], fields[layer.Output]));
        }

        return rows.ToEquatableArray();
    }

    // What a scan does in one step it does in every step.
    private static void Count(Graph graph, long times, long[] flops, bool[]? isLeftOut = null)
    {
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            var node = graph[id];
            if (node.Op is ScanOp scan) Count(scan.Body, times * Extent.Of(scan.Steps).MaximumPerSample, flops);
            else if (node.Layer >= 0 && isLeftOut?[id] != true) flops[node.Layer] += times * Flops(graph, node);
        }
    }

    /// <summary>Floating-point operations of one sample, with every symbol at its largest; a multiply-add counts as two.</summary>
    public static long Flops(Graph graph, Node node)
    {
        long PerSample(Shape shape) => Extent.Of(shape).MaximumPerSample;
        switch (node.Op)
        {
            case MatMulOp op:
                var a = graph[node.Inputs[0]].Shape.Dims;
                var inner = a[a.Count - (op.TransposeA ? 2 : 1)];
                return 2 * PerSample(node.Shape) * Extent.Of(inner).MaximumPerSample;
            case ConvolutionOp:
                var weight = graph[node.Inputs[1]].Shape;
                return 2 * PerSample(node.Shape) * (weight.Elements / weight[0]);
            case AttentionOp op:
                return AttentionFlops(op, graph[node.Inputs[0]].Shape, graph[node.Inputs[1]].Shape);
            case PoolOp op:
                return PerSample(node.Shape) * op.Window.KernelHeight * op.Window.KernelWidth;
            case PointwiseOp:
                return node.Shape.IsBatched ? PerSample(node.Shape) : 0;
            case ReduceOp:
                var input = graph[node.Inputs[0]].Shape;
                return input.IsBatched ? PerSample(input) : 0;
            default:
                return 0;
        }
    }

    // Two products for every key that a query sees.
    private static long AttentionFlops(AttentionOp op, Shape query, Shape key)
    {
        var (queries, keys) = (Extent.Of(query.Dims[1]).MaximumPerSample, Extent.Of(key.Dims[1]).MaximumPerSample);
        var seen = queries * keys;
        if (op.Causal)
        {
            // The first query sees this many keys, or none, and every other one more, up to the window.
            var (first, last) = (Math.Max(1, 1 + keys - queries), keys);
            var most = op.Window > 0 ? Math.Min(op.Window, last) : last;
            var growing = Math.Max(0, most - first + 1);
            seen = (growing * (first + most) / 2) + (most * (last - Math.Max(first - 1, most)));
        }

        return 4 * seen * Extent.Of(new[] { query.Dims[2], query.Dims[3] }).MaximumPerSample;
    }

    // The side of the field along the height, and how far apart neighbours of the output lie in the input.
    private static int[] ReceptiveFields(Graph graph)
    {
        var field = new int[graph.Nodes.Count];
        var jump = new int[graph.Nodes.Count];
        for (var id = 0; id < field.Length; id++)
        {
            var node = graph[id];
            if (node.Shape.FullRank != 4 || !node.Shape.IsBatched) continue;
            (field[id], jump[id]) = (node.Op is InputOp ? 1 : 0, 1);
            foreach (var input in node.Inputs)
            {
                if (field[input] > field[id]) (field[id], jump[id]) = (field[input], jump[input]);
            }

            var window = node.Op switch { ConvolutionOp op => op.Window, PoolOp op => op.Window, _ => null };
            if (window is null || field[id] == 0) continue;
            field[id] += (window.KernelHeight - 1) * window.DilationHeight * jump[id];
            jump[id] *= window.StrideHeight;
        }

        return field;
    }
}
