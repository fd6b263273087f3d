using Sinter.Graphs;

namespace Sinter;

/// <summary>How near two values are to one another, along an axis.</summary>
public static class DistanceLayers
{
    /// <summary>
    /// The cosine of the angle between vectors: <c>x·other / (max(‖x‖, epsilon)·max(‖other‖, epsilon))</c>, from -1 to 1.
    /// </summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="other">A shape that broadcasts with it.</param>
    /// <param name="axis">The axis of the vectors, the batch not counted; the first by default, as in PyTorch.</param>
    /// <param name="epsilon">The least that a length counts as; a shorter vector's is a constant.</param>
    /// <param name="name">The name in the summary; by default <c>cosinesimilarity1</c>, …</param>
    /// <returns>The shape of both together, without the axis.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, the shapes cannot be broadcast, or <paramref name="epsilon"/> is not positive.</exception>
    public static Tensor CosineSimilarity(this Tensor x, Tensor other, int axis = 0, float epsilon = 1e-8f, string? name = null)
    {
        var layer = Require.Title("CosineSimilarity", name);
        Check(layer, x, other);
        Require.Positive(layer, nameof(epsilon), epsilon);
        var like = x.Shape.Rank >= other.Shape.Rank ? x : other;
        like.FullAxis(axis, layer);
        var back = axis < 0 ? axis : axis - like.Shape.Rank;
        return x.Layer("CosineSimilarity", name, () =>
        {
            Tensor Length(Tensor vector) => (vector * vector).Sum(back).Maximum(epsilon * epsilon).Sqrt();
            return ((x * other).Sum(back) / (Length(x) * Length(other))).Id;
        });
    }

    /// <summary>The length of the difference of vectors: <c>(Σ |x - other + epsilon|^p)^(1/p)</c> over the last axis.</summary>
    /// <param name="x">Vectors <c>[…, features]</c>.</param>
    /// <param name="other">A shape that broadcasts with it.</param>
    /// <param name="p">The exponent, above 0: 2 for Euclid's distance, 1 for the sum and infinity for the largest of the magnitudes.</param>
    /// <param name="epsilon">Added to every difference, so that equal vectors have a derivative.</param>
    /// <param name="keepDims">Whether the axis stays, with the extent 1.</param>
    /// <param name="name">The name in the summary; by default <c>pairwisedistance1</c>, …</param>
    /// <returns>The shape of both together, without the last axis or with its extent 1.</returns>
    /// <exception cref="NetworkDefinitionException">There is no axis, the shapes cannot be broadcast, or a number is out of range.</exception>
    public static Tensor PairwiseDistance(this Tensor x, Tensor other, float p = 2, float epsilon = 1e-6f, bool keepDims = false, string? name = null)
    {
        var layer = Require.Title("PairwiseDistance", name);
        CheckDistance(layer, p, epsilon);
        Check(layer, x, other);
        return x.Layer("PairwiseDistance", name, () => Distance(x, other, p, epsilon, keepDims).Id);
    }

    /// <summary>An exponent for which <see cref="Length"/> is one, and what is added to differences.</summary>
    internal static void CheckDistance(string layer, float p, float epsilon)
    {
        CheckExponent(layer, nameof(p), p);
        Require.NotNegative(layer, nameof(epsilon), epsilon);
    }

    /// <summary>An exponent above 0; infinity is one.</summary>
    internal static void CheckExponent(string layer, string argument, float p)
    {
        if (!(p > 0)) throw Require.Error(DiagnosticIds.Range, $"{layer}: {argument} is {p}, but must be above 0; use 2 for Euclid's distance.");
    }

    /// <summary>The distance along the last axis, without a layer of its own.</summary>
    internal static Tensor Distance(Tensor x, Tensor other, float p, float epsilon, bool keepDims = false) => Length(x - other + epsilon, p, keepDims);

    /// <summary>The length of vectors along the last axis: <c>(Σ |x|^p)^(1/p)</c>.</summary>
    internal static Tensor Length(Tensor x, float p, bool keepDims) => p switch
    {
        1 => x.Abs().Sum(-1, keepDims),
        2 => (x * x).Sum(-1, keepDims).Sqrt(),
        float.PositiveInfinity => x.Abs().Max(-1, keepDims),
        _ => x.Abs().Pow(p).Sum(-1, keepDims).Pow(1 / p),
    };

    private static void Check(string layer, Tensor x, Tensor other)
    {
        Require.NotNull(layer, "the input", x);
        Require.NotNull(layer, nameof(other), other);
        RequireInput.Vector(layer, x);
        RequireInput.Vector(layer, other);
        Broadcasting.Check(layer, x.Shape, other.Shape);
    }
}
