namespace Sinter.Checked;

/// <summary>Convolutions that compute large images a band of rows at a time.</summary>
[Network]
internal partial class Banded
{
    private static Tensor Define([Shape(8, 112, 112)] Tensor x)
    {
        x = x.Conv2d(24, kernel: 3, padding: 1, bias: false).BatchNorm2d().Relu6();
        x = x + x.DepthwiseConv2d(kernel: 3, padding: 1).Relu6().Conv2d(24, kernel: 1);
        return x.Conv2d(32, kernel: 1).Relu6().DepthwiseConv2d(kernel: 3, stride: 2, padding: 1).Relu6().Conv2d(8, kernel: 1);
    }
}

/// <summary>A batch that is computed a few samples at a time, by each thread for itself.</summary>
[Network]
internal partial class Grouped
{
    private static Tensor Define([Shape(4, 64, 64)] Tensor x, [Shape(64, 64)] Tensor y) =>
        x.Conv2d(8, kernel: 3, padding: 1).BatchNorm2d().Relu().MaxPool2d(2).Flatten().Linear(3) + y.Mean(1).Mean(0, keepDims: true);
}

/// <summary>Winograd's filtering, and the gradients of convolutions.</summary>
[Network]
internal partial class Filtered
{
    private static Tensor Define([Shape(16, 9, 13)] Tensor x) =>
        (x.Conv2d(48, kernel: 3, padding: 1).Relu() + x.Conv2d(48, kernel: 1)).Conv2d(32, kernel: 3, bias: false).BatchNorm2d().Silu().AvgPool2d(2).Flatten().Linear(6);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>Recurrences both ways with dropout between them: parts of what a scan keeps, and keys of random numbers.</summary>
[Network, Dim("T", Max = 12)]
internal partial class Listener
{
    private static Tensor Define([Shape("T", 7)] Tensor sound) => sound.Lstm(9, bidirectional: true).Outputs.Dropout(0.2f).Gru(5).Outputs.Linear(3);

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens word) => logits.CrossEntropy(word, axis: -1);
}

/// <summary>Windows along a length that every call chooses, with strides that leave some of it out: plain ones, of single channels and pools.</summary>
[Network, Dim("T", Max = 150)]
internal partial class Hearer
{
    private static Tensor Define([Shape(6, "T")] Tensor sound) => sound
        .Conv1d(20, kernel: 5, Padding.Causal, dilation: 2).BatchNorm1d().Relu().Conv1d(20, kernel: 3, stride: 2, padding: 1, groups: 20).Silu()
        .MaxPool1d(3, stride: 2, padding: 1).Conv1d(33, kernel: 4, Padding.Same).AvgPool1d(2, padding: 1, countIncludePad: false).Transpose().Linear(4).MeanOverSteps();

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>Images that grow and shrink: convolutions the other way, whose weights have gradients with a stride, borders, and parts of unlike sizes.</summary>
[Network]
internal partial class Enlarging
{
    private static Tensor Define([Shape(6, 5, 7)] Tensor x) => x
        .ConvTranspose2d(20, kernel: 3, stride: 2, padding: 1, outputPadding: 1).Relu().Upsample(scaleFactor: 2, mode: UpsampleMode.Bilinear)
        .Conv2d(9, kernel: 3, padding: 2, paddingMode: PaddingMode.Reflect).AdaptiveAvgPool2d((7, 5)).ConvTranspose2d(9, kernel: 4, stride: 3, padding: 2, groups: 9)
        .AvgPool2d(3, stride: 2, ceilMode: true).Upsample((7, 11), UpsampleMode.Bicubic).AdaptiveMaxPool2d(5).Flatten().Linear(6);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>Weights that are prepared by loops with values of their own.</summary>
[Network]
internal partial class Preparing
{
    private static Tensor Define([Shape(24)] Tensor x)
    {
        var weight = x.Parameter("weight", [24, 24], Initializer.Uniform(-1, 1));
        for (var i = 0; i < 2; i++) weight = (weight.Matmul(weight.Transpose()) * 0.5f).Softmax().Matmul(weight);
        return x.Matmul(weight);
    }
}

/// <summary>An input that is read where the caller has it, to its last float and no further.</summary>
[Network]
internal partial class Borrowing
{
    private static Tensor Define([Shape(301)] Tensor features) => features.Linear(37).Relu().Linear(5);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>A mask and weights of samples that calls may leave out.</summary>
[Network]
internal partial class Partial
{
    private static Tensor Define([Shape(6, 8)] Tensor x, [Shape(6, 6)] Tensor? mask)
    {
        var y = x.MultiHeadAttention(2, mask: mask, name: "attention").Flatten();
        if (mask is not null) y += mask.Flatten().LayerNorm(1, name: "norm").Linear(48, name: "of_mask");
        return y.Linear(5, name: "head");
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label, [Shape] Tensor? weight)
    {
        var losses = logits.CrossEntropy(label, reduction: Reduction.None);
        return (weight is null ? losses : losses * weight).Mean();
    }
}
