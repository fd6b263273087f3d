using Sinter.Graphs;

namespace Sinter;

/// <content>Losses of independent yes/no questions, and of distributions.</content>
public static partial class Losses
{
    /// <summary>
    /// Cross-entropy of independent yes/no questions, from scores before the sigmoid:
    /// the mean of <c>ln(1 + e^x) - x·target</c>, computed without overflow.
    /// </summary>
    /// <param name="logits">Scores before the sigmoid, any shape.</param>
    /// <param name="target">The probabilities to reach, 0 … 1, in the same shape.</param>
    /// <param name="weight">A factor for each loss, in a shape that is broadcast to that of the target; none by default.</param>
    /// <param name="reduction">What becomes of the losses of all elements. The mean divides by their number, whatever the weights.</param>
    /// <param name="posWeight">
    /// A factor for the answer yes alone, which is more than 1 where it is rare: one number for all, or one for each along the last axis.
    /// </param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or the shape of <paramref name="logits"/> with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ, or a weight does not fit.</exception>
    /// <example>
    /// The focal loss (Lin et al. 2017) passes over what is easy already, with its gamma 2 and its alpha 0.25:
    /// <code>
    /// static Tensor Focal(Tensor logits, Tensor target)
    /// {
    ///     var p = logits.Sigmoid();
    ///     var miss = p + target - (2 * p * target);
    ///     var alpha = (0.25f * target) + (0.75f * (1 - target));
    ///     return (alpha * miss.Square() * logits.BinaryCrossEntropyWithLogits(target, reduction: Reduction.None)).Mean();
    /// }
    /// </code>
    /// </example>
    public static Tensor BinaryCrossEntropyWithLogits(
        this Tensor logits, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, float[]? posWeight = null, string? name = null)
    {
        const string Kind = "BinaryCrossEntropyWithLogits";
        var layer = Require.Title(Kind, name);
        CheckEqualShapes(layer, logits, target);
        CheckWeight(layer, target, weight);
        if (posWeight is not null) CheckPositive(layer, logits, posWeight);
        var loss = Compared(logits, target, Kind, name, reduction, () =>
        {
            // Without a factor ln(1 + e^x) - x·t; with one, (1 - t)·x + (1 + (factor - 1)·t)·ln(1 + e^-x).
            if (posWeight is null) return Weighted(ActivationLayers.SmoothPositive(logits) - (logits * target), weight);
            var factor = logits.With(logits.Builder.Add(new TableOp(posWeight.ToEquatableArray(), Shape.Of(posWeight.Length))));
            return Weighted(((1 - target) * logits) + ((1 + ((factor - 1) * target)) * ActivationLayers.SmoothPositive(-logits)), weight);
        });
        Redundancy.CheckSigmoid(logits, layer);
        return loss;
    }

    /// <summary>
    /// Cross-entropy of independent yes/no questions, from probabilities: the mean of <c>-(target·ln x + (1 - target)·ln(1 - x))</c>. No
    /// logarithm is below -100 and no denominator of the gradient below 1e-12, as in PyTorch. <see cref="BinaryCrossEntropyWithLogits"/> of
    /// the scores is exact where a probability rounds to 0 or 1.
    /// </summary>
    /// <param name="probabilities">Probabilities, 0 … 1, any shape: what <see cref="ActivationLayers.Sigmoid"/> gives.</param>
    /// <param name="target">The probabilities to reach, 0 … 1, in the same shape.</param>
    /// <param name="weight">A factor for each loss, in a shape that is broadcast to that of the target; none by default.</param>
    /// <param name="reduction">What becomes of the losses of all elements. The mean divides by their number, whatever the weights.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or the shape of <paramref name="probabilities"/> with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ, or the weight does not fit.</exception>
    public static Tensor BinaryCrossEntropy(this Tensor probabilities, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, string? name = null)
    {
        var layer = Require.Title("BinaryCrossEntropy", name);
        CheckEqualShapes(layer, probabilities, target);
        CheckWeight(layer, target, weight);
        return Compared(probabilities, target, "BinaryCrossEntropy", name, reduction, () =>
        {
            // The logarithms are bounded where the gradient is not: it is (x - target) / (x·(1 - x)) as a factor of x less itself.
            var x = probabilities.Detach();
            Tensor Bounded(Tensor logarithm) => Tensor.Binary(logarithm, ScalarFunction.Maximum, -100);
            var value = -((target * Bounded(x.Log())) + ((1 - target) * Bounded((-x).Log1p())));
            var slope = (x - target.Detach()) / Tensor.Binary(x * (1 - x), ScalarFunction.Maximum, 1e-12f);
            return Weighted(value + (slope * (probabilities - x)), weight);
        });
    }

    /// <summary>
    /// How much a distribution differs from another (Kullback and Leibler 1951): the mean of <c>target·(ln target - x)</c>, where
    /// <paramref name="logProbabilities"/> are logarithms. PyTorch's default is the mean over all elements; the divergence itself, averaged
    /// over samples, is <see cref="Reduction.BatchMean"/>.
    /// </summary>
    /// <param name="logProbabilities">Logarithms of probabilities, any shape: what <see cref="SoftmaxLayers.LogSoftmax"/> gives.</param>
    /// <param name="target">The distribution to reach, in the same shape. At a probability of 0 it has no gradient.</param>
    /// <param name="reduction">What becomes of the losses of all elements.</param>
    /// <param name="logTarget">Whether the target is logarithms too.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or the shape of <paramref name="logProbabilities"/> with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ, or <paramref name="reduction"/> is no <see cref="Reduction"/>.</exception>
    public static Tensor KlDivergence(this Tensor logProbabilities, Tensor target, Reduction reduction = Reduction.Mean, bool logTarget = false, string? name = null) =>
        Compared(logProbabilities, target, "KlDivergence", name, reduction, () =>
        {
            if (logTarget) return target.Exp() * (target - logProbabilities);

            // What is improbable adds nothing: 0·ln 0 is 0.
            var inner = target.EqualTo(0).Where(1, target);
            return (inner * inner.Log()) - (target * logProbabilities);
        });

    private static Tensor Weighted(Tensor each, Tensor? weight) => weight is null ? each : each * weight;

    private static void CheckWeight(string layer, Tensor target, Tensor? weight)
    {
        if (weight is null) return;
        Broadcasting.Check($"{layer}: the weight", target.Shape, weight.Shape);
        if (weight.Shape.Rank > target.Shape.Rank || (weight.Shape.IsBatched && !target.Shape.IsBatched) || Grows(target.Shape, weight.Shape))
            throw Require.Error(DiagnosticIds.Shape, $"{layer} has a loss for each element of {target.Shape}, but the weight {weight.Shape} has more; give it extents of 1 where the target has them.");
    }

    private static bool Grows(Shape target, Shape weight) =>
        Enumerable.Range(1, weight.Rank).Any(back => target.Dims[target.FullRank - back].IsOne && !weight.Dims[weight.FullRank - back].IsOne);

    private static void CheckPositive(string layer, Tensor logits, float[] posWeight)
    {
        foreach (var factor in posWeight) Require.Finite(layer, "an element of posWeight", factor);
        if (posWeight.Length == 1) return;
        var last = logits.Shape.Rank == 0 ? 1 : RequireInput.Constant(layer, "as many answers at every call as posWeight has numbers", logits, logits.Shape.FullRank - 1);
        if (posWeight.Length != last)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: posWeight has {posWeight.Length} numbers, but the last axis of {logits.Shape} has {last} answers; give one for each, or one for all.");
    }
}
