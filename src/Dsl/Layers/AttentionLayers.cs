using Sinter.Graphs;

namespace Sinter;

/// <summary>Attention (Vaswani et al. 2017) and the layers around it.</summary>
public static class AttentionLayers
{
    /// <summary>
    /// Scaled dot-product attention: <c>softmax(Q·Kᵀ·scale + bias)·V</c> for every head. The matrix of scores is never stored:
    /// memory grows with the length, not with its square (Dao et al. 2022), unless a bias that large is passed in or trained. Queries, keys or values without a batch, such as learned
    /// ones, are the same for every sample.
    /// </summary>
    /// <param name="query">Queries <c>[Q, heads, size]</c>.</param>
    /// <param name="key">Keys <c>[K, groups, size]</c>; fewer groups than heads share keys and values (Ainslie et al. 2023).</param>
    /// <param name="value">Values <c>[K, groups, width]</c>.</param>
    /// <param name="causal">Whether a query sees only keys up to its own place; the last query stands at the last key.</param>
    /// <param name="window">How many keys up to its own place a query sees; 0 for all. Needs <paramref name="causal"/>.</param>
    /// <param name="bias">
    /// Added to the scores, <c>attn_mask</c> of PyTorch's <c>scaled_dot_product_attention</c>: whatever broadcasts to <c>[heads, Q, K]</c>, such as
    /// <c>[K]</c>, <c>[Q, K]</c> or <c>[heads, 1, K]</c>, with the batch, without it, or with a 1 in its place; negative infinity hides a key. It
    /// can be trained, as relative positions are: its gradient is summed over what shares it. What samples, heads or queries share is stored
    /// once; a number for each query that all keys share is repeated for them.
    /// </param>
    /// <param name="lengths">How many keys each sample has, <c>[]</c>: 0 … K; by default all.</param>
    /// <param name="slopes">For each head, what a key loses for every place it lies before the query (ALiBi; Press et al. 2022).</param>
    /// <param name="scale">What scores are multiplied by; 1/√size by default.</param>
    /// <param name="dropout">The probability with which a weight is dropped while training.</param>
    /// <param name="keyPaddingMask">
    /// <c>[K]</c>, with or without the batch: a key is hidden from all queries where it is not 0, as by PyTorch's boolean <c>key_padding_mask</c>, or
    /// by one of 0 and negative infinity. Other numbers are added as <paramref name="bias"/>. What is hidden may be anything.
    /// </param>
    /// <returns><c>[Q, heads, width]</c>; a query that sees nothing gets zeros.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes do not fit one another, or an argument is out of range.</exception>
    public static Tensor Attention(
        this Tensor query, Tensor key, Tensor value, bool causal = false, int window = 0, Tensor? bias = null, Tokens? lengths = null,
        float[]? slopes = null, float? scale = null, float dropout = 0, Tensor? keyPaddingMask = null)
    {
        const string Layer = "Attention";
        Require.NotNull(Layer, nameof(query), query);
        Require.NotNull(Layer, nameof(key), key);
        Require.NotNull(Layer, nameof(value), value);
        if (scale is { } factor) Require.Finite(Layer, nameof(scale), factor);
        CheckShapes(query, key, value);
        var (heads, size) = (query.Shape[1], query.Shape[2]);
        CheckOptions(Layer, heads, causal, window, lengths, slopes, dropout);
        bias = AttentionMasks.Aligned(Layer, nameof(bias), bias, query.Shape, key.Shape, heads);
        if (keyPaddingMask is not null) CheckPadding(Layer, nameof(keyPaddingMask), keyPaddingMask.Shape, key.Shape);
        (bias, var padding) = AttentionMasks.Apart(bias, keyPaddingMask, query.Shape);
        var isBatched = lengths is not null || new[] { query, key, value, bias, padding }.Any(part => part is { Shape.IsBatched: true });
        Dim batch = isBatched ? Dim.Batch : 1;
        var builder = query.Builder;
        var inputs = new List<int> { ForEach(batch, query), ForEach(batch, key), ForEach(batch, value) };
        if (bias is not null) inputs.Add(Bias(bias));
        if (padding is not null) inputs.Add(builder.Reshape(padding.Id, Shape.Of(padding.Shape.IsBatched ? Dim.Batch : 1, OfSample(key.Shape)[0])));
        if (lengths is not null)
        {
            builder.LimitLengths(lengths.Id, OfSample(key.Shape)[0]);
            inputs.Add(lengths.Id);
        }

        if (slopes is not null) inputs.Add(builder.Add(new TableOp(slopes.ToEquatableArray(), Shape.Of(heads))));
        var op = new AttentionOp(scale ?? (float)(1 / Math.Sqrt(size)), causal, window, bias is not null, lengths is not null, slopes is not null) { HasPadding = padding is not null };
        var output = Output(builder, op, inputs);
        if (dropout > 0) output = builder.Add(new PhaseOp(), Output(builder, op with { Dropout = dropout, Stream = builder.NextStream() }, inputs), output);
        return query.With(isBatched ? output : builder.Reshape(output, Shape.Of(query.Shape.Dims[0], heads, value.Shape[2])));
    }

