using Sinter.Graphs;

namespace Sinter;

/// <content>Losses of pairs and triples that are to be near one another, or apart.</content>
public static partial class Losses
{
    // What PyTorch adds to the squares of lengths.
    private const float LeastSquare = 1e-12f;

    /// <summary>
    /// Vectors turned towards one another, or away: <c>1 - cos(x, other)</c> for a target of 1, <c>max(cos(x, other) - margin, 0)</c> for one
    /// of -1, averaged.
    /// </summary>
    /// <param name="x">Vectors <c>[…, features]</c>.</param>
    /// <param name="other">Vectors in the same shape.</param>
    /// <param name="target">1 for vectors that are to be alike, -1 for others: the shape of <paramref name="x"/> without its last axis. Others count as 0.</param>
    /// <param name="margin">How much alike different vectors may be, from -1 to 1.</param>
    /// <param name="reduction">What becomes of the losses of all pairs.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or the shape of <paramref name="target"/> with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes do not fit, or a number is out of range.</exception>
    public static Tensor CosineEmbedding(this Tensor x, Tensor other, Tensor target, float margin = 0, Reduction reduction = Reduction.Mean, string? name = null)
    {
        var layer = Require.Title("CosineEmbedding", name);
        CheckAlike(layer, x, other, nameof(other));
        RequireInput.Vector(layer, x);
        var pairs = x.Shape.Without(x.Shape.FullRank - 1);
        CheckPairs(layer, target, pairs, "pair of vectors", x.Shape);
        Require.Finite(layer, nameof(margin), margin);
        return Pairs(x, "CosineEmbedding", name, reduction, () =>
        {
            Tensor Square(Tensor vector) => (vector * vector).Sum(-1) + LeastSquare;
            var cosine = (x * other).Sum(-1) / (Square(x) * Square(other)).Sqrt();
            return target.EqualTo(1).Where(1 - cosine, 0) + target.EqualTo(-1).Where((cosine - margin).Maximum(0), 0);
        });
    }

    /// <summary>
    /// A value that is to be nearer to a second than to a third (Balntas et al. 2016; Schroff et al. 2015):
    /// <c>max(d(anchor, positive) - d(anchor, negative) + margin, 0)</c> with the distance d of
    /// <see cref="DistanceLayers.PairwiseDistance"/>, averaged.
    /// </summary>
    /// <param name="anchor">Vectors <c>[…, features]</c>.</param>
    /// <param name="positive">What they are to be near, in the same shape.</param>
    /// <param name="negative">What they are to be apart from, in the same shape.</param>
    /// <param name="margin">By how much it has to be farther away, 0 or more.</param>
    /// <param name="p">The exponent of the distance.</param>
    /// <param name="epsilon">Added to every difference.</param>
    /// <param name="swap">Whether the distance of the second to the third counts where it is the smaller one.</param>
    /// <param name="reduction">What becomes of the losses of all triples.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or the shape of <paramref name="anchor"/> without its last axis with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ, or a number is out of range.</exception>
    public static Tensor TripletMargin(
        this Tensor anchor,
        Tensor positive,
        Tensor negative,
        float margin = 1,
        float p = 2,
        float epsilon = 1e-6f,
        bool swap = false,
        Reduction reduction = Reduction.Mean,
        string? name = null)
    {
        var layer = Require.Title("TripletMargin", name);
        CheckAlike(layer, anchor, positive, nameof(positive));
        CheckAlike(layer, anchor, negative, nameof(negative));
        RequireInput.Vector(layer, anchor);
        Require.NotNegative(layer, nameof(margin), margin);
        DistanceLayers.CheckDistance(layer, p, epsilon);
        Reductions.Check(layer, reduction);
        return anchor.Layer("TripletMargin", name, () =>
        {
            var apart = DistanceLayers.Distance(anchor, negative, p, epsilon);
            if (swap) apart = apart.Minimum(DistanceLayers.Distance(positive, negative, p, epsilon));
            return (DistanceLayers.Distance(anchor, positive, p, epsilon) - apart + margin).Maximum(0).Reduced(reduction).Id;
        });
    }

    /// <summary>
    /// Two numbers, of which one is to be the larger: the mean of <c>max(-target·(x - other) + margin, 0)</c>.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="other">Numbers in the same shape.</param>
    /// <param name="target">1 where <paramref name="x"/> is to be the larger, -1 where <paramref name="other"/> is, in the same shape.</param>
    /// <param name="margin">By how much.</param>
    /// <param name="reduction">What becomes of the losses of all pairs.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or the shape of <paramref name="x"/> with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ, or a number is out of range.</exception>
    public static Tensor MarginRanking(this Tensor x, Tensor other, Tensor target, float margin = 0, Reduction reduction = Reduction.Mean, string? name = null)
    {
        var layer = Require.Title("MarginRanking", name);
        CheckAlike(layer, x, other, nameof(other));
        CheckPairs(layer, target, x.Shape, "pair", x.Shape);
        Require.Finite(layer, nameof(margin), margin);
        return Pairs(x, "MarginRanking", name, reduction, () => (margin - (target * (x - other))).Maximum(0));
    }

    private static Tensor Pairs(Tensor x, string kind, string? name, Reduction reduction, Func<Tensor> body)
    {
        Reductions.Check(Require.Title(kind, name), reduction);
        return x.Layer(kind, name, () => body().Reduced(reduction).Id);
    }

    private static void CheckAlike(string layer, Tensor x, Tensor other, string argument)
    {
        Require.NotNull(layer, "the input", x);
        Require.NotNull(layer, argument, other);
        if (!x.Shape.Equals(other.Shape))
            throw Require.Error(DiagnosticIds.Shape, $"{layer} compares equal shapes, but the input is {x.Shape} and {argument} {other.Shape}{(x.Shape.IsKnown && other.Shape.IsKnown ? "" : $": {Unification.Explain(x.Shape, other.Shape)}")}; make both in the same way, as a Module does.");
    }

    private static void CheckPairs(string layer, Tensor target, Shape expected, string what, Shape inputs)
    {
        Require.NotNull(layer, nameof(target), target);
        if (!target.Shape.Equals(expected))
            throw Require.Error(DiagnosticIds.Target, $"{layer} needs a target {expected}, a number for each {what} of {inputs}, but gets {target.Shape}; declare it as {ShapeAttribute(expected)} Tensor.");
    }
}
