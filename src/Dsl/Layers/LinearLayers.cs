using Sinter.Graphs;

namespace Sinter;

/// <summary>Fully connected layers.</summary>
public static class LinearLayers
{
    /// <summary>
    /// Every output is a weighted sum of all inputs: <c>y = x·Wᵀ + b</c>, along the last axis.
    /// Parameters: <c>weight [outFeatures, inFeatures]</c> and <c>bias [outFeatures]</c>.
    /// </summary>
    /// <param name="x">The input <c>[…, inFeatures]</c>.</param>
    /// <param name="outFeatures">The extent of the last axis of the result.</param>
    /// <param name="bias">Whether a learned number is added to each output.</param>
    /// <param name="initializer">How the weight is filled; by default uniform within ±1/√inFeatures, as PyTorch does.</param>
    /// <param name="biasInitializer">How the bias is filled; by default uniform within ±1/√inFeatures.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>linear1</c>, <c>linear2</c>, …</param>
    /// <returns><c>[…, outFeatures]</c>.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="outFeatures"/> is not positive, or <paramref name="x"/> has no axis besides the batch.</exception>
    public static Tensor Linear(
        this Tensor x,
        int outFeatures,
        bool bias = true,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("Linear", name);
        Require.NotNull(layer, "the input", x);
        Require.Positive(layer, nameof(outFeatures), outFeatures);
        RequireInput.Vector(layer, x);
        var inFeatures = RequireInput.Features(layer, x);
        return x.Layer("Linear", name, () =>
        {
            var weight = x.Weight("weight", Shape.Of(outFeatures, inFeatures), initializer);
            var product = Product(x, weight);
            return (bias ? product + x.Bias(outFeatures, inFeatures, biasInitializer) : product).Id;
        });
    }

    /// <summary>
    /// A fully connected layer with a weight of your own, to share it between layers or to tie it to an embedding's table.
    /// </summary>
    /// <param name="x">The input <c>[…, inFeatures]</c>.</param>
    /// <param name="weight">The weight <c>[outFeatures, inFeatures]</c>, from <see cref="Tensor.Parameter"/>.</param>
    /// <param name="bias">What is added to each output, <c>[outFeatures]</c>, or null.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[…, outFeatures]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The weight or the bias does not fit the input.</exception>
    public static Tensor Linear(this Tensor x, Tensor weight, Tensor? bias = null, string? name = null)
    {
        var layer = Require.Title("Linear", name);
        Require.NotNull(layer, "the input", x);
        Require.NotNull(layer, nameof(weight), weight);
        RequireInput.Vector(layer, x);
        var inFeatures = RequireInput.Features(layer, x);
        if (weight.Shape.IsBatched || weight.Shape.Rank != 2 || weight.Shape[1] != inFeatures)
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a weight [outFeatures, {inFeatures}] for the input {x.Shape}, but gets {weight.Shape}{WeightFix(weight.Shape, inFeatures)}.");
        var outFeatures = weight.Shape[0];
        if (bias is not null && !bias.Shape.Equals(Shape.Of(outFeatures)))
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a bias [{outFeatures}] for the weight {weight.Shape}, but gets {bias.Shape}{Fixes.Weight(outFeatures)}.");
        return x.Layer("Linear", name, () =>
        {
            var product = Product(x, weight);
            return (bias is null ? product : product + bias).Id;
        });
    }

    private static Phrase WeightFix(Shape weight, int inFeatures)
    {
        if (weight.IsBatched || weight.Rank != 2) return $"";
        return weight[0] == inFeatures ? $"; {InsertedCall.After("Transpose()")}" : Fixes.Weight(weight[0], inFeatures);
    }

    private static Tensor Product(Tensor x, Tensor weight)
    {
        var builder = x.Builder;
        if (x.Shape.FullRank > 1) return x.With(builder.MatMul(x.Id, weight.Id, transposeB: true));
        var row = builder.Reshape(x.Id, Shape.Of(1, x.Shape[0]));
        return x.With(builder.Reshape(builder.MatMul(row, weight.Id, transposeB: true), Shape.Of(weight.Shape[0])));
    }
}
