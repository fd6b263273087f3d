namespace Sinter.Graphs;

/// <summary>
/// Freezes weights of a declared graph. What follows from it for states is settled here, so that no later stage has to ask: a state that is
/// frozen has no next value, and what its layer chooses by phase is what inference computes.
/// </summary>
internal static class Freezing
{
    /// <summary>
    /// The same graph, node by node, with some of its parameters and states frozen. The states of a layer are frozen together: where one of
    /// them is, or where the layer has parameters and all of them are.
    /// </summary>
    /// <param name="graph">The graph as it was declared.</param>
    /// <param name="leaves">The parameters and states.</param>
    public static Graph Apply(Graph graph, ICollection<int> leaves)
    {
        if (leaves.Count == 0) return graph;
        var nodes = graph.Nodes.ToArray();
        foreach (var id in leaves) nodes[id] = Frozen(nodes[id]);
        foreach (var layer in Enumerable.Range(0, nodes.Length).Where(id => KeyOf(nodes[id]) is not null).GroupBy(id => ParentOf(KeyOf(nodes[id])!), StringComparer.Ordinal))
        {
            if (!KeepsStates([.. layer.Select(id => nodes[id].Op)])) continue;
            foreach (var id in layer.Where(id => nodes[id].Op is StateOp)) nodes[id] = Frozen(nodes[id]);
        }

        // A layer that is given the values of inference also needs no batch to take statistics of.
        var settled = new HashSet<int>();
        for (var id = 0; id < nodes.Length; id++)
        {
            if (nodes[id] is not { Op: PhaseOp, Layer: >= 0 } || !ReadsFrozenState(nodes, id)) continue;
            var inference = nodes[id].Inputs[1];
            nodes[id] = nodes[id] with { Inputs = EquatableArray.Of(inference, inference) };
            settled.Add(nodes[id].Layer);
        }

        return graph with
        {
            Nodes = new(nodes),
            Updates = graph.Updates.Where(update => nodes[update.State].Op is not StateOp { IsFrozen: true }).ToEquatableArray(),
            Statistics = graph.Statistics.Where(statistics => !settled.Contains(statistics.Layer)).ToEquatableArray(),
        };
    }

    /// <summary>The full name of a parameter or a state; null for anything else.</summary>
    public static string? KeyOf(Node node) => node.Op switch
    {
        ParameterOp parameter => parameter.Key,
        StateOp state => state.Key,
        _ => null,
    };

    private static Node Frozen(Node node) => node with
    {
        Op = node.Op switch
        {
            ParameterOp parameter => parameter with { IsFrozen = true },
            StateOp state => state with { IsFrozen = true },
            var other => other,
        },
    };

    private static bool KeepsStates(IReadOnlyList<Op> layer)
    {
        var parameters = layer.OfType<ParameterOp>().ToArray();
        return layer.Any(op => op is StateOp { IsFrozen: true }) || (parameters.Length > 0 && parameters.All(parameter => parameter.IsFrozen));
    }

    private static string ParentOf(string key) => key.Substring(0, Math.Max(0, key.LastIndexOf('.')));

    // Of what the layer itself computes; a layer that is used twice has its states once.
    private static bool ReadsFrozenState(Node[] nodes, int phase)
    {
        var pending = new Stack<int>([phase]);
        var seen = new HashSet<int>();
        while (pending.Count > 0)
        {
            var id = pending.Pop();
            foreach (var input in nodes[id].Inputs)
            {
                if (nodes[input].Op is StateOp { IsFrozen: true }) return true;
                if (nodes[input].Layer == nodes[phase].Layer && seen.Add(input)) pending.Push(input);
            }
        }

        return false;
    }
}
