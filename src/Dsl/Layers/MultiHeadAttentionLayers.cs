using Sinter.Graphs;

namespace Sinter;

/// <summary>Attention of several heads with its projections, under PyTorch's names.</summary>
public static class MultiHeadAttentionLayers
{
    /// <summary>
    /// Multi-head attention (Vaswani et al. 2017). Parameters: <c>in_proj_weight [3·features, features]</c> and
    /// <c>in_proj_bias</c> for queries, keys and values in this order, <c>out_proj.weight</c> and <c>out_proj.bias</c>.
    /// </summary>
    /// <param name="x">What asks: <c>[Q, features]</c>; without a batch, such as learned queries, the same for every sample.</param>
    /// <param name="heads">The number of heads, which divides the features.</param>
    /// <param name="memory">What is asked: <c>[K, features]</c>; by default <paramref name="x"/> itself.</param>
    /// <param name="causal">Whether a place sees only those up to itself.</param>
    /// <param name="window">How many places up to itself it sees; 0 for all. Needs <paramref name="causal"/>.</param>
    /// <param name="mask">Added to the scores: <c>[Q, K]</c> or <c>[heads, Q, K]</c>; negative infinity hides a place.</param>
    /// <param name="lengths">How many places of the memory each sample has, <c>[]</c>; by default all. What lies behind them is not read, and may be anything.</param>
    /// <param name="slopes">For each head, what a place loses by its distance (ALiBi); see <see cref="PositionLayers.AlibiSlopes"/>.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="dropout">The probability with which a weight is dropped while training.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>multiheadattention1</c>, …</param>
    /// <returns><c>[Q, features]</c>; a place that sees nothing attends to zeros.</returns>
    /// <exception cref="NetworkDefinitionException">The heads do not divide the features, or the shapes do not fit.</exception>
    public static Tensor MultiHeadAttention(
        this Tensor x, int heads, Tensor? memory = null, bool causal = false, int window = 0, Tensor? mask = null, Tokens? lengths = null,
        float[]? slopes = null, bool bias = true, float dropout = 0, string? name = null)
    {
        Check(x, heads, memory, mask, name);
        return x.Layer("MultiHeadAttention", name, () =>
        {
            var (query, key, value) = Projected(x, memory ?? x, heads, bias);
            return Output(query.Attention(key, value, causal, window, mask, lengths, slopes, dropout: dropout), bias).Id;
        });
    }

