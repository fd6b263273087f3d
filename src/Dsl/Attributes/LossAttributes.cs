using Sinter.Graphs;

namespace Sinter;

/// <summary>Trains with <see cref="Losses.CrossEntropy(Tensor, Tokens, float[], int, Reduction, float, int?, string)"/>; adds the argument <c>label</c>.</summary>
/// <param name="weight">A factor for each class; none by default.</param>
/// <param name="ignoreIndex">A label that is passed over.</param>
/// <param name="reduction">What becomes of the losses of all labels; not <see cref="Reduction.None"/>.</param>
/// <param name="labelSmoothing">The share of the target that is spread evenly over all classes.</param>
/// <param name="axis">The class axis, the batch not counted: 0 for vectors and images; of an output of two axes, where either may be meant, -2 or -1.</param>
public sealed class CrossEntropyLossAttribute(
    float[]? weight = null, int ignoreIndex = -100, Reduction reduction = Reduction.Mean, float labelSmoothing = 0, int axis = 0) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput)
    {
        var label = Label("CrossEntropy", output, axis, declareInput);
        return output.CrossEntropy(label, weight, ignoreIndex, reduction, labelSmoothing, axis);
    }
}

/// <summary>Trains with <see cref="Losses.Nll"/>; adds the argument <c>label</c>. The last layer is a <see cref="LogSoftmaxAttribute"/>.</summary>
/// <param name="weight">A factor for each class; none by default.</param>
/// <param name="ignoreIndex">A label that is passed over.</param>
/// <param name="reduction">What becomes of the losses of all labels; not <see cref="Reduction.None"/>.</param>
/// <param name="axis">The class axis, the batch not counted: 0 for vectors and images; of an output of two axes, where either may be meant, -2 or -1.</param>
public sealed class NllLossAttribute(float[]? weight = null, int ignoreIndex = -100, Reduction reduction = Reduction.Mean, int axis = 0) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput)
    {
        var label = Label("Nll", output, axis, declareInput);
        return output.Nll(label, weight, ignoreIndex, reduction, axis);
    }
}

/// <summary>
/// Trains with <see cref="Losses.BinaryCrossEntropyWithLogits"/>; adds the argument <c>target</c> in the output's shape. A weight that is a
/// value of the network needs the method.
/// </summary>
/// <param name="reduction">What becomes of the losses of all elements; not <see cref="Reduction.None"/>.</param>
/// <param name="posWeight">A factor for the answer yes: one number for all, or one for each along the last axis; none by default.</param>
public sealed class BinaryCrossEntropyWithLogitsLossAttribute(Reduction reduction = Reduction.Mean, float[]? posWeight = null) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) =>
        output.BinaryCrossEntropyWithLogits(Target(output, declareInput), reduction: reduction, posWeight: posWeight);
}

/// <summary>
/// Trains with <see cref="Losses.BinaryCrossEntropy"/>; adds the argument <c>target</c> in the output's shape. A weight that is a value of
/// the network needs the method.
/// </summary>
/// <param name="reduction">What becomes of the losses of all elements; not <see cref="Reduction.None"/>.</param>
public sealed class BinaryCrossEntropyLossAttribute(Reduction reduction = Reduction.Mean) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) => output.BinaryCrossEntropy(Target(output, declareInput), reduction: reduction);
}

/// <summary>Trains with <see cref="Losses.KlDivergence"/>; adds the argument <c>target</c> in the output's shape. The last layer is a <see cref="LogSoftmaxAttribute"/>.</summary>
/// <param name="reduction">What becomes of the losses of all elements; not <see cref="Reduction.None"/>.</param>
/// <param name="logTarget">Whether the target is logarithms too.</param>
public sealed class KlDivergenceLossAttribute(Reduction reduction = Reduction.Mean, bool logTarget = false) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) => output.KlDivergence(Target(output, declareInput), reduction, logTarget);
}

/// <summary>Trains with <see cref="Losses.MeanSquaredError"/>; adds the argument <c>target</c> in the output's shape.</summary>
/// <param name="reduction">What becomes of the losses of all elements; not <see cref="Reduction.None"/>.</param>
public sealed class MeanSquaredErrorLossAttribute(Reduction reduction = Reduction.Mean) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) => output.MeanSquaredError(Target(output, declareInput), reduction);
}

/// <summary>Trains with <see cref="Losses.L1"/>; adds the argument <c>target</c> in the output's shape.</summary>
/// <param name="reduction">What becomes of the losses of all elements; not <see cref="Reduction.None"/>.</param>
public sealed class L1LossAttribute(Reduction reduction = Reduction.Mean) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) => output.L1(Target(output, declareInput), reduction);
}

/// <summary>Trains with <see cref="Losses.Huber"/>; adds the argument <c>target</c> in the output's shape.</summary>
/// <param name="reduction">What becomes of the losses of all elements; not <see cref="Reduction.None"/>.</param>
/// <param name="delta">Where the quadratic and the linear piece meet.</param>
public sealed class HuberLossAttribute(Reduction reduction = Reduction.Mean, float delta = 1) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) => output.Huber(Target(output, declareInput), reduction, delta);
}

/// <summary>Trains with <see cref="Losses.SmoothL1"/>; adds the argument <c>target</c> in the output's shape.</summary>
/// <param name="reduction">What becomes of the losses of all elements; not <see cref="Reduction.None"/>.</param>
/// <param name="beta">Where the quadratic and the linear piece meet.</param>
public sealed class SmoothL1LossAttribute(Reduction reduction = Reduction.Mean, float beta = 1) : LossAttribute
{
    internal override Tensor Apply(Tensor output, Func<InputOp, int> declareInput) => output.SmoothL1(Target(output, declareInput), reduction, beta);
}
