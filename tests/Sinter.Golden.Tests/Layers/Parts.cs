namespace Sinter.Golden.Layers;

/// <summary>What the cases are made of. The compiler reads these methods as part of the definitions that call them.</summary>
internal static class Parts
{
    /// <summary>The input itself, for the probe is zero; its gradient shows the input's, weighted so that no layer hides it.</summary>
    public static Tensor Probe(this Tensor x, params int[] shape) => x + (x.Parameter("probe", shape) * ((x * x) + x + 1));

    /// <summary>A loss whose gradient differs from element to element.</summary>
    public static Tensor ToLoss(this Tensor y, Tensor target) => (y * target).Mean();

    public static Tensor Squared(this Tensor x) => x * x;

    public static Tensor ByItself(this Tensor x) => x.Matmul(x.Transpose().Tanh());

    public static Tensor Heads(this Tensor x) => x.Tanh().Matmul(x.Transpose());

    public static Tensor Neighbours(this Tensor x) => x.Slice(axis: 1, start: 2, end: 6) * x.Slice(axis: 1, start: 1, end: 5);

    public static Tensor FirstByLast(this Tensor x) => x.Select(axis: 0, index: 1) * x.Select(axis: 0, index: -1);

    public static Tensor WithSquares(this Tensor x) => Tensor.Concat([x, x * x, x.Slice(axis: 0, start: 0, end: 1)], axis: 0);

    public static Tensor AfterTanh(this Tensor x) => x.Tanh().Concat(x, axis: 1);

    public static Tensor TwiceTimes(this Tensor x, Tensor row) => x * row * x;

    public static Tensor OverSquare(this Tensor x, Tensor row) => x / ((row * row) + 1);

    public static Tensor Numbers(this Tensor x) => ((1 - (2 * x)) / 3) + (1 / ((x * x) + 0.5f)) - (-x);

    public static Tensor Gate(this Tensor x)
    {
        var halves = x.Chunk(2, axis: 0);
        return halves[0] * halves[1].Sigmoid();
    }

    public static Tensor Times8(this Tensor x) => 8 * x;

    public static Tensor Shares(this Tensor x) => x / x.Sum(0, keepDims: true);

    public static Tensor Apart(this Tensor x, Func<Tensor, Tensor, Tensor> body) => body(x.Select(0, 0), x.Select(0, 1));

    /// <summary>The example of the documentation of BinaryCrossEntropyWithLogits (Lin et al. 2017).</summary>
    public static Tensor Focal(this Tensor logits, Tensor target)
    {
        var p = logits.Sigmoid();
        var miss = p + target - (2 * p * target);
        var alpha = (0.25f * target) + (0.75f * (1 - target));
        return (alpha * miss.Square() * logits.BinaryCrossEntropyWithLogits(target, reduction: Reduction.None)).Mean();
    }
}
