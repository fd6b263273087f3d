using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>Gives the graphs of one network, for calls that leave out different inputs, the same parameters and states.</summary>
internal static class SharedLeaves
{
    /// <summary>
    /// Each graph with the parameters and states of the others behind all else, where nothing reads them: a training step has gradients of zeros
    /// for those, and leaves the states as they are.
    /// </summary>
    public static Graph[] Complete(IReadOnlyList<Graph> graphs)
    {
        var all = new Dictionary<string, Node>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var node in graphs.SelectMany(graph => graph.Nodes))
        {
            if (Freezing.KeyOf(node) is not { } key || all.ContainsKey(key)) continue;
            all.Add(key, Behind(node));
            order.Add(key);
        }

        return [.. graphs.Select(graph =>
        {
            var own = new HashSet<string>(graph.Nodes.Select(Freezing.KeyOf).OfType<string>(), StringComparer.Ordinal);
            return graph with { Nodes = graph.Nodes.Concat(order.Where(key => !own.Contains(key)).Select(key => all[key])).ToEquatableArray() };
        })];
    }

    // Of no layer of the graph, and the last in a state_dict.
    private static Node Behind(Node node) => node with { Op = node.Op is ParameterOp parameter ? parameter with { Place = int.MaxValue } : node.Op, Layer = -1 };
}
