using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>A weight and its place in the parameter arena; if it is trained, in those of gradients and the optimizer, too.</summary>
internal sealed record ParameterSlot(string Key, Shape Shape, long Offset, Initializer Initializer, bool Decays)
{
    /// <summary>Whether training leaves it as it is.</summary>
    public bool IsFrozen { get; init; }
}

/// <summary>A running statistic and its place in the state arena. A counter is a 64-bit integer in the place of two floats.</summary>
internal sealed record StateSlot(string Key, Shape Shape, long Offset, float Initial, bool IsCounter);

/// <summary>
/// The arenas that live as long as the model: each entry begins at a multiple of 16 floats, in the order of declaration, or that of the layer.
/// Frozen parameters lie behind those that are trained, so that the arenas of gradients and of the optimizer end before them.
/// </summary>
internal sealed record ParameterLayout(EquatableArray<ParameterSlot> Parameters, EquatableArray<StateSlot> States, long ParameterLength, long StateLength)
{
    public const int Alignment = Runtime.KernelLimits.Alignment;

    public static long Align(long floats) => (floats + Alignment - 1) / Alignment * Alignment;

    public static ParameterLayout Of(Graph graph)
    {
        var parameters = new List<ParameterSlot>();
        var states = new List<StateSlot>();
        long trainedOffset = 0, stateLength = 0;
        var frozenOffset = graph.Nodes.Sum(node => node.Op is ParameterOp { IsFrozen: false } ? Align(node.Shape.Elements) : 0);
        foreach (var node in graph.Nodes.OrderBy(node => node.Op is ParameterOp op ? op.Place : 0))
        {
            switch (node.Op)
            {
                case ParameterOp { IsFrozen: true } op:
                    parameters.Add(new ParameterSlot(op.Key, node.Shape, frozenOffset, op.Initializer, op.Decays) { IsFrozen = true });
                    frozenOffset += Align(node.Shape.Elements);
                    break;
                case ParameterOp op:
                    parameters.Add(new ParameterSlot(op.Key, node.Shape, trainedOffset, op.Initializer, op.Decays));
                    trainedOffset += Align(node.Shape.Elements);
                    break;
                case StateOp op:
                    states.Add(new StateSlot(op.Key, node.Shape, stateLength, op.Initial, op.IsCounter));
                    stateLength += Align(op.IsCounter ? 2 * node.Shape.Elements : node.Shape.Elements);
                    break;
            }
        }

        return new ParameterLayout(parameters.ToEquatableArray(), states.ToEquatableArray(), frozenOffset, stateLength);
    }
}
