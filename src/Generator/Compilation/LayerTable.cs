using System.Globalization;
using Sinter.Graphs;

namespace Sinter.Generator.Compilation;

/// <summary>Counts what each layer holds, costs and sees, and what stands outside of layers.</summary>
internal static class LayerTable
{
    /// <param name="graph">The graph as declared. What inference and the loss compute is counted, with every symbol at its largest.</param>
    public static EquatableArray<LayerRow> Build(Graph graph)
    {
        var parameters = new long[graph.Layers.Count];
        var flops = new long[graph.Layers.Count];
        foreach (var node in graph.Nodes)
        {
            if (node is { Op: ParameterOp, Layer: >= 0 }) parameters[node.Layer] += node.Shape.Elements;
        }

        var isComputed = IsComputed(graph);
        Count(graph, isComputed, times: 1, flops);
        var fields = ReceptiveFields.Of(graph);
        var names = new HashSet<string>(graph.Layers.Select(layer => layer.Name), StringComparer.Ordinal);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<LayerRow>();
        var (next, depths) = (0, new int[graph.Layers.Count]);
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (graph[id].Layer >= 0) AddLayers(graph[id].Layer);
            else AddLoose(id);
        }

        AddLayers(graph.Layers.Count - 1);
        return rows.ToEquatableArray();

        // Layers stand in the order in which they begin: those that come first have been seen, or computed nothing.
        void AddLayers(int last)
        {
            for (; next <= last; next++)
            {
                var layer = graph.Layers[next];
                depths[next] = layer.Parent < 0 ? 0 : depths[layer.Parent] + 1;
                if (layer.Output >= 0) rows.Add(Row(layer.Name, layer.Kind, depths[next], layer.Output, parameters[next], flops[next]));
            }
        }

        // What stands in a definition by itself: a weight, a product, an operator.
        void AddLoose(int id)
        {
            var node = graph[id];
            if (node.Op is ParameterOp parameter)
            {
                rows.Add(Row(parameter.Key, "Parameter", 0, id, node.Shape.Elements, 0));
                return;
            }

            if (isComputed[id] && Flops(graph, node) is var count and > 0) rows.Add(Row(FreeName(names, numbers, Kind(node.Op)), Kind(node.Op), 0, id, 0, count));
        }

        LayerRow Row(string name, string kind, int depth, int output, long count, long operations) =>
            new(name, kind, depth, graph[output].Shape.ToString(), count, operations, fields[output].Height, fields[output].Width);
    }

    // In the words of the Dsl where it has one.
    private static string Kind(Op op) => op switch
    {
        MatMulOp => "Matmul",
        ReduceOp reduce => reduce.Kind.ToString(),
        _ => op.Name,
    };

    // The first number of a kind that no layer has; it goes on from the one before.
    private static string FreeName(HashSet<string> taken, Dictionary<string, int> numbers, string kind)
    {
        numbers.TryGetValue(kind, out var number);
        string name;
        do name = kind.ToLowerInvariant() + (++number).ToString(CultureInfo.InvariantCulture);
        while (!taken.Add(name));
        numbers[kind] = number;
        return name;
    }

    // What a scan does in one step it does in every step.
    private static void Count(Graph graph, bool[] isComputed, long times, long[] flops)
    {
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (!isComputed[id]) continue;
            var node = graph[id];
            if (node.Op is ScanOp scan) Count(scan.Body, IsComputed(scan.Body), Times(times, Extent.Of(scan.Steps).MaximumPerSample), flops);
            else if (node.Layer >= 0) flops[node.Layer] = Plus(flops[node.Layer], Times(times, Flops(graph, node)));
        }
    }

    /// <summary>For each value, whether an output or the loss needs it outside of training.</summary>
    private static bool[] IsComputed(Graph graph)
    {
        var result = new bool[graph.Nodes.Count];
        foreach (var output in graph.Outputs) result[output.Node] = true;
        if (graph.Loss >= 0) result[graph.Loss] = true;
        for (var id = result.Length - 1; id >= 0; id--)
        {
            if (!result[id]) continue;
            if (graph[id].Op is PhaseOp) result[graph[id].Inputs[1]] = true;
            else foreach (var input in graph[id].Inputs) result[input] = true;
        }

        return result;
    }

    /// <summary>Floating-point operations of one sample, with every symbol at its largest; a multiply-add counts as two.</summary>
    public static long Flops(Graph graph, Node node)
    {
        // What is computed of weights alone is not computed for a sample.
        static long PerSample(Shape shape) => Extent.Of(shape) is { IsBatched: true } extent ? extent.MaximumPerSample : 0;
        switch (node.Op)
        {
            case MatMulOp op:
                var a = graph[node.Inputs[0]].Shape.Dims;
                var inner = a[a.Count - (op.TransposeA ? 2 : 1)];
                return Times(Times(2, PerSample(node.Shape)), Extent.Of(inner).MaximumPerSample);
            case ConvolutionOp:
                var weight = graph[node.Inputs[1]].Shape;
                return Times(Times(2, PerSample(node.Shape)), weight.Elements / weight[0]);
            case AttentionOp op:
                return AttentionFlops(op, graph[node.Inputs[0]].Shape, graph[node.Inputs[1]].Shape);
            case PoolOp op:
                return Times(Times(PerSample(node.Shape), op.Window.KernelHeight), op.Window.KernelWidth);
            case PointwiseOp:
                return PerSample(node.Shape);
            case ReduceOp:
                return PerSample(graph[node.Inputs[0]].Shape);
            default:
                return 0;
        }
    }

    /// <summary>The operations of all rows.</summary>
    public static long Operations(IEnumerable<LayerRow> rows) => rows.Aggregate(0L, (sum, row) => Plus(sum, row.Flops));

    // With every symbol at its largest there may be more than can be counted: then as many as can.
    private static long Times(long left, long right) => left == 0 || right <= long.MaxValue / left ? left * right : long.MaxValue;

    private static long Plus(long left, long right) => left <= long.MaxValue - right ? left + right : long.MaxValue;

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

        return Times(Times(4, seen), Extent.Of(new[] { query.Dims[2], query.Dims[3] }).MaximumPerSample);
    }
}
