namespace Sinter.Golden.Attentions;

// Masks of keys, learned biases, other widths and keys that are added. What each case is there stands under its name in
// eng/goldens/attention_forms.py.

[Network]
public partial class AttentionKeyPadding
{
    private static Tensor Define([Shape(6, 9)] Tensor x) => x.Features().Probe().MultiHeadAttention(2, keyPaddingMask: Forms.Hidden(x), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionKeyMaskAdded
{
    private static Tensor Define([Shape(6, 9)] Tensor x) => x.Features().Probe().MultiHeadAttention(2, mask: x.Beside().Squeeze(1), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionKeysAdded
{
    private static Tensor Define([Shape(6, 9)] Tensor x) => x.Features().Probe()
        .MultiHeadAttention(2, causal: true, window: 3, keyPaddingMask: Forms.Hidden(x), addBiasKeyValue: true, addZeroAttention: true, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionKeysAddedWithWeights
{
    private static Tensor Define([Shape(6, 9)] Tensor x) => Parts.Joined(x.Features().Probe()
        .MultiHeadAttentionWithWeights(2, causal: true, keyPaddingMask: Forms.Hidden(x), addBiasKeyValue: true, addZeroAttention: true, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(96)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionOtherWidths
{
    private static Tensor Define([Shape(11, 8)] Tensor x) => Parts.Cross(x.Probe(), (y, memory) => y
        .MultiHeadAttention(2, memory.Slice(1, 0, 5), values: memory.Slice(1, 2), addBiasKeyValue: true, name: "layer")).Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionTrainedMask
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Forms.Relative(x.Probe(), x.Parameter("relative", [6, 6]));

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionTrainedMaskOfKeysAndHeads
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Forms.Relative(x.Probe(), x.Parameter("relative", [4, 1, 6]));

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionTrainedMaskOfAllSamples
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Forms.Relative(x.Probe(), x.Parameter("relative", [1, 1, 6, 6]));

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionMaskOfKeysAndHeads
{
    private static Tensor Define([Shape(6, 10)] Tensor x) => x.Features().Probe().MultiHeadAttention(2, mask: Forms.KeysOfHeads(x), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionMaskOfKeysAndHeadsWithWeights
{
    private static Tensor Define([Shape(6, 10)] Tensor x) => Parts.Joined(x.Features().Probe().MultiHeadAttentionWithWeights(2, mask: Forms.KeysOfHeads(x), averageAttentionWeights: false, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(120)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionTrainedMaskOfHeads
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Forms.Relative(x.Probe(), x.Parameter("relative", [4, 6, 6]));

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionTrainedMaskOfKeys
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Forms.Relative(x.Probe(), x.Parameter("relative", [6]));

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionTrainedMaskOfSamples
{
    private static Tensor Define([Shape(6, 8)] Tensor x)
    {
        var probed = x.Probe();
        return Parts.Grouped(probed, (q, k, v) => q.Attention(k, v, bias: probed.Linear(6, bias: false, name: "relative")));
    }

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionWiderValues
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Forms.Values(x.Probe(), 5, (q, k, v) => q.Attention(k, v));

    private static Tensor Loss(Tensor y, [Shape(120)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionNarrowerValues
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Forms.Values(x.Probe(), 2, (q, k, v) => q.Attention(k, v, causal: true, window: 3));

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class EncoderKeyPadding
{
    private static Tensor Define([Shape(6, 9)] Tensor x) => x.Features().Probe().TransformerEncoderLayer(2, 12, dropout: 0, keyPaddingMask: Forms.Hidden(x), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class DecoderEveryMask
{
    private static Tensor Define([Shape(11, 9)] Tensor x)
    {
        var (probed, hidden) = (x.Features().Probe(), Forms.Hidden(x));
        var (own, read) = (x.Parameter("tgt", [6, 6]), x.Parameter("memory", [6, 5]));
        return Parts.Cross(probed, (y, memory) => y.TransformerDecoderLayer(
            memory, 2, 12, dropout: 0, causal: false, mask: own, memoryMask: read, keyPaddingMask: hidden.Slice(0, 0, 6), memoryKeyPaddingMask: hidden.Slice(0, 6), name: "layer")).Flatten();
    }

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

/// <summary>What these cases are made of.</summary>
internal static class Forms
{
    /// <summary>1 where the number beside a place is below -0.25.</summary>
    public static Tensor Hidden(Tensor x) => x.Beside().Squeeze(1).Less(-0.25f);

    /// <summary>Beside the features, a number of each head for each key, some of them hidden: <c>[heads, 1, K]</c>.</summary>
    public static Tensor KeysOfHeads(Tensor x)
    {
        var beside = x.Beside();
        return beside.Less(-0.8f).Where(float.NegativeInfinity, beside).Transpose(0, 1).Unsqueeze(1);
    }

    /// <summary>Four heads that share two groups of keys, with a bias.</summary>
    public static Tensor Relative(Tensor x, Tensor bias) => Parts.Grouped(x, (q, k, v) => q.Attention(k, v, bias: bias));

    /// <summary>Four heads of 3 features that share two groups of keys, with values of another width.</summary>
    public static Tensor Values(Tensor x, int width, Func<Tensor, Tensor, Tensor, Tensor> attention)
    {
        Tensor Heads(int heads, int size, string name) => x.Linear(heads * size, bias: false, name: name).Reshape(x.Shape[0], heads, size);
        return attention(Heads(4, 3, "q_proj"), Heads(2, 3, "k_proj"), Heads(2, width, "v_proj")).Flatten();
    }
}
