using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// Finds weights that are trained, but have no gradient where they are used, in a graph as it was declared: the author is to see
/// it at the expression, before anything is differentiated. Of all primitives only the mask of an attention is such a place.
/// </summary>
internal static class MissingGradients
{
    /// <summary>The first node that would have to pass on a gradient it has not, and what to tell the author; null if there is none.</summary>
    /// <remarks>Something inside the cell of a scan is found at the scan.</remarks>
    public static (int Node, string Message)? Find(Graph graph)
    {
        if (graph.Loss is not { } loss) return null;
        return Find(graph, [loss], Gradients.DependsOnParameters(graph)) is { } found
            ? (found.Node, Message(found.Attention.Layer < 0 ? null : graph.Layers[found.Attention.Layer].Name, found.Weight))
            : null;
    }

    /// <summary>What the author is told.</summary>
    /// <param name="layer">The layer that has the mask, if it has a name.</param>
    /// <param name="weight">A weight that the mask depends on, if one is known.</param>
    public static string Message(string? layer, string? weight) =>
        $"The mask of {(layer is null ? "an attention" : $"the attention in '{layer}'")} depends on {(weight is null ? "weights that are" : $"the weight '{weight}', which is")} trained, " +
        "but what attention adds to its scores has no gradient: it would take the matrix of all scores. " +
        "Put Detach() behind the mask if it need not be trained, or use MultiHeadAttentionWithWeights, which stores the scores.";

    private static (int Node, Node Attention, string? Weight)? Find(Graph graph, IEnumerable<int> roots, bool[] depends)
    {
        var wanted = new bool[graph.Nodes.Count];
        var read = new Dictionary<int, HashSet<int>>();
        foreach (var root in roots) wanted[root] = depends[root];
        for (var id = wanted.Length - 1; id >= 0; id--)
        {
            if (!wanted[id]) continue;
            var node = graph[id];
            switch (node.Op)
            {
                case AttentionOp { HasBias: true } when depends[node.Inputs[3]]:
                    return (id, node, Weight(graph, node.Inputs[3], depends));
                case ScanResultOp result:
                    if (!read.TryGetValue(node.Inputs[0], out var results)) read[node.Inputs[0]] = results = [];
                    results.Add(result.Index);
                    break;
                case ScanOp scan:
                    // A state is walked back whoever reads it, a result only where something does.
                    var inner = Enumerable.Range(0, scan.Body.Outputs.Count).Where(index => index < scan.States || read[id].Contains(index)).Select(index => scan.Body.Outputs[index].Node);
                    if (Find(scan.Body, inner, ScanGradients.Depends(scan, node, depends)) is { } found) return (id, found.Attention, found.Weight);
                    break;
            }

            // What is computed for inference only is not differentiated.
            foreach (var input in node.Op is PhaseOp ? node.Inputs.Take(1) : node.Inputs) wanted[input] |= depends[input];
        }

        return null;
    }

    private static string? Weight(Graph graph, int id, bool[] depends)
    {
        while (graph[id].Op is not ParameterOp)
        {
            if (graph[id].Inputs.Count == 0) return null;
            id = graph[id].Inputs.First(input => depends[input]);
        }

        return ((ParameterOp)graph[id].Op).Key;
    }
}
