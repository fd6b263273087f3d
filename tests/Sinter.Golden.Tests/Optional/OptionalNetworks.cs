namespace Sinter.Golden.Optional;

// What the first two are in PyTorch stands under their names in eng/goldens/record_optional.py.

/// <summary>Attention with a mask, and a weight of each sample in the loss.</summary>
[Network]
public partial class OptionalMask
{
    private static Tensor Define([Shape(5, 8)] Tensor x, [Shape(5, 5)] Tensor? mask = null) =>
        x.MultiHeadAttention(2, mask: mask, name: "attention").Linear(3, name: "head").Flatten();

    private static Tensor Loss(Tensor y, [Shape(15)] Tensor target, [Shape] Tensor? weight = null) => y.Weighted(target, weight);
}

/// <summary>An image with a map of depths, or with a weight in its place.</summary>
[Network]
public partial class OptionalDepth
{
    private static Tensor Define([Shape(3, 6, 6)] Tensor image, [Shape(1, 6, 6)] Tensor? depth)
    {
        var y = image.Conv2d(4, kernel: 3, padding: 1, name: "color");
        y += depth?.Conv2d(4, kernel: 3, padding: 1, bias: false, name: "depth").BatchNorm2d(name: "norm") ?? image.Parameter("missing", [4, 1, 1]);
        return y.Relu().Flatten().Linear(3, name: "fc");
    }

    private static Tensor Loss(Tensor y, [Shape(3)] Tensor target, [Shape] Tensor? weight) => y.Weighted(target, weight);
}

/// <summary>Two sequences, one of which may be left out with its length.</summary>
[Network, Dim("T", Max = 6), Dim("S", Min = 2, Max = 9)]
public partial class OptionalMemory
{
    private static Tensor Define([Shape("T", 8)] Tensor x, [Shape("S", 8)] Tensor? memory, [Shape("T")] Tokens? words)
    {
        if (words is { } given) x += given.Embedding(11, 8, name: "words");
        if (memory is not null) x += x.MultiHeadAttention(2, memory, name: "cross");
        return x.Linear(2, name: "head");
    }

    private static Tensor Loss(Tensor y, [Shape("T", 2)] Tensor target) => y.MeanSquaredError(target);
}

/// <summary>What <see cref="OptionalMemory"/> is without its memory and its words.</summary>
[Network, Dim("T", Max = 6)]
public partial class WithoutMemory
{
    private static Tensor Define([Shape("T", 8)] Tensor x) => x.Linear(2, name: "head");

    private static Tensor Loss(Tensor y, [Shape("T", 2)] Tensor target) => y.MeanSquaredError(target);
}

internal static class Losses
{
    public static Tensor Weighted(this Tensor y, Tensor target, Tensor? weight)
    {
        var error = (y - target).Square().Mean(0);
        return (weight is null ? error : error * (weight + 1)).Mean();
    }
}
