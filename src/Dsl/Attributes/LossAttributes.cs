using Sinter.Graphs;

namespace Sinter;

/// <summary>Trains with <see cref="Losses.CrossEntropy"/>; adds the argument <c>label</c>.</summary>
/// <param name="ignoreIndex">A label that is passed over.</param>
/// <param name="labelSmoothing">The share of the target that is spread evenly over all classes.</param>
/// <param name="axis">The class axis, the batch not counted: 0 for vectors and images; of an output of two axes, where either may be meant, -2 or -1.</param>
public sealed class CrossEntropyLossAttribute(int ignoreIndex = -100, float labelSmoothing = 0, int axis = 0) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput)
    {
        RequireInput.Vector("CrossEntropy", output);
        if (axis == 0 && output.Shape.Rank == 2)
            throw Require.Error(DiagnosticIds.Target, $"CrossEntropy: of the output {output.Shape} either axis may be the classes; write axis: -1 for sequences [T, classes], or axis: -2.");
        var shape = Losses.LabelShape(output, output.FullAxis(axis, "CrossEntropy"));
        var label = new Tokens(output.Builder, declareInput(new InputOp("label", shape, DataType.Int32, IsTarget: true)));
        return output.CrossEntropy(label, ignoreIndex, labelSmoothing, axis);
    }
}

/// <summary>Trains with <see cref="Losses.BinaryCrossEntropyWithLogits"/>; adds the argument <c>target</c> in the output's shape.</summary>
public sealed class BinaryCrossEntropyWithLogitsLossAttribute : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) => output.BinaryCrossEntropyWithLogits(Target(output, declareInput));
}

/// <summary>Trains with <see cref="Losses.MeanSquaredError"/>; adds the argument <c>target</c> in the output's shape.</summary>
public sealed class MeanSquaredErrorLossAttribute : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) => output.MeanSquaredError(Target(output, declareInput));
}

/// <summary>Trains with <see cref="Losses.L1"/>; adds the argument <c>target</c> in the output's shape.</summary>
public sealed class L1LossAttribute : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) => output.L1(Target(output, declareInput));
}

/// <summary>Trains with <see cref="Losses.Huber"/>; adds the argument <c>target</c> in the output's shape.</summary>
/// <param name="delta">Where the quadratic and the linear piece meet.</param>
public sealed class HuberLossAttribute(float delta = 1) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) => output.Huber(Target(output, declareInput), delta);
}
