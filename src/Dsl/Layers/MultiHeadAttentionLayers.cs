using Sinter.Graphs;

namespace Sinter;

/// <summary>Attention of several heads with its projections, under PyTorch's names.</summary>
public static class MultiHeadAttentionLayers
{
    /// <summary>
    /// Multi-head attention (Vaswani et al. 2017), <c>torch.nn.MultiheadAttention</c> without its weights. Parameters: <c>in_proj_weight
    /// [3·features, features]</c> and <c>in_proj_bias</c> for queries, keys and values in this order, <c>out_proj.weight</c> and
    /// <c>out_proj.bias</c>; where memory or values have another width, <c>q_proj_weight</c>, <c>k_proj_weight</c> and <c>v_proj_weight
    /// [features, width]</c> instead of the first.
    /// </summary>
    /// <remarks>
    /// Of PyTorch's arguments, <c>batch_first</c> would say nothing, for the batch always leads; <c>need_weights</c> is
    /// <see cref="MultiHeadAttentionWithWeights"/>, <c>is_causal</c> is <paramref name="causal"/>.
    /// </remarks>
    /// <param name="x">What asks: <c>[Q, features]</c>; without a batch, such as learned queries, the same for every sample.</param>
    /// <param name="heads">The number of heads, which divides the features.</param>
    /// <param name="memory">What is asked: <c>[K, width]</c>; by default <paramref name="x"/> itself. Its width is PyTorch's <c>kdim</c>.</param>
    /// <param name="causal">Whether a place sees only those up to itself.</param>
    /// <param name="window">How many places up to itself it sees; 0 for all. Needs <paramref name="causal"/>.</param>
    /// <param name="mask">
    /// Added to the scores, PyTorch's <c>attn_mask</c>: whatever broadcasts to <c>[heads, Q, K]</c>, such as <c>[K]</c>, <c>[Q, K]</c> or
    /// <c>[heads, 1, K]</c>, with the batch, without it, or with a 1 in its place; negative infinity hides a place. It can be trained.
    /// </param>
    /// <param name="lengths">How many places of the memory each sample has, <c>[]</c>; by default all. What lies behind them is not read, and may be anything.</param>
    /// <param name="slopes">For each head, what a place loses by its distance (ALiBi); see <see cref="PositionLayers.AlibiSlopes"/>.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="dropout">The probability with which a weight is dropped while training.</param>
    /// <param name="values">What is read where the memory is asked, <c>[K, width]</c>; by default the memory itself. Its width is PyTorch's <c>vdim</c>.</param>
    /// <param name="keyPaddingMask"><c>[K]</c>, with or without the batch: a place of the memory is hidden where it is not 0, and may be anything there.</param>
    /// <param name="addBiasKeyValue">Whether a learned key and its value, <c>bias_k</c> and <c>bias_v [1, 1, features]</c>, stand behind the memory, seen by all; PyTorch's <c>add_bias_kv</c>.</param>
    /// <param name="addZeroAttention">Whether a key and a value of zeros stand behind all others, seen by all; PyTorch's <c>add_zero_attn</c>.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>multiheadattention1</c>, …</param>
    /// <returns><c>[Q, features]</c>; a place that sees nothing attends to zeros, where PyTorch gives NaN.</returns>
    /// <exception cref="NetworkDefinitionException">The heads do not divide the features, or the shapes do not fit.</exception>
    public static Tensor MultiHeadAttention(
        this Tensor x, int heads, Tensor? memory = null, bool causal = false, int window = 0, Tensor? mask = null, Tokens? lengths = null,
        float[]? slopes = null, bool bias = true, float dropout = 0, Tensor? values = null, Tensor? keyPaddingMask = null, bool addBiasKeyValue = false,
        bool addZeroAttention = false, string? name = null)
    {
        var options = Check(x, heads, memory, values, new AttentionOptions(causal, window, mask, lengths, slopes, keyPaddingMask), dropout, name);
        return x.Layer("MultiHeadAttention", name, () =>
        {
            var (asked, read) = (memory ?? x, values ?? memory ?? x);
            if (addBiasKeyValue || addZeroAttention) (asked, read) = Seen(asked, read, options);
            var (query, key, value) = Projected(x, asked, read, heads, bias);
            (key, value, options) = Appended(x, key, value, heads, addBiasKeyValue, addZeroAttention, options);
            var attended = query.Attention(
                key, value, options.Causal, options.Window, options.Mask, options.Lengths, options.Slopes, dropout: dropout, keyPaddingMask: options.KeyPaddingMask);
            return Output(attended, bias).Id;
        });
    }

