using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>A trainable weight and its place in the parameter, gradient and optimizer arenas.</summary>
internal sealed record ParameterSlot(string Key, Shape Shape, long Offset, Initializer Initializer, bool Decays);

/// <summary>A running statistic and its place in the state arena. A counter is a 64-bit integer in the place of two floats.</summary>
internal sealed record StateSlot(string Key, Shape Shape, long Offset, float Initial, bool IsCounter);

/// <summary>The arenas that live as long as the model: each entry begins at a multiple of 16 floats, in the order of declaration, or that of the layer.</summary>
internal sealed record ParameterLayout(EquatableArray<ParameterSlot> Parameters, EquatableArray<StateSlot> States, long ParameterLength, long StateLength)
{
    public const int Alignment = Runtime.KernelLimits.Alignment;

    public static long Align(long floats) => (floats + Alignment - 1) / Alignment * Alignment;

    public static ParameterLayout Of(Graph graph)
    {
        var parameters = new List<ParameterSlot>();
        var states = new List<StateSlot>();
        long parameterLength = 0, stateLength = 0;
        foreach (var node in graph.Nodes.OrderBy(node => node.Op is ParameterOp op ? op.Place : 0))
        {
            switch (node.Op)
            {
                case ParameterOp op:
                    parameters.Add(new ParameterSlot(op.Key, node.Shape, parameterLength, op.Initializer, op.Decays));
                    parameterLength += Align(node.Shape.Elements);
                    break;
                case StateOp op:
                    states.Add(new StateSlot(op.Key, node.Shape, stateLength, op.Initial, op.IsCounter));
                    stateLength += Align(op.IsCounter ? 2 * node.Shape.Elements : node.Shape.Elements);
                    break;
            }
        }

        return new ParameterLayout(parameters.ToEquatableArray(), states.ToEquatableArray(), parameterLength, stateLength);
    }
}
