using Sinter.Graphs;

namespace Sinter;

/// <content>Losses of classes, of which one is right or each to a share.</content>
public static partial class Losses
{
    /// <summary>The label that is passed over by default.</summary>
    internal const int NoClass = -100;

    /// <summary>
    /// The negative logarithm of the probability that the softmax of <paramref name="logits"/> gives to the right class,
    /// averaged over all labels that are not <paramref name="ignoreIndex"/>.
    /// </summary>
    /// <param name="logits">Scores before softmax, <c>[classes, …]</c>, or <c>[…, classes]</c>.</param>
    /// <param name="label">The class of each, 0 … classes - 1: the shape of <paramref name="logits"/> without the class axis.</param>
    /// <param name="weight">A factor for each class, by which the mean divides again (a label counts as often as its weight says); none by default.</param>
    /// <param name="ignoreIndex">A label that is passed over, where the scores may be anything; not if the same labels index a table of fewer rows: an Embedding has no such row.</param>
    /// <param name="reduction">What becomes of the losses of all labels; that of one passed over is 0.</param>
    /// <param name="labelSmoothing">The share of the target that is spread evenly over all classes (Szegedy et al. 2016).</param>
    /// <param name="axis">
    /// The class axis, the batch not counted. By default it is the one that the labels do not have: the first, as in PyTorch, or another if
    /// they fit that alone. It must be stated where the labels fit the first as well as the last.
    /// </param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, not a number if every label is passed over, as in PyTorch; or the shape of <paramref name="label"/> with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The label's shape does not fit, or a number is out of range.</exception>
    public static Tensor CrossEntropy(
        this Tensor logits,
        Tokens label,
        float[]? weight = null,
        int ignoreIndex = NoClass,
        Reduction reduction = Reduction.Mean,
        float labelSmoothing = 0,
        int? axis = null,
        string? name = null)
    {
        var layer = Require.Title("CrossEntropy", name);
        Require.NotNull(layer, "the output", logits);
        Require.NotNull(layer, nameof(label), label);
        CheckSmoothing(layer, labelSmoothing);
        var classes = ClassLabels.Of(layer, logits, label, weight, ignoreIndex, axis);
        Reductions.Check(layer, reduction);
        Redundancy.CheckSoftmax(logits, layer);
        return logits.Layer("CrossEntropy", name, () =>
        {
            // ln Σ e^x - x[label], with the maximum taken away from both.
            var (builder, along) = (logits.Builder, classes.Axis);
            var shifted = SoftmaxLayers.Shifted(builder, classes.Shown(logits), along);
            var logSum = builder.Log(builder.Sum(builder.Exp(shifted), along));
            var each = classes.Weighted(builder.Subtract(logSum, classes.Picked(shifted)));
            if (labelSmoothing > 0)
            {
                var even = classes.Even(builder, logSum, shifted);
                each = builder.Add(builder.Multiply(each, 1 - labelSmoothing), builder.Multiply(even, labelSmoothing));
            }

            return classes.Reduced(each, reduction);
        });
    }

    /// <summary>
    /// The cross-entropy of the softmax of <paramref name="logits"/> with probabilities of all classes, where the right class is not known for
    /// certain: <c>-Σ target·ln softmax(logits)</c> over the classes, averaged over everything else.
    /// </summary>
    /// <param name="logits">Scores before softmax, <c>[classes, …]</c>; <c>[…, classes]</c> with an <paramref name="axis"/> of -1.</param>
    /// <param name="target">The probability of each class, in the same shape.</param>
    /// <param name="weight">A factor for each class, by which the mean does not divide again, as in PyTorch; none by default.</param>
    /// <param name="reduction">What becomes of the losses of all places.</param>
    /// <param name="labelSmoothing">The share of the target that is spread evenly over all classes (Szegedy et al. 2016).</param>
    /// <param name="axis">The class axis, the batch not counted.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or the shape of <paramref name="logits"/> without the class axis with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ, or a number is out of range.</exception>
    public static Tensor CrossEntropy(
        this Tensor logits, Tensor target, float[]? weight = null, Reduction reduction = Reduction.Mean, float labelSmoothing = 0, int axis = 0, string? name = null)
    {
        var layer = Require.Title("CrossEntropy", name);
        CheckEqualShapes(layer, logits, target, orLabels: true);
        RequireInput.Vector(layer, logits);
        CheckSmoothing(layer, labelSmoothing);
        var along = logits.FullAxis(axis, layer);
        var classes = RequireInput.Constant(layer, "a constant number of classes", logits, along);
        ClassLabels.CheckWeight(layer, weight, classes);
        Reductions.Check(layer, reduction);
        Redundancy.CheckSoftmax(logits, layer);
        return logits.Layer("CrossEntropy", name, () =>
        {
            var builder = logits.Builder;
            var shifted = SoftmaxLayers.Shifted(builder, logits.Id, along);
            var missing = logits.With(builder.Subtract(builder.Log(builder.Sum(builder.Exp(shifted), along)), shifted));
            var smooth = labelSmoothing > 0 ? (target * (1 - labelSmoothing)) + (labelSmoothing / classes) : target;
            var product = (smooth * missing).Id;
            if (weight is not null) product = builder.Multiply(product, ClassLabels.Table(builder, weight, along, logits.Shape.FullRank));
            var each = logits.With(builder.Reshape(builder.Sum(product, along), logits.Shape.Without(along)));
            return each.Reduced(reduction).Id;
        });
    }

    /// <summary>
    /// The negative of what stands at the right class, averaged over all labels that are not <paramref name="ignoreIndex"/>: of logarithms of
    /// probabilities it is the cross-entropy. <see cref="CrossEntropy(Tensor, Tokens, float[], int, Reduction, float, int?, string)"/> of the
    /// scores is the same in one.
    /// </summary>
    /// <param name="logProbabilities">Logarithms of probabilities, <c>[classes, …]</c> or <c>[…, classes]</c>: what <see cref="SoftmaxLayers.LogSoftmax"/> gives.</param>
    /// <inheritdoc cref="CrossEntropy(Tensor, Tokens, float[], int, Reduction, float, int?, string)" path="/param[@name!='logits' and @name!='labelSmoothing']|/exception"/>
    /// <returns>A scalar, not a number if every label is passed over; or the shape of <paramref name="label"/> with <see cref="Reduction.None"/>.</returns>
    public static Tensor Nll(
        this Tensor logProbabilities,
        Tokens label,
        float[]? weight = null,
        int ignoreIndex = NoClass,
        Reduction reduction = Reduction.Mean,
        int? axis = null,
        string? name = null)
    {
        var layer = Require.Title("Nll", name);
        Require.NotNull(layer, "the output", logProbabilities);
        Require.NotNull(layer, nameof(label), label);
        var classes = ClassLabels.Of(layer, logProbabilities, label, weight, ignoreIndex, axis);
        Reductions.Check(layer, reduction);
        return logProbabilities.Layer("Nll", name, () =>
        {
            var picked = classes.Picked(classes.Shown(logProbabilities));
            return classes.Reduced(classes.Weighted(logProbabilities.Builder.Negate(picked)), reduction);
        });
    }

    private static void CheckSmoothing(string layer, float labelSmoothing)
    {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
            throw Require.Error(DiagnosticIds.Range, $"{layer}: labelSmoothing is {labelSmoothing}, but must be at least 0 and at most 1.");
    }
}