    /// <summary>
    /// The same, with the weights as a second result, as PyTorch's <c>need_weights</c> gives them: the matrix of scores is computed and stored.
    /// Parameters as of <see cref="MultiHeadAttention"/>.
    /// </summary>
    /// <param name="x">What asks: <c>[Q, features]</c>; without a batch, such as learned queries, the same for every sample.</param>
    /// <param name="heads">The number of heads, which divides the features.</param>
    /// <param name="memory">What is asked: <c>[K, width]</c>; by default <paramref name="x"/> itself. Its width is PyTorch's <c>kdim</c>.</param>
    /// <param name="causal">Whether a place sees only those up to itself.</param>
    /// <param name="window">How many places up to itself it sees; 0 for all. Needs <paramref name="causal"/>.</param>
    /// <param name="mask">
    /// Added to the scores, PyTorch's <c>attn_mask</c>: whatever broadcasts to <c>[heads, Q, K]</c>, such as <c>[K]</c>, <c>[Q, K]</c> or
    /// <c>[heads, 1, K]</c>, with the batch, without it, or with a 1 in its place; negative infinity hides a place. It can be trained.
    /// </param>
    /// <param name="lengths">How many places of the memory each sample has, <c>[]</c>; by default all. What lies behind them is not read, and may be anything.</param>
    /// <param name="slopes">For each head, what a place loses by its distance (ALiBi); see <see cref="PositionLayers.AlibiSlopes"/>.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="dropout">The probability with which a weight is dropped while training.</param>
    /// <param name="values">What is read where the memory is asked, <c>[K, width]</c>; by default the memory itself. Its width is PyTorch's <c>vdim</c>.</param>
    /// <param name="keyPaddingMask"><c>[K]</c>, with or without the batch: a place of the memory is hidden where it is not 0, and may be anything there.</param>
    /// <param name="addBiasKeyValue">Whether a learned key and its value, <c>bias_k</c> and <c>bias_v [1, 1, features]</c>, stand behind the memory, seen by all; PyTorch's <c>add_bias_kv</c>.</param>
    /// <param name="addZeroAttention">Whether a key and a value of zeros stand behind all others, seen by all; PyTorch's <c>add_zero_attn</c>.</param>
    /// <param name="averageAttentionWeights">Whether the weights are the mean over the heads.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>multiheadattention1</c>, …</param>
    /// <returns>
    /// <c>[Q, features]</c>, and the weights before dropout, <c>[Q, K]</c>, or <c>[heads, Q, K]</c> of every head, with those of the keys that are added behind
    /// the others; all 0 for a place that sees nothing.
    /// </returns>
    /// <exception cref="NetworkDefinitionException">The heads do not divide the features, or the shapes do not fit.</exception>
    public static (Tensor Output, Tensor Weights) MultiHeadAttentionWithWeights(
        this Tensor x, int heads, Tensor? memory = null, bool causal = false, int window = 0, Tensor? mask = null, Tokens? lengths = null,
        float[]? slopes = null, bool bias = true, float dropout = 0, Tensor? values = null, Tensor? keyPaddingMask = null, bool addBiasKeyValue = false,
        bool addZeroAttention = false, bool averageAttentionWeights = true, string? name = null)
    {
        var options = Check(x, heads, memory, values, new AttentionOptions(causal, window, mask, lengths, slopes, keyPaddingMask), dropout, name);
        Tensor? weights = null;
        var output = x.Layer("MultiHeadAttention", name, () =>
        {
            var (asked, read) = Seen(memory ?? x, values ?? memory ?? x, options);
            var (query, key, value) = Projected(x, asked, read, heads, bias);
            (key, value, options) = Appended(x, key, value, heads, addBiasKeyValue, addZeroAttention, options);
            Tensor? isFinite = null;
            if (options.HidesFromSome) (key, value, isFinite) = StoredScores.Finite(key, value);
            weights = StoredScores.Of(query, key, isFinite, options).Weights();
            var attended = weights.Dropout(dropout).Matmul(value.Permute(1, 0, 2));
            if (averageAttentionWeights) weights = weights.Mean(0);
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

    // The options, with a mask in a form that keys can be added to.
    private static AttentionOptions Check(Tensor x, int heads, Tensor? memory, Tensor? values, AttentionOptions options, float dropout, string? name)
    {
        var layer = Require.Title("MultiHeadAttention", name);
        Require.NotNull(layer, "the input", x);
        if (x.Shape.Rank != 2) throw Require.Error(DiagnosticIds.Rank, $"{layer} needs a sequence of vectors [T, features], but gets {x.Shape}; {Fixes.Sequence(x.Shape, ofOneFeature: false)}.");
        CheckHeads(layer, RequireInput.Features(layer, x), heads);
        CheckMemory(layer, nameof(memory), memory, x);
        CheckMemory(layer, nameof(values), values, x);
        var asked = memory ?? x;
        if (values is not null && Steps(values) != Steps(asked))
            throw Require.Error(DiagnosticIds.Shape, $"{layer} needs a value for every place of the memory, but gets {Steps(asked)} places {asked.Shape} and {Steps(values)} values {values.Shape}; compute both from the same sequence.");
        var added = AttentionMasks.Aligned(layer, "mask", options.Mask, x.Shape, asked.Shape, heads);
        if (options.KeyPaddingMask is { } keyPaddingMask) AttentionLayers.CheckPadding(layer, nameof(keyPaddingMask), keyPaddingMask.Shape, asked.Shape);
        AttentionLayers.CheckOptions(layer, heads, options.Causal, options.Window, options.Lengths, options.Slopes, dropout);
        return options with { Mask = added };
    }

    private static void CheckMemory(string layer, string argument, Tensor? memory, Tensor x)
    {
        if (memory is null) return;
        if (memory.Shape.Rank != 2) throw Require.Error(DiagnosticIds.Shape, $"{layer} needs {argument} [K, width], but gets {memory.Shape}; {Fixes.Memory(memory.Shape, x.Shape[1])}.");
        RequireInput.Features(layer, memory);
    }

    private static Dim Steps(Tensor sequence) => sequence.Shape.Dims[sequence.Shape.IsBatched ? 1 : 0];

    // PyTorch's bias of the output begins at 0, as do those of the input.
    private static Tensor Output(Tensor attended, bool bias)
    {
        var flat = attended.Flatten(1);
        return flat.Linear(flat.Shape[1], bias, biasInitializer: Initializer.Zeros, name: "out_proj");
    }

    private static (Tensor Query, Tensor Key, Tensor Value) Projected(Tensor x, Tensor memory, Tensor values, int heads, bool bias)
    {
        var features = x.Shape[1];
        Tensor Weight(string name, int rows, int columns) => x.With(x.Builder.Parameter(name, Shape.Of(rows, columns), Initializer.XavierUniform()));
        Tensor Rows(Tensor whole, int part) => whole.With(whole.Builder.Slice(whole.Id, 0, part * features, features));
        var sequences = new[] { x, memory, values };
        Tensor[] weights;
        if (sequences.All(sequence => sequence.Shape[1] == features))
        {
            var weight = Weight("in_proj_weight", 3 * features, features);
            weights = [.. sequences.Select((_, part) => Rows(weight, part))];
        }
        else
        {
            weights = [.. sequences.Zip("qkv", (sequence, part) => Weight($"{part}_proj_weight", features, sequence.Shape[1]))];
        }

        var offset = bias ? x.With(x.Builder.Parameter("in_proj_bias", Shape.Of(3 * features), Initializer.Zeros, decays: false)) : null;
        Tensor Part(int part)
        {
            var product = RecurrentStack.Product(sequences[part], weights[part]);
            return Split(offset is null ? product : product + Rows(offset, part), heads);
        }

        return (Part(0), Part(1), Part(2));
    }

    private static (Tensor Asked, Tensor Read) Seen(Tensor asked, Tensor read, AttentionOptions options)
    {
        var seen = StoredScores.Seen(asked, options);
        return (seen, ReferenceEquals(asked, read) ? seen : StoredScores.Seen(read, options));
    }

    // Keys and values with those that stand behind them, and options that say the same of the others.
    private static (Tensor Key, Tensor Value, AttentionOptions Options) Appended(
        Tensor x, Tensor key, Tensor value, int heads, bool addBias, bool addZero, AttentionOptions options)
    {
        if (!addBias && !addZero) return (key, value, options);
        var (features, size) = (x.Shape[1], x.Shape[1] / heads);
        options = options.WithAdded((addBias ? 1 : 0) + (addZero ? 1 : 0), x, key);
        if (addBias)
        {
            Tensor Learned(string name) => x.With(x.Builder.Parameter(name, Shape.Of(1, 1, features), Initializer.XavierNormal(), decays: false)).Reshape(1, heads, size);
            (key, value) = (key.Concat(key.Zeros(1, heads, size) + Learned("bias_k")), value.Concat(value.Zeros(1, heads, size) + Learned("bias_v")));
        }

        return addZero ? (key.Concat(key.Zeros(1, heads, size)), value.Concat(value.Zeros(1, heads, size)), options) : (key, value, options);
    }

    /// <summary>Features as heads: <c>[T, heads·size]</c> becomes <c>[T, heads, size]</c>.</summary>
    internal static Tensor Split(Tensor value, int heads)
    {
        var dims = value.Shape.Dims;
        return value.With(value.Builder.Reshape(value.Id, new Shape(dims.Take(dims.Count - 1).Concat(new Dim[] { heads, dims[dims.Count - 1].Value / heads }))));
    }
}
