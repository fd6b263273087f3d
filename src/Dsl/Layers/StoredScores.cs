using Sinter.Graphs;

namespace Sinter;

/// <summary>The scores of attention as a matrix, for those who want to see the weights; <see cref="AttentionLayers.Attention"/> never stores it.</summary>
internal static class StoredScores
{
    /// <summary>Scaled products, slopes and mask, with negative infinity wherever a query does not see a key: <c>[heads, Q, K]</c>.</summary>
    /// <param name="query">The queries <c>[Q, heads, size]</c>.</param>
    /// <param name="key">The keys <c>[K, heads, size]</c>.</param>
    /// <param name="isFinite">Where the keys are what they were, <c>[K, heads, 1]</c>; those that see another get NaN. Null if all are.</param>
    /// <param name="options">Who sees which key.</param>
    public static Tensor Of(Tensor query, Tensor key, Tensor? isFinite, AttentionOptions options)
    {
        var scores = query.Permute(1, 0, 2).Matmul(key.Permute(1, 2, 0)) * (float)(1 / Math.Sqrt(query.Shape[2]));
        if (isFinite is not null) scores = isFinite.Permute(1, 2, 0).Where(scores, float.NaN);
        if (options.Causal || options.Slopes is not null) scores = Places(scores, query, key, options);
        if (options.Mask is not null) scores = Masked(scores, options.Mask);
        if (options.Lengths is not null) scores = SequenceLayers.Mask(key, options.Lengths).Permute(1, 2, 0).Where(scores, float.NegativeInfinity);
        return options.KeyPaddingMask is null ? scores : options.KeyPaddingMask.EqualTo(0).Unsqueeze(0).Unsqueeze(0).Where(scores, float.NegativeInfinity);
    }

    /// <summary>Scores with slopes, and with negative infinity ahead of the query and behind its window.</summary>
    public static Tensor Places(Tensor scores, Tensor query, Tensor key, AttentionOptions options)
    {
        // How far a key lies behind the query; the last query stands at the last key.
        var (queries, keys) = (Steps(query), Steps(key));
        var ahead = Position(scores, 2, keys) - (Position(scores, 1, queries) + (Count(scores, keys) - Count(scores, queries)));
        if (options.Slopes is not null) scores += ahead * Table(scores, options.Slopes);
        if (options.Causal) scores = ahead.LessOrEqual(0).Where(scores, float.NegativeInfinity);
        return options.Window > 0 ? ahead.Greater(-options.Window).Where(scores, float.NegativeInfinity) : scores;
    }

    /// <summary>What is asked, with zeros in the places that are hidden from all: a product of NaN with a weight of 0 would not be 0.</summary>
    public static Tensor Seen(Tensor memory, AttentionOptions options)
    {
        var (mask, keyPaddingMask) = (options.Mask, options.KeyPaddingMask);
        memory = SequenceLayers.Own(memory, options.Lengths);
        if (keyPaddingMask is not null) memory = keyPaddingMask.EqualTo(0).Unsqueeze(-1).Where(memory, 0);
        if (mask is null) return memory;
        var largest = mask.Shape.Rank > 1 ? mask.Max(-2) : mask;
        while (largest.Shape.Rank > 1) largest = largest.Max(0);
        return largest.EqualTo(float.NegativeInfinity).Unsqueeze(-1).Where(0, memory);
    }

    /// <summary>
    /// Keys and values with zeros where either is infinite or not a number, and the condition under which they are not,
    /// <c>[K, heads, 1]</c>: a query that does not see such a key must not meet it, for a product of it with a weight of 0 is not 0.
    /// </summary>
    public static (Tensor Key, Tensor Value, Tensor IsFinite) Finite(Tensor key, Tensor value)
    {
        var isFinite = FiniteRows(key) * FiniteRows(value);
        return (isFinite.Where(key, 0), isFinite.Where(value, 0), isFinite);
    }

    /// <summary>The softmax of each row; zeros where all of it is negative infinity.</summary>
    public static Tensor Weights(this Tensor scores)
    {
        var builder = scores.Builder;
        var axis = scores.Shape.FullRank - 1;
        var largest = scores.With(builder.Add(new DetachOp(), builder.Max(scores.Id, axis)));
        var exponentials = (scores - largest.EqualTo(float.NegativeInfinity).Where(0, largest)).Exp();
        var sum = scores.With(builder.Sum(exponentials.Id, axis));
        return exponentials / sum.EqualTo(0).Where(1, sum);
    }

    private static Tensor FiniteRows(Tensor rows) => rows.Abs().Less(float.PositiveInfinity).EqualTo(0).Max(-1, true).EqualTo(0);

    // What the mask hides stays hidden whatever the score is: -∞ and NaN have no sum.
    private static Tensor Masked(Tensor scores, Tensor mask) =>
        mask.EqualTo(float.NegativeInfinity).Where(float.NegativeInfinity, scores + mask);

    private static Dim Steps(Tensor sequence) => sequence.Shape.Dims[sequence.Shape.IsBatched ? 1 : 0];

    private static Tensor Position(Tensor like, int axis, Dim extent)
    {
        var dims = Enumerable.Repeat((Dim)1, 3).ToArray();
        dims[axis] = extent;
        return like.With(like.Builder.Add(new IotaOp(axis, new Shape(dims))));
    }

    private static Tensor Count(Tensor like, Dim extent) => like.With(like.Builder.Add(new SizeOp(new([extent]))));

    private static Tensor Table(Tensor like, float[] slopes) => like.With(like.Builder.Add(new TableOp(slopes.ToEquatableArray(), Shape.Of(slopes.Length, 1, 1))));
}
