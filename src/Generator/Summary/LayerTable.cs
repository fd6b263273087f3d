using System.Globalization;
using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Summary;

/// <summary>Counts what each layer holds, costs and sees, and what stands outside of layers.</summary>
internal static class LayerTable
{
    /// <param name="graph">The graph as declared. What inference and the loss compute is counted, with every symbol at its largest.</param>
    public static EquatableArray<LayerRow> Build(Graph graph)
    {
        var parameters = new long[graph.Layers.Count];
        var frozen = new long[graph.Layers.Count];
        var flops = new long[graph.Layers.Count];
        foreach (var node in graph.Nodes)
        {
            if (node is not { Op: ParameterOp parameter, Layer: >= 0 }) continue;
            parameters[node.Layer] += node.Shape.Elements;
            if (parameter.IsFrozen) frozen[node.Layer] += node.Shape.Elements;
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
                if (layer.Output >= 0) rows.Add(Row(layer.Name, layer.Kind, depths[next], layer.Output, parameters[next], flops[next]) with { FrozenParameters = frozen[next] });
            }
        }

        // What stands in a definition by itself: a weight, a product, an operator.
        void AddLoose(int id)
        {
            var node = graph[id];
            if (node.Op is ParameterOp parameter)
            {
                rows.Add(Row(parameter.Key, "Parameter", 0, id, node.Shape.Elements, 0) with { FrozenParameters = parameter.IsFrozen ? node.Shape.Elements : 0 });
                return;
            }

            if (isComputed[id] && Flops(graph, node) is var count and > 0) rows.Add(Row(FreeName(names, numbers, node.Op.Word), node.Op.Word, 0, id, 0, count));
        }

        LayerRow Row(string name, string kind, int depth, int output, long count, long operations) =>
            new(name, kind, depth, graph[output].Shape.ToString(), count, operations, fields[output].Height, fields[output].Width);
    }

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
            if (node.Op is ScanOp scan) Count(scan.Body, IsComputed(scan.Body), OperationCount.Times(times, Extent.Of(scan.Steps).MaximumPerSample), flops);
            else if (node.Layer >= 0) flops[node.Layer] = OperationCount.Plus(flops[node.Layer], OperationCount.Times(times, Flops(graph, node)));
        }
    }

    /// <summary>For each value, whether an output or the loss needs it outside of training.</summary>
    private static bool[] IsComputed(Graph graph)
    {
        var result = new bool[graph.Nodes.Count];
        foreach (var output in graph.Outputs) result[output.Node] = true;
        if (graph.Loss is { } loss) result[loss] = true;
        for (var id = result.Length - 1; id >= 0; id--)
        {
            if (!result[id]) continue;
            if (graph[id].Op is PhaseOp) result[graph[id].Inputs[1]] = true;
            else foreach (var input in graph[id].Inputs) result[input] = true;
        }

        return result;
    }

    /// <summary>Floating-point operations of one sample, with every symbol at its largest; a multiply-add counts as two.</summary>
    public static long Flops(Graph graph, Node node) => node.Op.Operations([.. node.Inputs.Select(input => graph[input].Shape)], node.Shape);

    /// <summary>The operations of all rows.</summary>
    public static long Operations(IEnumerable<LayerRow> rows) => rows.Aggregate(0L, (sum, row) => OperationCount.Plus(sum, row.Flops));
}
