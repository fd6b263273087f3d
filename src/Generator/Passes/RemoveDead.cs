using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Removes values that nothing computed depends on. A graph that is trained keeps all parameters that are: one that the loss
/// does not read has a gradient of zeros.
/// </summary>
internal static class RemoveDead
{
    public const string Name = nameof(RemoveDead);

    public static Graph Run(Graph graph, CancellationToken cancellation = default)
    {
        var live = new bool[graph.Nodes.Count];
        foreach (var root in graph.Roots()) live[root] = true;
        foreach (var update in graph.Updates) live[update.State] = true;
        foreach (var gradient in graph.Gradients) live[gradient.Parameter] = true;
        if (graph.Loss is not null)
        {
            for (var id = 0; id < live.Length; id++) live[id] |= graph[id].Op is ParameterOp { IsFrozen: false };
        }

        var anyDead = false;
        for (var id = live.Length - 1; id >= 0; id--)
        {
            anyDead |= !live[id];
            if (!live[id]) continue;
            var inputs = graph[id].Inputs;
            for (var i = 0; i < inputs.Count; i++) live[inputs[i]] = true;
        }

        return anyDead ? GraphCopy.Run(graph, (copy, id) => live[id] ? copy.Copy(id) : -1, cancellation) : graph;
    }
}
