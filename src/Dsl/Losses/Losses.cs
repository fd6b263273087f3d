using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// What training makes small: PyTorch's losses with its formulas and defaults, averaged over the batch and everything else.
/// </summary>
public static class Losses
{
    private const int NoClass = -100;

    /// <summary>
    /// The negative logarithm of the probability that the softmax of <paramref name="logits"/> gives to the right class,
    /// averaged over all labels that are not <paramref name="ignoreIndex"/>.
    /// </summary>
    /// <param name="logits">Scores before softmax, <c>[classes, …]</c>; <c>[…, classes]</c> with an <paramref name="axis"/> of -1.</param>
    /// <param name="label">The class of each, 0 … classes - 1: the shape of <paramref name="logits"/> without the class axis.</param>
    /// <param name="ignoreIndex">A label that is passed over, where the scores may be anything; not if the same labels index a table of fewer rows: an Embedding has no such row.</param>
    /// <param name="labelSmoothing">The share of the target that is spread evenly over all classes (Szegedy et al. 2016).</param>
    /// <param name="axis">
    /// The class axis, the batch not counted: 0 by default, as in PyTorch, and -1 for sequences <c>[T, classes]</c>. It must be stated where
    /// the labels fit both.
    /// </param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar; not a number if every label is passed over, as in PyTorch.</returns>
    /// <exception cref="NetworkDefinitionException">The label's shape does not fit, or a number is out of range.</exception>
    public static Tensor CrossEntropy(
        this Tensor logits, Tokens label, int ignoreIndex = NoClass, float labelSmoothing = 0, int? axis = null, string? name = null)
    {
        var layer = Require.Title("CrossEntropy", name);
        Require.NotNull(layer, "the output", logits);
        Require.NotNull(layer, nameof(label), label);
        RequireInput.Vector(layer, logits);
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
            throw Require.Error(DiagnosticIds.Range, $"{layer}: labelSmoothing is {labelSmoothing}, but must be at least 0 and at most 1.");
        var classAxis = logits.FullAxis(axis ?? 0, layer);
        if (axis is null) CheckFirstAxis(layer, logits, label.Shape, classAxis);
        var classes = RequireInput.Constant(layer, "a constant number of classes", logits, classAxis);
        var expected = LabelShape(logits, classAxis);
        if (!label.Shape.Equals(expected))
            throw Require.Error(DiagnosticIds.Target, $"{layer} needs labels {expected} for the output {logits.Shape} with {classes} classes along axis {classAxis - (logits.Shape.IsBatched ? 1 : 0)}, but gets {label.Shape}; {(label.Shape.Rank == 0 && logits.Shape.Rank > 1 ? "for one prediction per sample insert Flatten() before the layer that makes the classes, else " : "")}{LabelFix(expected)}.");
        Redundancy.CheckSoftmax(logits, layer);
        var builder = logits.Builder;
        builder.LimitTokens(label.Id, classes, ignoreIndex);
        return logits.Layer("CrossEntropy", name, () =>
        {
            var shape = logits.Shape;
            var aligned = new Shape(shape.Dims.Select((dim, i) => i == classAxis ? 1 : dim));
            var index = builder.Reshape(builder.Pointwise(ScalarFunction.ToFloat, label.Id), aligned);
            var positions = Enumerable.Range(0, shape.FullRank).Select(i => i == classAxis ? (Dim)classes : 1);
            var isRight = builder.Pointwise(ScalarFunction.Equal, builder.Add(new IotaOp(classAxis, new Shape(positions))), index);

            // What is passed over is hidden before it is computed with; so it has no gradient, even if it is not a number. That what it
            // was computed from has none costs copies, which a label for each sample, hardly ever passed over, is spared.
            var isIgnored = builder.Pointwise(ScalarFunction.Equal, index, builder.ConstantLike(ignoreIndex, index));
            if (label.Shape.Rank == 0 && ignoreIndex == NoClass) isIgnored = builder.Add(new DetachOp(), isIgnored);
            var shown = builder.Select(isIgnored, builder.ConstantLike(0, logits.Id), logits.Id);

            // ln Σ e^x - x[label], with the maximum taken away from both.
            var shifted = SoftmaxLayers.Shifted(builder, shown, classAxis);
            var logSum = builder.Log(builder.Sum(builder.Exp(shifted), classAxis));
            var picked = builder.Sum(builder.Select(isRight, shifted, builder.ConstantLike(0, shifted)), classAxis);
            var each = builder.Subtract(logSum, picked);
            if (labelSmoothing > 0)
            {
                var even = builder.Subtract(logSum, builder.Mean(shifted, classAxis));
                each = builder.Add(builder.Multiply(each, 1 - labelSmoothing), builder.Multiply(even, labelSmoothing));
            }

            var counted = builder.Select(isIgnored, builder.ConstantLike(0, each), each);
            var weight = builder.Subtract(builder.ConstantLike(1, isIgnored), isIgnored);
            var all = Enumerable.Range(0, shape.FullRank).ToArray();
            return builder.Reshape(builder.Divide(builder.Sum(counted, all), builder.Sum(weight, all)), Shape.Scalar);
        });
    }

