namespace Sinter.Golden.Attentions;

// torch.nn.MultiheadAttention. What each case is there stands under its name in eng/goldens/record_attention.py.

[Network]
public partial class AttentionPlain
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().MultiHeadAttention(2, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionWithoutBias
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().MultiHeadAttention(2, bias: false, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionCausal
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().MultiHeadAttention(2, causal: true, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionWindow
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().MultiHeadAttention(2, causal: true, window: 3, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionFloatMask
{
    private static Tensor Define([Shape(6, 14)] Tensor x) => x.Features().Probe().MultiHeadAttention(2, mask: x.Beside(), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionHeadMask
{
    private static Tensor Define([Shape(6, 20)] Tensor x) => x.Features().Probe().MultiHeadAttention(2, mask: x.Beside().Reshape(6, 2, 6).Transpose(0, 1), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionBooleanMask
{
    private static Tensor Define([Shape(6, 14)] Tensor x) => x.Features().Probe().MultiHeadAttention(2, mask: x.Beside().Less(-0.25f).Where(float.NegativeInfinity, 0), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionSharedMask
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().MultiHeadAttention(2, mask: x.Parameter("shared", [6, 6]).Detach(), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionLengths
{
    private static Tensor Define([Shape(6, 8)] Tensor x, [Shape] Tokens lengths) => x.Probe().MultiHeadAttention(2, lengths: lengths, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionCausalLengths
{
    private static Tensor Define([Shape(6, 8)] Tensor x, [Shape] Tokens lengths) => x.Probe().MultiHeadAttention(2, causal: true, lengths: lengths, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionAlibi
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().MultiHeadAttention(2, causal: true, slopes: PositionLayers.AlibiSlopes(2), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionCross
{
    private static Tensor Define([Shape(11, 8)] Tensor x) => Parts.Cross(x.Probe(), (y, memory) => y.MultiHeadAttention(2, memory, name: "layer")).Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionCrossLengths
{
    private static Tensor Define([Shape(11, 8)] Tensor x, [Shape] Tokens lengths) => Parts.Cross(x.Probe(), (y, memory) => y.MultiHeadAttention(2, memory, lengths: lengths, name: "layer")).Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionWithWeights
{
    private static Tensor Define([Shape(11, 8)] Tensor x) => Parts.Cross(x.Probe(), (y, memory) => Parts.Joined(y.MultiHeadAttentionWithWeights(2, memory, averageAttentionWeights: false, name: "layer")));

    private static Tensor Loss(Tensor y, [Shape(108)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionWithWeightsMasked
{
    private static Tensor Define([Shape(6, 14)] Tensor x) => Parts.Joined(x.Features().Probe().MultiHeadAttentionWithWeights(2, mask: x.Beside(), averageAttentionWeights: false, name: "layer"));

    private static Tensor Loss(Tensor y, [Shape(120)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionManyTiles
{
    private static Tensor Define([Shape(150, 38)] Tensor x) => x.Probe().MultiHeadAttention(2, causal: true, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(5700)] Tensor target) => y.MeanSquaredError(target);
}
