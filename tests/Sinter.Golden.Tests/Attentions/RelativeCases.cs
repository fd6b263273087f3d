namespace Sinter.Golden.Attentions;

// Relative positions, and rotary ones of longer sequences. What each case is there stands under its name in eng/goldens/attention_forms.py.

[Network]
public partial class AttentionT5
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => Parts.Grouped(x.Probe(), (q, k, v) => q.Attention(
        k, v, bias: q.BucketedPositionBias(4, buckets: 8, maxDistance: 5, name: "relative_attention_bias"), scale: 1));

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionSwin
{
    private static Tensor Define([Shape(12, 8)] Tensor x)
    {
        // Two windows of six places, computed as heads.
        var probed = x.Probe();
        var bias = x.WindowPositionBias(2, 3, heads: 2).Unsqueeze(0).Expand(2, -1, -1, -1).Flatten(0, 1);
        var parts = probed.Linear(24, name: "qkv").Reshape(2, 6, 3, 2, 4).Permute(2, 1, 0, 3, 4).Reshape(3, 6, 4, 4);
        var attended = parts.Select(0, 0).Attention(parts.Select(0, 1), parts.Select(0, 2), bias: bias);
        return attended.Reshape(6, 2, 8).Transpose(0, 1).Flatten();
    }

    private static Tensor Loss(Tensor y, [Shape(96)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class AttentionShaw
{
    private static Tensor Define([Shape(6, 8)] Tensor x)
    {
        var probed = x.Probe();
        var distances = x.Parameter("distances", [11, 3]);
        return Parts.Grouped(probed, (q, k, v) => q.Attention(k, v, bias: q.Transpose(0, 1).Matmul(distances.Transpose()).RelativeShift()));
    }

    private static Tensor Loss(Tensor y, [Shape(72)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class PositionsBuckets
{
    private static Tensor Define([Shape(6, 8)] Tensor x)
    {
        var probed = x.Probe();
        var mean = probed.Mean([0, 1]);
        return Tensor.Concat([
            (x.BucketedPositionBias(4, buckets: 8, maxDistance: 5, name: "encoder") * mean).Flatten(),
            (x.BucketedPositionBias(4, bidirectional: false, buckets: 6, maxDistance: 4, name: "decoder") * mean).Flatten(),
            (x.BucketedPositionBias(4, x.Zeros(12), buckets: 6, maxDistance: 8, name: "cross") * mean).Flatten()]);
    }

    private static Tensor Loss(Tensor y, [Shape(576)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class PositionsRotaryScaled
{
    private static Tensor Define([Shape(6, 8)] Tensor x)
    {
        var heads = x.Probe().Unsqueeze(1);
        Tensor Rotated(RopeScaling scaling) => heads.RotaryPositions(ropeScaling: scaling).Flatten();
        return Tensor.Concat([Rotated(RopeScaling.Linear(2.5f)), Rotated(RopeScaling.NtkAware(4)), Rotated(RopeScaling.Yarn(8, 4096)), Rotated(RopeScaling.Llama3(8, 1, 4, 64))]);
    }

    private static Tensor Loss(Tensor y, [Shape(192)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class BlockOfMistral
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe()
        .LlamaBlock(2, 12, groups: 1, headSize: 6, window: 3, ropeScaling: RopeScaling.Linear(2.5f), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class BlockOfQwen
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe().LlamaBlock(2, 12, attentionBias: true, outputBias: false, name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class BlockOfLlamaBiased
{
    private static Tensor Define([Shape(6, 8)] Tensor x) => x.Probe()
        .LlamaBlock(2, 12, groups: 1, headSize: 8, attentionBias: true, mlpBias: true, ropeScaling: RopeScaling.Yarn(8, 4096), name: "layer").Flatten();

    private static Tensor Loss(Tensor y, [Shape(48)] Tensor target) => y.MeanSquaredError(target);
}