    /// <summary>
    /// The same, with the weights of every head as a second result: the matrix of scores is computed and stored. Parameters as of
    /// <see cref="MultiHeadAttention"/>; a mask can be trained here.
    /// </summary>
    /// <param name="x">What asks: <c>[Q, features]</c>.</param>
    /// <param name="heads">The number of heads, which divides the features.</param>
    /// <param name="memory">What is asked: <c>[K, features]</c>; by default <paramref name="x"/> itself.</param>
    /// <param name="causal">Whether a place sees only those up to itself.</param>
    /// <param name="window">How many places up to itself it sees; 0 for all. Needs <paramref name="causal"/>.</param>
    /// <param name="mask">Added to the scores: <c>[Q, K]</c> or <c>[heads, Q, K]</c>; negative infinity hides a place.</param>
    /// <param name="lengths">How many places of the memory each sample has, <c>[]</c>; by default all. What lies behind them is not read, and may be anything.</param>
    /// <param name="slopes">For each head, what a place loses by its distance (ALiBi); see <see cref="PositionLayers.AlibiSlopes"/>.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="dropout">The probability with which a weight is dropped while training.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>multiheadattention1</c>, …</param>
    /// <returns><c>[Q, features]</c>, and the weights <c>[heads, Q, K]</c>, all 0 for a place that sees nothing.</returns>
    /// <exception cref="NetworkDefinitionException">The heads do not divide the features, or the shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) MultiHeadAttentionWithWeights(
        this Tensor x, int heads, Tensor? memory = null, bool causal = false, int window = 0, Tensor? mask = null, Tokens? lengths = null,
        float[]? slopes = null, bool bias = true, float dropout = 0, string? name = null)
    {
        Check(x, heads, memory, mask, name);
        AttentionLayers.CheckOptions(Require.Title("MultiHeadAttention", name), heads, causal, window, lengths, slopes, dropout);
        Tensor? weights = null;
        var output = x.Layer("MultiHeadAttention", name, () =>
        {
            var (query, key, value) = Projected(x, StoredScores.Seen(SequenceLayers.Own(memory ?? x, lengths), mask), heads, bias);
            Tensor? isFinite = null;
            if (causal || mask is not null) (key, value, isFinite) = StoredScores.Finite(key, value);
            var scores = StoredScores.Of(query, key, isFinite, causal, window, mask, lengths, slopes);
            weights = scores.Weights();
            var attended = weights.Dropout(dropout).Matmul(value.Permute(1, 0, 2));
            return Output(attended.Permute(1, 0, 2), bias).Id;
        });
        return (output, weights!);
    }

    /// <summary>
    /// Attention whose softmax is replaced by a product of features, so that time grows with the length and not with its square
    /// (Katharopoulos et al. 2020): <c>φ(Q)·(φ(K)ᵀ·V) / (φ(Q)·Σφ(K))</c> with <c>φ(x) = elu(x) + 1</c>.
    /// </summary>
    /// <param name="query">Queries <c>[T, heads, size]</c>.</param>
    /// <param name="key">Keys of the same shape.</param>
    /// <param name="value">Values <c>[T, heads, width]</c>.</param>
    /// <param name="causal">Whether a query sees only keys up to its own place: a recurrence over the places.</param>
    /// <returns><c>[T, heads, width]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes do not fit one another.</exception>
    public static Tensor LinearAttention(this Tensor query, Tensor key, Tensor value, bool causal = false)
    {
        const string Layer = "LinearAttention";
        Require.NotNull(Layer, nameof(query), query);
        Require.NotNull(Layer, nameof(key), key);
        Require.NotNull(Layer, nameof(value), value);
        if (query.Shape.Rank != 3 || !query.Shape.Equals(key.Shape) || value.Shape.Rank != 3 || !value.Shape.Dims.Take(3).SequenceEqual(key.Shape.Dims.Take(3)))
            throw Require.Error(DiagnosticIds.Shape, $"{Layer} needs queries and keys [T, heads, size] and values [T, heads, width], but gets {query.Shape}, {key.Shape} and {value.Shape}; {(new[] { query, key, value }.FirstOrDefault(part => part.Shape.Rank != 3) is { } odd ? Fixes.Heads(odd.Shape) : (Phrase)$"compute all from one sequence")}.");
        var (heads, size, width) = (query.Shape[1], query.Shape[2], value.Shape[2]);
        var (q, k) = (query.Elu() + 1, key.Elu() + 1);
        if (!causal)
        {
            var product = k.Permute(1, 2, 0).Matmul(value.Permute(1, 0, 2));
            var total = q.Permute(1, 0, 2).Matmul(product);
            var norm = q.Permute(1, 0, 2).Matmul(k.Sum(0).Unsqueeze(-1));
            return (total / norm).Permute(1, 0, 2);
        }

        var (outputs, _) = ScanLayers.Scan([q, k, value], [query.Zeros(heads, size, width), query.Zeros(heads, size, 1)], (step, now) =>
        {
            var sum = now[0] + (step[1].Unsqueeze(-1) * step[2].Unsqueeze(1));
            var keys = now[1] + step[1].Unsqueeze(-1);
            var row = step[0].Unsqueeze(1);
            return ([(row.Matmul(sum) / row.Matmul(keys)).Reshape(heads, width)], [sum, keys]);
        });
        return outputs[0];
    }

    /// <summary>Checks that features can be divided between heads.</summary>
    internal static void CheckHeads(string layer, int features, int heads)
    {
        Require.Positive(layer, nameof(heads), heads);
        if (features % heads != 0)
            throw Require.Error(DiagnosticIds.Groups, $"{layer} cannot divide {features} features between {heads} heads; use {Fixes.Divisors(features, heads)} heads, or {Fixes.Multiples(heads, features)} features.");
    }

    private static void Check(Tensor x, int heads, Tensor? memory, Tensor? mask, string? name)
    {
        var layer = Require.Title("MultiHeadAttention", name);
        Require.NotNull(layer, "the input", x);
        if (x.Shape.Rank != 2) throw Require.Error(DiagnosticIds.Rank, $"{layer} needs a sequence of vectors [T, features], but gets {x.Shape}; {Fixes.Sequence(x.Shape, ofOneFeature: false)}.");
        CheckHeads(layer, RequireInput.Features(layer, x), heads);
        if (memory is not null && (memory.Shape.Rank != 2 || RequireInput.Features(layer, memory) != x.Shape[1]))
            throw Require.Error(DiagnosticIds.Shape, $"{layer} needs a memory [K, {x.Shape[1]}], but gets {memory.Shape}; {(memory.Shape.Rank == 2 ? (Phrase)$"{InsertedCall.After($"Linear({x.Shape[1]})")}" : Fixes.Memory(memory.Shape, x.Shape[1]))}.");
        if (mask is not null) AttentionLayers.CheckMask(layer, nameof(mask), mask.Shape, x.Shape, (memory ?? x).Shape, heads);
    }

    // PyTorch's bias of the output begins at 0, as do those of the input.
    private static Tensor Output(Tensor attended, bool bias)
    {
        var flat = attended.Flatten(1);
        return flat.Linear(flat.Shape[1], bias, biasInitializer: Initializer.Zeros, name: "out_proj");
    }

    private static (Tensor Query, Tensor Key, Tensor Value) Projected(Tensor x, Tensor memory, int heads, bool bias)
    {
        var features = x.Shape[1];
        var weight = x.With(x.Builder.Parameter("in_proj_weight", Shape.Of(3 * features, features), Initializer.XavierUniform()));
        var offset = bias ? x.With(x.Builder.Parameter("in_proj_bias", Shape.Of(3 * features), Initializer.Zeros, decays: false)) : null;
        Tensor Part(Tensor value, int part)
        {
            Tensor Rows(Tensor whole) => whole.With(whole.Builder.Slice(whole.Id, 0, part * features, features));
            var product = RecurrentStack.Product(value, Rows(weight));
            return Split(offset is null ? product : product + Rows(offset), heads);
        }

        return (Part(x, 0), Part(memory, 1), Part(memory, 2));
    }

    /// <summary>Features as heads: <c>[T, heads·size]</c> becomes <c>[T, heads, size]</c>.</summary>
    internal static Tensor Split(Tensor value, int heads)
    {
        var dims = value.Shape.Dims;
        return value.With(value.Builder.Reshape(value.Id, new Shape(dims.Take(dims.Count - 1).Concat(new Dim[] { heads, dims[dims.Count - 1].Value / heads }))));
    }
}
