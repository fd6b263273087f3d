using Sinter.Generator.LoweredOps;
using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Makes of a causal network one that continues a sequence: causal attention reads the keys and values of earlier calls from a
/// cache, and places are counted from where the last call ended. Everything else must treat every place alike: <see cref="PlaceAxes"/>.
/// </summary>
internal sealed class CacheAttention
{
    public const string Name = nameof(CacheAttention);

    private readonly Graph graph;
    private readonly DimSymbol steps;
    private readonly int capacity;
    private readonly Dim position, keys;

    private CacheAttention(Graph graph, DimSymbol steps, int capacity)
    {
        (this.graph, this.steps, this.capacity) = (graph, steps, capacity);
        (position, keys) = (Dim.Of(1, Position(steps, capacity), 0), Dim.Of(1, Keys(steps, capacity), 0));
    }

    // The author may have called the length so.
    private static string Free(string name, DimSymbol steps) => steps.Name == name ? name + "2" : name;

    private static DimSymbol Position(DimSymbol steps, int capacity) => new(Free("position", steps), 0, capacity);

    private static DimSymbol Keys(DimSymbol steps, int capacity) => new(Free("keys", steps), 1, capacity);

    /// <summary>The graph that continues a sequence; its symbols are <see cref="Bound"/>.</summary>
    /// <param name="graph">A graph for inference.</param>
    /// <param name="symbols">The symbols of the network.</param>
    /// <param name="capacity">The most places of one sequence.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    /// <exception cref="NetworkDefinitionException">The network is not causal, or has no length of its own.</exception>
    public static Graph Run(Graph graph, EquatableArray<DimSymbol> symbols, int capacity, CancellationToken cancellation = default)
    {
        if (capacity < 1) throw Error($"the capacity is {capacity}, but must be 1 or more");
        if (symbols.Count == 1 && symbols[0] is { MultipleOf: > 1 } length) throw Error($"its length {length} is a multiple of {length.MultipleOf}, but a sequence grows place by place; leave MultipleOf out of {length}");
        if (symbols.Count == 1 && symbols[0] is { Min: > 1 } least) throw Error($"its length {least} is {least.Min} at least, but a sequence grows place by place; leave Min out of {least}");
        if (symbols.Count != 1) throw Error($"it needs one symbol, the length of the sequence, but has {(symbols.Count == 0 ? "none" : string.Join(", ", symbols))}");
        return GraphCopy.Run(graph, new CacheAttention(graph, symbols[0], capacity).Visit, cancellation);
    }

    /// <summary>The symbols of a network that decodes as a call of it binds them: the places of the call, those before it, and both together.</summary>
    public static EquatableArray<DimSymbol> Bound(EquatableArray<DimSymbol> symbols, int capacity)
    {
        var (position, keys) = (Position(symbols[0], capacity), Keys(symbols[0], capacity));
        return EquatableArray.Of(symbols[0], position, keys);
    }

    /// <summary>Checks that a network as it is declared can be made to continue a sequence.</summary>
    /// <exception cref="NetworkDefinitionException">The network is not causal, or has no length of its own. It names the value of <paramref name="graph"/>.</exception>
    public static void Check(Graph graph, int capacity, CancellationToken cancellation = default)
    {
        var symbols = DimSymbol.Of(graph.Nodes.Where(node => node.Op is InputOp).Select(node => node.Shape));
        var inference = RemoveDead.Run(ResolvePhase.Run(graph, Phase.Inference, cancellation: cancellation), cancellation);
        try
        {
            Run(inference, symbols, capacity, cancellation);
            var mixing = PlaceAxes.FirstMixing(inference, symbols[0]);
            if (mixing < 0) return;
            throw Error($"{NameOf(inference, mixing)} mixes places along {symbols[0]}, or cannot be shown to keep them apart; only causal attention may, so leave it or [Decode] out", mixing);
        }
        catch (NetworkDefinitionException error) when (error.Node is { } node)
        {
            throw new NetworkDefinitionException(error.Id, error.Phrase) { Node = Declared(graph, inference[node]) };
        }
    }

    // The node that was declared: passes leave nodes out, but make no other ops of those that they keep.
    private static int? Declared(Graph graph, Node node)
    {
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (ReferenceEquals(graph[id].Op, node.Op) && graph[id].Layer == node.Layer) return id;
        }

        return null;
    }

    private static NetworkDefinitionException Error(Phrase reason, int? node = null) =>
        new(DiagnosticIds.NotDecodable, $"The network cannot decode a sequence call by call: {reason}.") { Node = node };

    // The layer of an op, or what the author calls it.
    private static string NameOf(Graph graph, int id) => graph[id] switch
    {
        { Layer: >= 0 and var layer } => $"'{graph.Layers[layer].Name}'",
        { Op: InputOp input } => $"the input '{input.Argument}'",
        { Op: ParameterOp parameter } => $"the parameter '{parameter.Key}'",
        var node => node.Op.Word,
    };

    private bool IsSteps(Dim dim) => !dim.IsConstant && dim.Symbol!.Equals(steps);

    private int Visit(GraphCopy copy, int id)
    {
        var node = graph[id];
        if (node.Op.CountedAxis is { } counted && IsSteps(node.Shape.Dims[counted]))
        {
            var before = copy.Builder.WithRank(copy.Builder.Add(new SizeOp(EquatableArray.Of(position))), node.Shape.FullRank);
            return copy.Builder.Add(copy.Copy(id), before);
        }

        if (node.Op.From(position) is { } moved && RunOf(id) is { } extent)
        {
            if (extent.IsConstant && extent.Value < capacity) throw Error($"{NameOf(graph, id)} has {extent} positions for a capacity of {capacity}", id);
            return copy.Builder.Append(node with { Op = moved, Inputs = new(copy.Inputs(id)) });
        }

        if (node.Op is not AttentionOp attention || !IsSteps(graph[node.Inputs[1]].Shape.Dims[1])) return copy.Copy(id);
        if (!attention.Causal || attention.HasBias || attention.HasPadding || attention.HasLengths)
        {
            Phrase fix = $"; set causal: {new ArgumentValue("causal", "true")}";
            throw Error($"{NameOf(graph, id)} must be causal attention, without a bias and without lengths{(attention.Causal ? null : fix)}", id);
        }

        return copy.Builder.Add(new CachedAttentionOp(attention, capacity, position, keys), copy.Inputs(id));
    }

    // The extent of which the value is a run from the start, as long as the sequence; null if it is none.
    private Dim? RunOf(int id)
    {
        var (dependence, shape) = (Dependence.Of(graph, id), graph[graph[id].Inputs[0]].Shape);
        if (shape.Dims.Any(IsSteps)) return null;
        for (var axis = 0; axis < shape.FullRank; axis++)
        {
            if (dependence.Axes[0][axis] is WindowedAxis { Window.IsSame: true, Axis: var to } && IsSteps(graph[id].Shape.Dims[to])) return shape.Dims[axis];
        }

        return null;
    }
}
