namespace Sinter.Golden.Attentions;

// Heads that share keys, against all scores in full. What each case is there stands under its name in eng/goldens/record_attention.py.

[Network]
public partial class AttentionGrouped
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Parts.Grouped(x.Probe(), (q, k, v) => q.Attention(k, v));

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionScale
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Parts.Grouped(x.Probe(), (q, k, v) => q.Attention(k, v, scale: 0.3f));

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionGroupedCross
{
    private static Tensor Define([Shape(11, 8)] Tensor x) => Parts.Cross(x.Probe(), (y, memory) => Parts.Grouped(y, memory, (q, k, v) => q.Attention(k, v)));

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

/// <summary>A sample of one key behind a window of three: some queries see nothing and get zeros.</summary>
[Network]
public partial class AttentionEveryOption
{
    private static Tensor Define([Shape(6, 14)] Tensor x, [Shape] Tokens lengths) => Parts.Grouped(x.Features().Probe(), (q, k, v) => q.Attention(
        k, v, causal: true, window: 3, bias: x.Beside(), lengths: lengths, slopes: PositionLayers.AlibiSlopes(4), scale: 0.4f));

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}