    /// <summary>Checks a mask of keys, <c>[K]</c> with or without the batch.</summary>
    internal static void CheckPadding(string layer, string argument, Shape mask, Shape key)
    {
        var keys = OfSample(key)[0];
        if (OfSample(mask) is not { Length: 1 } extents || extents[0] != keys)
            throw Require.Error(DiagnosticIds.Shape, $"{layer} needs a {argument} [{keys}], with or without the batch, one number for each key, but gets {mask}.");
    }

    /// <summary>Checks what all forms of attention can be asked for.</summary>
    internal static void CheckOptions(string layer, int heads, bool causal, int window, Tokens? lengths, float[]? slopes, float dropout)
    {
        Require.NotNegative(layer, nameof(window), window);
        Require.Fraction(layer, nameof(dropout), dropout);
        if (window > 0 && !causal) throw Require.Error(DiagnosticIds.Range, $"{layer}: a window of {window} keys looks back from the query; set causal: true.");
        if (slopes is not null && slopes.Length != heads)
            throw Require.Error(DiagnosticIds.Range, $"{layer} has {heads} heads, but {slopes.Length} slopes; give one for each head.");
        foreach (var slope in slopes ?? []) Require.Finite(layer, "a slope", slope);
        if (lengths is not null) CheckLengths(layer, lengths);
    }

    /// <summary>Checks that there is one length for each sample.</summary>
    internal static void CheckLengths(string layer, Tokens lengths)
    {
        if (lengths.Shape.FullRank != 1 || !lengths.Shape.IsBatched)
            throw Require.Error(DiagnosticIds.Rank, $"{layer} needs one length for each sample, [B], but gets {lengths.Shape}; declare them as [Shape] Tokens lengths.");
    }

    private static int Output(GraphBuilder builder, AttentionOp op, List<int> inputs) =>
        builder.Add(new ResultOp(0, op.Result(0, inputs.Select(builder.ShapeOf).ToArray())), builder.Add(op, inputs.ToArray()));

    // What all samples share is repeated, so that its gradient is the sum over them.
    private static int ForEach(Dim batch, Tensor value)
    {
        if (value.Shape.IsBatched) return value.Id;
        var (builder, dims) = (value.Builder, value.Shape.Dims);
        return builder.Expand(builder.WithRank(value.Id, dims.Count + 1), new Shape(new[] { batch }.Concat(dims)));
    }

    private static void CheckShapes(Tensor queries, Tensor allKeys, Tensor allValues)
    {
        var (query, key, value) = (queries.Shape, allKeys.Shape, allValues.Shape);
        if (query.Rank != 3 || key.Rank != 3 || value.Rank != 3)
            throw Require.Error(DiagnosticIds.Rank, $"Attention needs queries [Q, heads, size], keys [K, groups, size] and values [K, groups, width], but gets {query}, {key} and {value}; {Fixes.Heads(query.Rank != 3 ? query : key.Rank != 3 ? key : value)}.");
        foreach (var part in new[] { queries, allKeys, allValues })
        {
            RequireInput.Constant("Attention", "a constant number of heads", part, part.Shape.FullRank - 2);
            RequireInput.Features("Attention", part);
        }

        var (keys, values) = (OfSample(key), OfSample(value));
        if (keys[0] != values[0])
            throw Require.Error(DiagnosticIds.Shape, $"Attention needs a value for every key, but gets {keys[0]} keys {key} and {values[0]} values {value}; compute both from the same sequence.");
        if (keys[1] != values[1])
            throw Require.Error(DiagnosticIds.Shape, $"Attention needs keys and values of the same heads, but gets {key} and {value}: {keys[1]} and {values[1]}; give both as many.");
        if (query[2] != key[2])
            throw Require.Error(DiagnosticIds.Shape, $"Attention needs queries and keys of one size, but gets {query} and {key}: {query[2]} and {key[2]}; give the heads of both the same number of features.");
        if (query[1] % key[1] != 0)
            throw Require.Error(DiagnosticIds.Groups, $"Attention shares {key[1]} groups of keys between {query[1]} heads, which cannot be done evenly; use {Fixes.Divisors(query[1], key[1])} groups.");
    }

    private static Dim[] OfSample(Shape shape) => shape.Dims.Skip(shape.IsBatched ? 1 : 0).ToArray();

    // With the batch, the heads and the queries in front, each in full or as 1.
    private static int Bias(Tensor bias)
    {
        var dims = OfSample(bias.Shape);
        Dim batch = bias.Shape.IsBatched ? Dim.Batch : 1;
        var ofHeads = Enumerable.Repeat((Dim)1, 3 - dims.Length).Concat(dims);
        return bias.Builder.Reshape(bias.Id, new Shape(new[] { batch }.Concat(ofHeads)));
    }
}
