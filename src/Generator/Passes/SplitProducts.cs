using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Products of which only parts of the columns are read apart (the gates of a cell; queries, keys and values) become one product
/// a part, each with part of the weights: nothing is copied, and every part can take its own epilogue. Scalar functions between
/// the products and the slices are split with them.
/// </summary>
internal static class SplitProducts
{
    public const string Name = nameof(SplitProducts);

    public static Graph Run(Graph graph, CancellationToken cancellation = default)
    {
        if (!graph.Nodes.Any(node => node.Op is SliceOp)) return graph;
        var parts = new ColumnParts(graph, cancellation);
        if (!parts.Any) return graph;
        var made = new Dictionary<(int Value, Dim Start), int>();
        return GraphCopy.Run(graph, (copy, id) => graph[id].Op is SliceOp slice && parts.AreRead(graph[id].Inputs[0]) ? Part(copy, parts, made, graph[id].Inputs[0], slice) : copy.Copy(id), cancellation);
    }

    private static int Part(GraphCopy copy, ColumnParts parts, Dictionary<(int Value, Dim Start), int> made, int id, SliceOp slice)
    {
        var builder = copy.Builder;
        Postorder.Visit(
            id, value => made.ContainsKey((value, slice.Start)),
            value => parts.AreRead(value) && parts.Weights(value) is null ? copy.Source[value].Inputs : default,
            value => made[(value, slice.Start)] = Made(copy.Source[value], value));
        return made[(id, slice.Start)];

        int Made(Node node, int value)
        {
            if (!parts.AreRead(value))
            {
                var dims = node.Shape.Dims;
                return dims[dims.Count - 1].IsOne ? copy[value] : builder.Slice(copy[value], dims.Count - 1, slice.Start, slice.Size);
            }

            if (parts.Weights(value) is not { } weights) return builder.Add(node.Op, node.Inputs.Select(input => made[(input, slice.Start)]).ToArray());
            return builder.Add(node.Op, node.Inputs.Select((input, index) => index == weights.Input ? builder.Slice(copy[input], weights.Axis, slice.Start, slice.Size) : copy[input]).ToArray());
        }
    }
}

/// <summary>Which values of a graph are read only in parts of their columns that do not overlap, and lead back to a product with weights.</summary>
internal sealed class ColumnParts
{
    /// <summary>The columns of one panel: narrower parts would leave most of a panel empty.</summary>
    private const int Panel = 32;

    private readonly Graph graph;
    private readonly SortedDictionary<int, int>?[] ranges;
    private readonly (int Input, int Axis)?[] weights;
    private readonly bool[] isSplit;

    public ColumnParts(Graph graph, CancellationToken cancellation)
    {
        this.graph = graph;
        var users = graph.Users();
        ranges = new SortedDictionary<int, int>?[graph.Nodes.Count];
        isSplit = new bool[graph.Nodes.Count];
        weights = new (int Input, int Axis)?[graph.Nodes.Count];
        var isRoot = new bool[graph.Nodes.Count];
        foreach (var root in graph.Roots()) isRoot[root] = true;
        for (var id = graph.Nodes.Count - 1; id >= 0; id--)
        {
            cancellation.ThrowIfCancellationRequested();
            weights[id] = FindWeights(id);
            if (!isRoot[id] && IsSplittable(id)) ranges[id] = Ranges(id, users[id]);
        }

        // A value is split if a product is, from there on to the slices.
        for (var id = 0; id < isSplit.Length; id++)
        {
            if (ranges[id] is not null) isSplit[id] = weights[id] is not null || graph[id].Inputs.Any(input => isSplit[input]);
            Any |= isSplit[id];
        }
    }

    /// <summary>Whether there is such a value.</summary>
    public bool Any { get; }

    /// <summary>Whether the value is computed in parts.</summary>
    public bool AreRead(int id) => isSplit[id];

    /// <summary>The input and axis of the weights whose columns are those of a product, and of nothing else: all else of them is added up.</summary>
    public (int Input, int Axis)? Weights(int id) => weights[id];

    private (int Input, int Axis)? FindWeights(int id)
    {
        var (node, last) = (graph[id], graph[id].Shape.FullRank - 1);
        bool AreWeights(int input) => graph[input].Shape is { FullRank: 2, IsConstant: true };
        if (node.Inputs.Count < 2 || node.Op.Traits != OpTraits.None || !node.Inputs.Any(AreWeights)) return null;
        (int Input, int Axis)? found = null;
        var map = Dependence.Of(graph, id).Axes;
        for (var input = 0; input < node.Inputs.Count; input++)
        {
            for (var axis = 0; axis < map[input].Count; axis++)
            {
                if (map[input][axis].Result != last) continue;
                if (found is not null || !map[input][axis].Equals(AxisLink.Kept(last))) return null;
                found = (input, axis);
            }
        }

        return found is { Input: var matrix, Axis: var columns } && AreWeights(node.Inputs[matrix]) && map[matrix][1 - columns] is ReducedAxis ? found : null;
    }

    private bool IsSplittable(int id) => (graph[id].Op.Traits.HasFlag(OpTraits.Pointwise) && graph[id].Shape.FullRank > 0) || weights[id] is not null;

    private SortedDictionary<int, int>? Ranges(int id, List<int> users)
    {
        var last = graph[id].Shape.FullRank - 1;
        if (users.Count == 1 && ReadAlike(id, users[0], last) is { } alike) return alike;
        var result = new SortedDictionary<int, int>();
        foreach (var user in users)
        {
            if (graph[user].Op is SliceOp { Step: 1, Start: { IsConstant: true, Value: var start }, Size: { IsConstant: true, Value: var size }, Axis: var axis } && axis == last && IsWide(size))
            {
                if (!Add(result, start, size)) return null;
            }
            else if (ReadAlike(id, user, last) is { } inner)
            {
                foreach (var range in inner)
                {
                    if (!Add(result, range.Key, range.Value)) return null;
                }
            }
            else
            {
                return null;
            }
        }

        var end = 0;
        foreach (var range in result)
        {
            if (range.Key < end) return null;
            end = range.Key + range.Value;
        }

        return result.Count > 1 ? result : null;
    }

    // The parts of a pointwise user: those of what it reads are the same.
    private SortedDictionary<int, int>? ReadAlike(int id, int user, int last) =>
        graph[user].Op.Traits.HasFlag(OpTraits.Pointwise) && graph[user].Shape.Dims[last] == graph[id].Shape.Dims[last] ? ranges[user] : null;

    private static bool IsWide(int columns) => columns % Panel == 0 || columns >= 2 * Panel;

    private static bool Add(SortedDictionary<int, int> ranges, int start, int size)
    {
        if (ranges.TryGetValue(start, out var known)) return known == size;
        ranges.Add(start, size);
        return true;
    }
}
