using Sinter.Graphs;

namespace Sinter;

/// <summary>The activation between the two linear layers of a Transformer.</summary>
public enum TransformerActivation
{
    /// <summary>The rectifier.</summary>
    Relu,

    /// <summary>GELU with the error function.</summary>
    Gelu,
}

/// <summary>The layers of PyTorch's Transformer, and the blocks of the models that followed it, with their parameter names.</summary>
public static class TransformerLayers
{
    /// <summary>
    /// An encoder layer (Vaswani et al. 2017): self-attention and two linear layers, each with a residual connection and a layer
    /// normalisation. Parameters as of <c>torch.nn.TransformerEncoderLayer</c>: <c>self_attn.…</c>, <c>linear1</c>, <c>linear2</c>,
    /// <c>norm1</c>, <c>norm2</c>.
    /// </summary>
    /// <param name="x">The sequence <c>[T, features]</c>.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="feedForward">The width between the linear layers.</param>
    /// <param name="dropout">The probability of each dropout while training.</param>
    /// <param name="activation">The activation between the linear layers.</param>
    /// <param name="epsilon">Added to the variance of the normalisations.</param>
    /// <param name="normFirst">Whether normalisations stand before attention and linear layers (pre-norm) instead of behind the sums.</param>
    /// <param name="bias">Whether projections, linear layers and normalisations have biases.</param>
    /// <param name="causal">Whether a place sees only those up to itself.</param>
    /// <param name="mask">Added to the scores: whatever broadcasts to <c>[heads, T, T]</c>, with or without the batch; PyTorch's <c>src_mask</c>.</param>
    /// <param name="lengths">How many places of each sample count, <c>[]</c>; by default all. What lies behind them may be anything and reaches none of the others.</param>
    /// <param name="slopes">For each head, what a place loses by its distance (ALiBi).</param>
    /// <param name="keyPaddingMask"><c>[T]</c>, with or without the batch: a place is hidden from all where it is not 0; PyTorch's <c>src_key_padding_mask</c>.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>transformerencoderlayer1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">A size is not positive, or the shapes do not fit.</exception>
    public static Tensor TransformerEncoderLayer(
        this Tensor x, int heads, int feedForward = 2048, float dropout = 0.1f, TransformerActivation activation = TransformerActivation.Relu,
        float epsilon = 1e-5f, bool normFirst = false, bool bias = true, bool causal = false, Tensor? mask = null, Tokens? lengths = null, float[]? slopes = null,
        Tensor? keyPaddingMask = null, string? name = null)
    {
        Check("TransformerEncoderLayer", name, x, feedForward, heads);
        return x.Layer("TransformerEncoderLayer", name, () =>
        {
            Tensor Attend(Tensor value) => value
                .MultiHeadAttention(heads, causal: causal, mask: mask, lengths: lengths, slopes: slopes, bias: bias, dropout: dropout, keyPaddingMask: keyPaddingMask, name: "self_attn")
                .Dropout(dropout);
            var y = Residual(x, normFirst, "norm1", epsilon, bias, Attend);
            return Residual(y, normFirst, "norm2", epsilon, bias, value => FeedForward(value, feedForward, dropout, activation, bias)).Id;
        }, "self_attn", "linear1", "linear2", "norm1", "norm2");
    }

