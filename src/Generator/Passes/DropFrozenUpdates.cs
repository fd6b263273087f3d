using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Leaves states as they are where nothing is learned: if the values a state follows influence the loss, but behind a <c>Detach</c> alone,
/// what computes them is frozen, and so are its statistics. Other functions without a gradient, such as comparisons, freeze nothing.
/// </summary>
internal static class DropFrozenUpdates
{
    public const string Name = nameof(DropFrozenUpdates);

    public static Graph Run(Graph graph)
    {
        if (graph.Updates.Count == 0 || graph.Loss is not { } loss) return graph;
        var isRead = Reaching(graph, loss, _ => true);
        var isTrained = Reaching(graph, loss, node => node.Op is not DetachOp);

        // A state that follows no value, such as a counter of batches, does as the others of its layer.
        var live = new HashSet<int>();
        var frozen = new HashSet<int>();
        foreach (var update in graph.Updates)
        {
            if (Follows(graph, update.Value, isRead) is not { } value) continue;
            (isTrained[value] ? live : frozen).Add(graph[update.State].Layer);
        }

        frozen.ExceptWith(live);
        return frozen.Count == 0 ? graph : graph with { Updates = graph.Updates.Where(update => !frozen.Contains(graph[update.State].Layer)).ToEquatableArray() };
    }

    // A value that the next state is computed from and that influences the loss.
    private static int? Follows(Graph graph, int id, bool[] isRead)
    {
        var pending = new Stack<int>([id]);
        var seen = new HashSet<int> { id };
        while (pending.Count > 0)
        {
            var next = pending.Pop();
            if (graph[next].Op is LeafOp) continue;
            if (isRead[next]) return next;
            foreach (var input in graph[next].Inputs.Reverse())
            {
                if (seen.Add(input)) pending.Push(input);
            }
        }

        return null;
    }

    private static bool[] Reaching(Graph graph, int loss, Func<Node, bool> passes)
    {
        var reaches = new bool[graph.Nodes.Count];
        reaches[loss] = true;
        for (var id = loss; id >= 0; id--)
        {
            if (!reaches[id] || !passes(graph[id])) continue;
            foreach (var input in graph[id].Inputs) reaches[input] = true;
        }

        return reaches;
    }
}
