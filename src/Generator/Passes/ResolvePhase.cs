using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>What a graph is compiled for.</summary>
internal enum Phase
{
    /// <summary>Loss, gradients and the updates of states.</summary>
    Training,

    /// <summary>The outputs.</summary>
    Inference,
}

/// <summary>
/// Chooses between what training and inference compute. A training graph has no outputs, an inference graph no loss and no
/// updates. At inference there is nothing to detach from.
/// </summary>
internal static class ResolvePhase
{
    public const string Name = nameof(ResolvePhase);

    public static Graph Run(Graph graph, Phase phase, bool keepOutputs = false, CancellationToken cancellation = default)
    {
        Graph Resolve(Graph whole) => GraphCopy.Run(whole, (copy, id) => whole[id].Op switch
        {
            PhaseOp => copy[whole[id].Inputs[phase == Phase.Training ? 0 : 1]],
            DetachOp when phase == Phase.Inference => copy[whole[id].Inputs[0]],
            _ => copy.Copy(id),
        }, cancellation);
        var resolved = Resolve(ScanBodies.Map(graph, Resolve));
        if (phase == Phase.Inference) return resolved with { Loss = null, Updates = default, Gradients = default };
        return keepOutputs ? resolved : resolved with { Outputs = default };
    }
}