    /// <summary>
    /// A decoder layer (Vaswani et al. 2017): causal self-attention, attention to an encoder's outputs, and two linear layers.
    /// Parameters as of <c>torch.nn.TransformerDecoderLayer</c>: <c>self_attn.…</c>, <c>multihead_attn.…</c>, <c>linear1</c>,
    /// <c>linear2</c>, <c>norm1</c>, <c>norm2</c>, <c>norm3</c>.
    /// </summary>
    /// <param name="x">The sequence <c>[T, features]</c>.</param>
    /// <param name="memory">The encoder's outputs <c>[S, features]</c>.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="feedForward">The width between the linear layers.</param>
    /// <param name="dropout">The probability of each dropout while training.</param>
    /// <param name="activation">The activation between the linear layers.</param>
    /// <param name="epsilon">Added to the variance of the normalisations.</param>
    /// <param name="normFirst">Whether normalisations stand before attention and linear layers (pre-norm) instead of behind the sums.</param>
    /// <param name="bias">Whether projections, linear layers and normalisations have biases.</param>
    /// <param name="causal">Whether a place of <paramref name="x"/> sees only those up to itself.</param>
    /// <param name="lengths">How many places of <paramref name="x"/> count, <c>[]</c>; by default all. What lies behind them may be anything and reaches none of the others.</param>
    /// <param name="memoryLengths">How many places of the memory count, <c>[]</c>; by default all. What lies behind them is not read, and may be anything.</param>
    /// <param name="mask">Added to the scores of <paramref name="x"/> with itself: whatever broadcasts to <c>[heads, T, T]</c>, with or without the batch; PyTorch's <c>tgt_mask</c>.</param>
    /// <param name="memoryMask">Added to the scores with the memory: <c>[S]</c>, <c>[T, S]</c> or <c>[heads, T, S]</c>, with or without the batch.</param>
    /// <param name="keyPaddingMask"><c>[T]</c>, with or without the batch: a place of <paramref name="x"/> is hidden where it is not 0; PyTorch's <c>tgt_key_padding_mask</c>.</param>
    /// <param name="memoryKeyPaddingMask"><c>[S]</c>, with or without the batch: a place of the memory is hidden where it is not 0.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>transformerdecoderlayer1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">A size is not positive, or the shapes do not fit.</exception>
    public static Tensor TransformerDecoderLayer(
        this Tensor x, Tensor memory, int heads, int feedForward = 2048, float dropout = 0.1f, TransformerActivation activation = TransformerActivation.Relu,
        float epsilon = 1e-5f, bool normFirst = false, bool bias = true, bool causal = true, Tokens? lengths = null, Tokens? memoryLengths = null,
        Tensor? mask = null, Tensor? memoryMask = null, Tensor? keyPaddingMask = null, Tensor? memoryKeyPaddingMask = null, string? name = null)
    {
        var layer = Check("TransformerDecoderLayer", name, x, feedForward, heads);
        Require.NotNull(layer, nameof(memory), memory);
        if (memory.Shape.Rank != 2 || RequireInput.Features(layer, memory) != x.Shape[1])
            throw Require.Error(DiagnosticIds.Shape, $"{layer} needs a memory [S, {x.Shape[1]}], but gets {memory.Shape}; {(memory.Shape.Rank == 2 ? (Phrase)$"{InsertedCall.After($"Linear({x.Shape[1]})")}" : Fixes.Memory(memory.Shape, x.Shape[1]))}.");
        return x.Layer("TransformerDecoderLayer", name, () =>
        {
            var y = Residual(x, normFirst, "norm1", epsilon, bias, value => value
                .MultiHeadAttention(heads, causal: causal, mask: mask, lengths: lengths, bias: bias, dropout: dropout, keyPaddingMask: keyPaddingMask, name: "self_attn").Dropout(dropout));
            y = Residual(y, normFirst, "norm2", epsilon, bias, value => value
                .MultiHeadAttention(heads, memory, mask: memoryMask, lengths: memoryLengths, bias: bias, dropout: dropout, keyPaddingMask: memoryKeyPaddingMask, name: "multihead_attn").Dropout(dropout));
            return Residual(y, normFirst, "norm3", epsilon, bias, value => FeedForward(value, feedForward, dropout, activation, bias)).Id;
        }, "self_attn", "multihead_attn", "linear1", "linear2", "norm1", "norm2", "norm3");
    }

    /// <summary>
    /// A block of GPT-2 (Radford et al. 2019): pre-norm, causal, GELU in its tanh form. Parameters as in nanoGPT: <c>ln_1</c>,
    /// <c>attn.c_attn</c>, <c>attn.c_proj</c>, <c>ln_2</c>, <c>mlp.c_fc</c>, <c>mlp.c_proj</c>.
    /// </summary>
    /// <param name="x">The sequence <c>[T, features]</c>.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dropout">The probability of each dropout while training.</param>
    /// <param name="bias">Whether linear layers have biases.</param>
    /// <param name="initializer">How linear weights are filled; GPT-2 uses a normal distribution with a deviation of 0.02.</param>
    /// <param name="outputInitializer">How the two weights <c>c_proj</c> are filled; GPT-2 divides their deviation by <c>√(2·blocks)</c>. By default as the others.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>gptblock1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes do not fit.</exception>
    public static Tensor GptBlock(
        this Tensor x, int heads, float dropout = 0, bool bias = true, Initializer? initializer = null, Initializer? outputInitializer = null, string? name = null)
    {
        Check("GptBlock", name, x, 1, heads);
        initializer ??= Initializer.Normal(standardDeviation: 0.02f);
        outputInitializer ??= initializer;
        return x.Layer("GptBlock", name, () =>
        {
            var features = x.Shape[1];
            var zeros = Initializer.Zeros;
            var y = x + x.LayerNorm(name: "ln_1").Scope("attn", value =>
            {
                var parts = Heads(value.Linear(3 * features, bias, initializer, zeros, "c_attn"), 3, heads);
                return parts[0].Attention(parts[1], parts[2], causal: true, dropout: dropout).Flatten(1)
                    .Linear(features, bias, outputInitializer, zeros, "c_proj").Dropout(dropout);
            });
            return (y + y.LayerNorm(name: "ln_2").Scope("mlp", value => value
                .Linear(4 * features, bias, initializer, zeros, "c_fc").Gelu(GeluApproximation.Tanh)
                .Linear(features, bias, outputInitializer, zeros, "c_proj").Dropout(dropout))).Id;
        });
    }