    /// <summary>
    /// Cross-entropy of independent yes/no questions, from scores before the sigmoid:
    /// the mean of <c>ln(1 + e^x) - x·target</c>, computed without overflow.
    /// </summary>
    /// <param name="logits">Scores before the sigmoid, any shape.</param>
    /// <param name="target">The probabilities to reach, 0 … 1, in the same shape.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(this Tensor logits, Tensor target, string? name = null)
    {
        const string Kind = "BinaryCrossEntropyWithLogits";
        var loss = Mean(logits, target, Kind, name, () => ActivationLayers.SmoothPositive(logits) - (logits * target));
        Redundancy.CheckSigmoid(logits, Require.Title(Kind, name));
        return loss;
    }

    /// <summary>The mean of <c>(x - target)²</c>.</summary>
    /// <param name="output">What the network computes, any shape.</param>
    /// <param name="target">What it should compute, in the same shape.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ.</exception>
    public static Tensor MeanSquaredError(this Tensor output, Tensor target, string? name = null) =>
        Mean(output, target, "MeanSquaredError", name, () =>
        {
            var difference = output - target;
            return difference * difference;
        });

    /// <summary>The mean of <c>|x - target|</c>.</summary>
    /// <param name="output">What the network computes, any shape.</param>
    /// <param name="target">What it should compute, in the same shape.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ.</exception>
    public static Tensor L1(this Tensor output, Tensor target, string? name = null) =>
        Mean(output, target, "L1", name, () => (output - target).Abs());

    /// <summary>
    /// Squared for small errors, linear for large ones (Huber 1964): the mean of <c>d²/2</c> where <c>d = |x - target|</c>
    /// is below <paramref name="delta"/>, else <c>delta·(d - delta/2)</c>.
    /// </summary>
    /// <param name="output">What the network computes, any shape.</param>
    /// <param name="target">What it should compute, in the same shape.</param>
    /// <param name="delta">Where the two pieces meet.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ, or <paramref name="delta"/> is not positive.</exception>
    public static Tensor Huber(this Tensor output, Tensor target, float delta = 1, string? name = null)
    {
        Require.Positive(Require.Title("Huber", name), nameof(delta), delta);
        return Mean(output, target, "Huber", name, () =>
        {
            // One form for both pieces, which neither of them can overflow: m·(d - m/2) with m = min(d, delta).
            var magnitude = (output - target).Abs();
            var near = Tensor.Binary(magnitude, ScalarFunction.Minimum, delta);
            return near * (magnitude - (0.5f * near));
        });
    }

    /// <summary>The shape of class labels for logits: all extents but the class axis (counted with the batch).</summary>
    internal static Shape LabelShape(Tensor logits, int classAxis) => new(logits.Shape.Dims.Where((_, i) => i != classAxis));

    // The first axis is meant unless another is stated. Labels that fit the last one too, or only that, say that it may be the last.
    private static void CheckFirstAxis(string layer, Tensor logits, Shape label, int first)
    {
        if (logits.Shape.Rank < 2 || !label.Equals(LabelShape(logits, logits.Shape.FullRank - 1))) return;
        if (label.Equals(LabelShape(logits, first)))
            throw Require.Error(DiagnosticIds.Target, $"{layer}: the labels {label} fit the output {logits.Shape} whether its first axis is the classes or its last; write axis: 0 or axis: -1.");
        throw Require.Error(DiagnosticIds.Target, $"{layer} takes the first axis of the output {logits.Shape} as the classes, but the labels {label} fit the last; write axis: -1.");
    }

    private static string LabelFix(Shape expected) => $"declare the label as {ShapeAttribute(expected)} Tokens";

    private static string ShapeAttribute(Shape shape) =>
        shape.Rank == 0 ? "[Shape]" : $"[Shape({string.Join(", ", shape.Dims.Skip(shape.IsBatched ? 1 : 0).Select(dim => dim.IsConstant ? dim.ToString() : $"\"{dim}\""))})]";

    private static Tensor Mean(Tensor output, Tensor target, string kind, string? name, Func<Tensor> body)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the output", output);
        Require.NotNull(layer, nameof(target), target);
        if (!output.Shape.Equals(target.Shape))
            throw Require.Error(DiagnosticIds.Target, $"{layer} compares equal shapes, but the output is {output.Shape} and the target {target.Shape}{(output.Shape.IsKnown && target.Shape.IsKnown ? "" : $": {Unification.Explain(output.Shape, target.Shape)}")}; declare the target as {ShapeAttribute(output.Shape)} Tensor{(Extent.Of(output.Shape) == Extent.Of(target.Shape) ? ", or give one of them the shape of the other with Reshape" : "")}.");
        return output.Layer(kind, name, () => body().Mean().Id);
    }
}
