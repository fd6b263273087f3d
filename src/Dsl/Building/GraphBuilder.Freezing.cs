namespace Sinter.Graphs;

// What the author freezes behind the layer, scope or module that made it.
internal sealed partial class GraphBuilder
{
    private readonly Dictionary<int, Part> partOf = [];
    private readonly HashSet<int> frozen = [];

    /// <summary>Freezes a weight, or all that the layer, the scope or the module has made which returned a value.</summary>
    /// <exception cref="NetworkDefinitionException">There is no weight to freeze.</exception>
    public void Freeze(int value)
    {
        var leaves = LeavesOf(value);
        if (leaves.Count == 0) throw Require.Error(DiagnosticIds.NothingFrozen, $"Frozen needs weights, but stands behind {Described(value)}; put it behind the part that makes them.");
        frozen.UnionWith(leaves);
    }

    // The outermost part that returns a value is what the author sees in front of the call.
    private void Returned(int value, int first, SharedWeights? shared = null)
    {
        if (value >= first) partOf[value] = new Part(first, nodes.Count, shared);
    }

    private IReadOnlyList<int> LeavesOf(int value)
    {
        if (nodes[value].Op is ParameterOp) return [value];
        if (!partOf.TryGetValue(value, out var part)) return [];
        var made = Enumerable.Range(part.First, part.End - part.First).Where(id => nodes[id].Op is ParameterOp or StateOp);
        return part.Shared is { } shared ? [.. made, .. shared.Keys.Select(key => leafByKey[key])] : [.. made];
    }

    private string Described(int value) => !partOf.ContainsKey(value)
        ? $"a value {nodes[value].Shape} that no layer returned"
        : MadeBy(value) is { } layer ? $"{Require.Title(layer.Kind, layer.Name)}, which has none" : $"a part of the network that has none";

    /// <summary>The nodes of a layer, a scope or a module.</summary>
    private readonly record struct Part(int First, int End, SharedWeights? Shared);
}