    /// <summary>
    /// A block of BERT (Devlin et al. 2019): post-norm, GELU. Parameters as in Hugging Face's: <c>attention.self.query</c>,
    /// <c>.key</c>, <c>.value</c>, <c>attention.output.dense</c>, <c>attention.output.LayerNorm</c>, <c>intermediate.dense</c>,
    /// <c>output.dense</c>, <c>output.LayerNorm</c>.
    /// </summary>
    /// <param name="x">The sequence <c>[T, features]</c>.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="feedForward">The width between the linear layers.</param>
    /// <param name="dropout">The probability of each dropout while training.</param>
    /// <param name="lengths">How many places of each sample count, <c>[]</c>; by default all. What lies behind them may be anything and reaches none of the others.</param>
    /// <param name="epsilon">Added to the variance of the normalisations.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>bertblock1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes do not fit.</exception>
    public static Tensor BertBlock(this Tensor x, int heads, int feedForward, float dropout = 0.1f, Tokens? lengths = null, float epsilon = 1e-12f, string? name = null)
    {
        Check("BertBlock", name, x, feedForward, heads);
        return x.Layer("BertBlock", name, () =>
        {
            var features = x.Shape[1];
            var y = x.Scope("attention", input =>
            {
                var attended = input.Scope("self", value =>
                {
                    Tensor Part(string part) => MultiHeadAttentionLayers.Split(value.Linear(features, name: part), heads);
                    return Part("query").Attention(Part("key"), Part("value"), lengths: lengths, dropout: dropout).Flatten(1);
                });
                return attended.Scope("output", value => (value.Linear(features, name: "dense").Dropout(dropout) + input).LayerNorm(epsilon: epsilon, name: "LayerNorm"));
            });
            var wide = y.Scope("intermediate", value => value.Linear(feedForward, name: "dense").Gelu());
            return wide.Scope("output", value => (value.Linear(features, name: "dense").Dropout(dropout) + y).LayerNorm(epsilon: epsilon, name: "LayerNorm")).Id;
        });
    }

