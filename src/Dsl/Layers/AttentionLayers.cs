using Sinter.Graphs;

namespace Sinter;

/// <summary>Attention (Vaswani et al. 2017) and the layers around it.</summary>
public static class AttentionLayers
{
    /// <summary>
    /// Scaled dot-product attention: <c>softmax(Q·Kᵀ·scale + bias)·V</c> for every head. The matrix of scores is never stored:
    /// memory grows with the length, not with its square (Dao et al. 2022).
    /// </summary>
    /// <param name="query">Queries <c>[Q, heads, size]</c>.</param>
    /// <param name="key">Keys <c>[K, groups, size]</c>; fewer groups than heads share keys and values (Ainslie et al. 2023).</param>
    /// <param name="value">Values <c>[K, groups, size]</c>.</param>
    /// <param name="causal">Whether a query sees only keys up to its own place; the last query stands at the last key.</param>
    /// <param name="window">How many keys up to its own place a query sees; 0 for all. Needs <paramref name="causal"/>.</param>
    /// <param name="bias">Added to the scores: <c>[Q, K]</c>, <c>[heads, Q, K]</c>, with or without the batch; negative infinity hides a key. No gradient.</param>
    /// <param name="lengths">How many keys each sample has, <c>[]</c>; by default all.</param>
    /// <param name="slopes">For each head, what a key loses for every place it lies before the query (ALiBi; Press et al. 2022).</param>
    /// <param name="scale">What scores are multiplied by; 1/√size by default.</param>
    /// <param name="dropout">The probability with which a weight is dropped while training.</param>
    /// <returns><c>[Q, heads, size]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes do not fit one another, or an argument is out of range.</exception>
    public static Tensor Attention(
        this Tensor query, Tensor key, Tensor value, bool causal = false, int window = 0, Tensor? bias = null, Tokens? lengths = null,
        float[]? slopes = null, float? scale = null, float dropout = 0)
    {
        const string Layer = "Attention";
        Require.NotNull(Layer, nameof(query), query);
        Require.NotNull(Layer, nameof(key), key);
        Require.NotNull(Layer, nameof(value), value);
        Require.NotNegative(Layer, nameof(window), window);
        Require.Fraction(Layer, nameof(dropout), dropout);
        CheckShapes(query.Shape, key.Shape, value.Shape);
        if (window > 0 && !causal) throw Require.Error(Require.Range, $"{Layer}: a window of {window} keys looks back from the query; set causal: true.");
        var (heads, size) = (query.Shape[1], query.Shape[2]);
        if (slopes is not null && slopes.Length != heads)
            throw Require.Error(Require.Range, $"{Layer} has {heads} heads, but {slopes.Length} slopes; give one for each head.");
        var builder = query.Builder;
        var inputs = new List<int> { query.Id, key.Id, value.Id };
        if (bias is not null) inputs.Add(Bias(Layer, query, key, bias));
        if (lengths is not null) inputs.Add(lengths.Id);
        if (slopes is not null) inputs.Add(builder.Add(new TableOp(slopes.ToEquatableArray(), Shape.Of(heads))));
        var op = new AttentionOp(scale ?? (float)(1 / Math.Sqrt(size)), causal, window, bias is not null, lengths is not null, slopes is not null);
        var plain = Output(builder, op, inputs);
        if (dropout == 0) return query.With(plain);
        var dropped = Output(builder, op with { Dropout = dropout, Stream = builder.NextStream() }, inputs);
        return query.With(builder.Add(new PhaseOp(), dropped, plain));
    }

    private static int Output(GraphBuilder builder, AttentionOp op, List<int> inputs) =>
        builder.Add(new ResultOp(0, builder.ShapeOf(inputs[0])), builder.Add(op, inputs.ToArray()));

    private static void CheckShapes(Shape query, Shape key, Shape value)
    {
        if (query.Rank != 3 || key.Rank != 3 || !query.IsBatched || !key.IsBatched)
            throw Require.Error(Require.Rank, $"Attention needs queries [B, Q, heads, size] and keys [B, K, groups, size], but gets {query} and {key}; insert Reshape(length, heads, size) before it.");
        if (!key.Equals(value))
            throw Require.Error("SNT2001", $"Attention needs keys and values of one shape, but gets {key} and {value}.");
        if (query[2] != key[2])
            throw Require.Error("SNT2001", $"Attention needs queries and keys of one size, but gets {query} and {key}: {query[2]} and {key[2]}.");
        if (query[1] % key[1] != 0)
            throw Require.Error(Require.Groups, $"Attention shares {key[1]} groups of keys between {query[1]} heads, which cannot be done evenly; {query[1]} must be a multiple of {key[1]}.");
    }

    // With the batch and the heads in front, each in full or as 1.
    private static int Bias(string layer, Tensor query, Tensor key, Tensor bias)
    {
        var dims = bias.Shape.Dims.Skip(bias.Shape.IsBatched ? 1 : 0).ToArray();
        var (queries, keys) = (query.Shape.Dims[1], key.Shape.Dims[1]);
        var fits = dims.Length is 2 or 3 && dims[dims.Length - 2] == queries && dims[dims.Length - 1] == keys &&
            (dims.Length == 2 || dims[0].IsOne || dims[0] == query.Shape.Dims[2]);
        if (!fits) throw Require.Error("SNT2001", $"{layer} needs a bias [{queries}, {keys}] or [{query.Shape[1]}, {queries}, {keys}], but gets {bias.Shape}.");
        Dim batch = bias.Shape.IsBatched ? bias.Shape.Dims[0] : 1;
        Dim heads = dims.Length == 3 ? dims[0] : 1;
        return bias.Builder.Reshape(bias.Id, Shape.Of(batch, heads, queries, keys));
    }
}
