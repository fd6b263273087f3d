using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// Reverse-mode differentiation: one walk back from the loss, one rule for each primitive. The backward pass is ordinary
/// graph, so every later pass serves it too.
/// </summary>
internal static class Gradients
{
    /// <summary>
    /// Adds the gradient of the loss with respect to every parameter that is not frozen. Only values that depend on one are differentiated. A
    /// parameter that does not reach the loss has a gradient of zeros.
    /// </summary>
    /// <exception cref="InvalidOperationException">The graph has no loss, or its phase is not resolved.</exception>
    /// <exception cref="NotSupportedException">The loss depends on a parameter through a primitive that has no gradient.</exception>
    public static Graph Differentiate(Graph graph, CancellationToken cancellation)
    {
        if (graph.Loss is not { } loss) throw new InvalidOperationException("A graph without a loss cannot be differentiated.");
        var walk = new ReverseWalk(graph, DependsOnParameters(graph), new SuspectValues(graph), cancellation);
        walk.RunFromLoss(loss);

        var gradients = new List<ParameterGradient>();
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (graph[id].Op is ParameterOp { IsFrozen: false }) gradients.Add(new ParameterGradient(id, walk.Total(id)));
        }

        return walk.Builder.Build() with { Gradients = gradients.ToEquatableArray() };
    }

    /// <summary>For each node, whether a parameter that is trained influences it through operations that pass a gradient on.</summary>
    public static bool[] DependsOnParameters(Graph graph)
    {
        var depends = new bool[graph.Nodes.Count];
        for (var id = 0; id < depends.Length; id++)
        {
            var node = graph[id];
            depends[id] = node.Op is ParameterOp { IsFrozen: false } || PassesOn(node, depends);
        }

        return depends;
    }

    /// <summary>Whether a gradient passes through the node to an input that wants one. Of a phase, the side of training counts.</summary>
    public static bool PassesOn(Node node, bool[] depends)
    {
        if (GradientTable.Stops(node)) return false;
        if (node.Op is PhaseOp) return depends[node.Inputs[0]];
        for (var i = 0; i < node.Inputs.Count; i++)
        {
            if (depends[node.Inputs[i]]) return true;
        }

        return false;
    }
}