    /// <summary>
    /// A block of LLaMA (Touvron et al. 2023) and of what follows its form: Mistral with a <paramref name="window"/> and, as Nemo, with a
    /// <paramref name="headSize"/> of its own, Qwen2 with biases of queries, keys and values (<c>attentionBias: true, outputBias: false</c>). RMSNorm before,
    /// rotary positions, grouped keys, SwiGLU (Shazeer 2020). Parameters as
    /// in Hugging Face's: <c>input_layernorm</c>, <c>self_attn.q_proj</c>, <c>.k_proj</c>, <c>.v_proj</c>, <c>.o_proj</c>,
    /// <c>post_attention_layernorm</c>, <c>mlp.gate_proj</c>, <c>.up_proj</c>, <c>.down_proj</c>.
    /// </summary>
    /// <param name="x">The sequence <c>[T, features]</c>.</param>
    /// <param name="heads">The number of heads of the queries.</param>
    /// <param name="feedForward">The width between the linear layers.</param>
    /// <param name="groups">The number of heads of keys and values; as many as <paramref name="heads"/> by default.</param>
    /// <param name="frequencyBase">The base of the wavelengths of rotary positions.</param>
    /// <param name="interleaved">Whether rotary positions pair neighbours, as llama2.c's checkpoints need, instead of halves.</param>
    /// <param name="epsilon">Added to the mean square of the normalisations.</param>
    /// <param name="headSize">The features of a head, Hugging Face's <c>head_dim</c>; by default those of <paramref name="x"/> divided by the heads.</param>
    /// <param name="window">How many places up to its own a query sees, Hugging Face's <c>sliding_window</c>; 0 for all.</param>
    /// <param name="attentionBias">Whether queries, keys and values have biases, Hugging Face's <c>attention_bias</c>.</param>
    /// <param name="outputBias">Whether <c>o_proj</c> has one; by default as the others.</param>
    /// <param name="mlpBias">Whether the linear layers behind the attention have biases, Hugging Face's <c>mlp_bias</c>.</param>
    /// <param name="ropeScaling">How rotary positions are made for longer sequences, Hugging Face's <c>rope_scaling</c>; not at all by default.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>llamablock1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes do not fit.</exception>
    public static Tensor LlamaBlock(
        this Tensor x, int heads, int feedForward, int? groups = null, float frequencyBase = 10000, bool interleaved = false, float epsilon = 1e-5f,
        int? headSize = null, int window = 0, bool attentionBias = false, bool? outputBias = null, bool mlpBias = false, RopeScaling? ropeScaling = null, string? name = null)
    {
        var layer = Check("LlamaBlock", name, x, feedForward, headSize is null ? heads : null);
        Require.Positive(layer, nameof(heads), heads);
        var shared = groups ?? heads;
        Require.Positive(layer, nameof(groups), shared);
        if (heads % shared != 0)
            throw Require.Error(DiagnosticIds.Groups, $"{layer} shares {shared} groups of keys between {heads} heads, which cannot be done evenly; use {Fixes.Divisors(heads, shared)} groups.");
        Require.NotNegative(layer, nameof(window), window);
        if (headSize is { } stated && (stated < 2 || stated % 2 != 0))
            throw Require.Error(DiagnosticIds.Range, $"{layer}: headSize is {stated}, but rotary positions rotate pairs; it must be even, such as {new ArgumentValue(nameof(headSize), $"{Math.Max(2, stated + 1)}")}.");
        if (headSize is null && x.Shape[1] / heads % 2 != 0)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: {heads} heads of {x.Shape[1]} features have {x.Shape[1] / heads} each, but rotary positions rotate pairs; use {Fixes.EvenHeads(x.Shape[1], heads)}.");
        return x.Layer("LlamaBlock", name, () =>
        {
            var features = x.Shape[1];
            var size = headSize ?? (features / heads);
            var y = x + x.RMSNorm(epsilon: epsilon, name: "input_layernorm").Scope("self_attn", value =>
            {
                Tensor Part(string part, int count) => MultiHeadAttentionLayers.Split(value.Linear(count * size, attentionBias, name: part), count);
                var (query, key, values) = (Part("q_proj", heads), Part("k_proj", shared), Part("v_proj", shared));
                return query.RotaryPositions(frequencyBase, interleaved, ropeScaling)
                    .Attention(key.RotaryPositions(frequencyBase, interleaved, ropeScaling), values, causal: true, window: window).Flatten(1)
                    .Linear(features, outputBias ?? attentionBias, name: "o_proj");
            });
            return (y + y.RMSNorm(epsilon: epsilon, name: "post_attention_layernorm").Scope("mlp", value =>
                (value.Linear(feedForward, mlpBias, name: "gate_proj").Silu() * value.Linear(feedForward, mlpBias, name: "up_proj"))
                .Linear(features, mlpBias, name: "down_proj"))).Id;
        }, "self_attn", "mlp", "input_layernorm", "post_attention_layernorm");
    }

    private static string Check(string kind, string? name, Tensor x, int feedForward, int? heads)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        Require.Positive(layer, nameof(feedForward), feedForward);
        if (x.Shape.Rank != 2) throw Require.Error(DiagnosticIds.Rank, $"{layer} needs a sequence of vectors [T, features], but gets {x.Shape}; {Fixes.Sequence(x.Shape, ofOneFeature: false)}.");
        var features = RequireInput.Features(layer, x);
        if (heads is { } dividing) MultiHeadAttentionLayers.CheckHeads(layer, features, dividing);
        return layer;
    }

    private static Tensor Residual(Tensor x, bool normFirst, string norm, float epsilon, bool bias, Func<Tensor, Tensor> body) => normFirst
        ? x + body(x.LayerNorm(epsilon: epsilon, bias: bias, name: norm))
        : (x + body(x)).LayerNorm(epsilon: epsilon, bias: bias, name: norm);

    private static Tensor FeedForward(Tensor x, int width, float dropout, TransformerActivation activation, bool bias)
    {
        var wide = x.Linear(width, bias, name: "linear1");
        wide = activation == TransformerActivation.Gelu ? wide.Gelu() : wide.Relu();
        return wide.Dropout(dropout).Linear(x.Shape[1], bias, name: "linear2").Dropout(dropout);
    }

    // Features as equal parts, each as heads.
    private static Tensor[] Heads(Tensor x, int parts, int heads) =>
        x.Chunk(parts, axis: 1).Select(part => MultiHeadAttentionLayers.Split(part, heads)).ToArray();
}
