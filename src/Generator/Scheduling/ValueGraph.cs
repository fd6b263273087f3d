using Sinter.Generator.LoweredOps;
using Sinter.Generator.Lowering;
using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Scheduling;

/// <summary>
/// A graph as the scheduler sees it: reshapes are only other views of a value, and what costs nothing to compute again
/// (constants, sizes, positions, random numbers and masks made of them) is computed inside every user.
/// </summary>
internal sealed class ValueGraph
{
    private readonly int[] source;
    private readonly bool[] inline;
    private readonly bool[] readsSizes;
    private readonly List<int>[] users;
    private readonly Extent[] counts;
    private readonly Access?[][] accesses;
    private readonly ReduceSpace?[] spaces;

    /// <param name="graph">The graph, legalized.</param>
    /// <param name="hoistsWeights">Whether what depends on weights alone is computed once, apart from the rest.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    public ValueGraph(Graph graph, bool hoistsWeights, CancellationToken cancellation = default)
    {
        Graph = graph;
        IsHoisted = new bool[graph.Nodes.Count];
        var count = graph.Nodes.Count;
        source = new int[count];
        inline = new bool[count];
        readsSizes = new bool[count];
        users = new List<int>[count];
        counts = new Extent[count];
        accesses = new Access?[count][];
        spaces = new ReduceSpace?[count];
        IsRoot = new bool[count];
        var inlined = new InlineValues(id => graph[id]);
        for (var id = 0; id < count; id++)
        {
            cancellation.ThrowIfCancellationRequested();
            var node = graph[id];
            users[id] = [];
            counts[id] = Extent.Of(node.Shape);
            accesses[id] = node.Inputs.Count == 0 ? [] : new Access?[node.Inputs.Count];
            source[id] = node.Op is ReshapeOp ? source[node.Inputs[0]] : id;
            inline[id] = inlined.Contains(id);
            readsSizes[id] = inline[id] && (node.Op is SizeOp || node.Inputs.Any(input => readsSizes[input]));
            IsHoisted[id] = hoistsWeights && node.Op switch
            {
                ParameterOp or StateOp or ConstantOp or TableOp or IotaOp => node.Shape.IsConstant,
                LeafOp or ScanOp or ScanResultOp or MultipleOp or ResultOp => false,
                _ => node.Inputs.All(input => IsHoisted[input]) && !node.IsBackward && node.Shape.IsConstant,
            };
            if (node.Op is ReshapeOp) continue;
            foreach (var input in node.Inputs)
            {
                var list = users[source[input]];
                if (list.Count == 0 || list[list.Count - 1] != id) list.Add(id);
            }
        }

        foreach (var root in graph.Roots()) IsRoot[source[root]] = true;
    }

    /// <summary>The body of a scan, with the layers of the graph around it.</summary>
    public static ValueGraph OfBody(Graph body, CancellationToken cancellation) => new(body, hoistsWeights: false, cancellation) { IsBody = true };

    public Graph Graph { get; }

    /// <summary>Whether this is the body of a scan.</summary>
    public bool IsBody { get; private init; }

    /// <summary>Whether a value is wanted outside the graph.</summary>
    public bool[] IsRoot { get; }

    /// <summary>Whether a value follows from weights alone, and is computed when they change rather than in every call.</summary>
    public bool[] IsHoisted { get; }

    /// <summary>The value that a node is, or is another view of.</summary>
    public int SourceOf(int id) => source[id];

    /// <summary>Whether the value is computed again inside every user.</summary>
    public bool IsInline(int id) => inline[id];

    /// <summary>Whether the value is computed inside every user, and from a number of elements.</summary>
    public bool ReadsSizes(int id) => readsSizes[id];

    /// <summary>The nodes that read a value, directly or through a view.</summary>
    public List<int> UsersOf(int id) => users[id];

    /// <summary>Whether a value is wanted by something that is not among the given nodes.</summary>
    public bool IsRead(int id, HashSet<int> outside)
    {
        if (IsRoot[id]) return true;
        foreach (var user in users[id])
        {
            if (!outside.Contains(user)) return true;
        }

        return false;
    }

    public bool IsPointwise(int id) => Graph[id].Op is PointwiseOp or ExpandOp && !inline[id];

    /// <summary>Whether the node is a kernel whose elements can pass through an epilogue on their way to memory.</summary>
    public bool TakesEpilogue(int id) => Graph[id].Op is IEpilogueOp { TakesEpilogue: true };

    /// <summary>How node <paramref name="user"/> reads its input number <paramref name="index"/>.</summary>
    public Access AccessOf(int user, int index) => accesses[user][index] ??= Access.Of(Graph[Graph[user].Inputs[index]].Shape, Graph[user].Shape);

    /// <summary>What a reduction sees of its input.</summary>
    public ReduceSpace SpaceOf(int reduction) => spaces[reduction] ??= ReduceSpace.Of((ReduceOp)Graph[reduction].Op, Graph[Graph[reduction].Inputs[0]].Shape);

    public Extent CountOf(int id) => counts[id];
}
