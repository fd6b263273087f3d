namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of values with too many axes or too few.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Axes =>
    [
        new(
            "SNT2003",
            "Linear",
            "static Tensor Define([Shape] Tensor x) => x.Linear(10);",
            "Linear(10)",
            "Linear needs at least one axis besides the batch, but gets [B]; insert Unsqueeze(0) before it.",
            ("x.Linear", "x.Unsqueeze(0).Linear")),
        new(
            "SNT2003",
            "a convolution of a vector",
            "static Tensor Define([Shape(784)] Tensor x) => x.Conv2d(8, kernel: 3);",
            "Conv2d(8, kernel: 3)",
            "Conv2d needs images [B, channels, height, width], but gets [B, 784]; insert Reshape(1, 28, 28) before it for 28x28 pixels of one channel.",
            ("x.Conv2d", "x.Reshape(1, 28, 28).Conv2d")),
        new(
            "SNT2003",
            "a pool of a matrix",
            "static Tensor Define([Shape(28, 28)] Tensor x) => x.MaxPool2d(2);",
            "MaxPool2d(2)",
            "MaxPool2d needs images [B, channels, height, width], but gets [B, 28, 28]; insert Unsqueeze(0) before it for one channel: [B, 1, 28, 28].",
            ("x.MaxPool2d", "x.Unsqueeze(0).MaxPool2d")),
        new(
            "SNT2003",
            "a convolution of a vector that is no square",
            "static Tensor Define([Shape(10)] Tensor x) => x.Conv2d(8, kernel: 2);",
            "Conv2d(8, kernel: 2)",
            "Conv2d needs images [B, channels, height, width], but gets [B, 10]; insert Reshape(1, 2, 5) before it for 2x5 pixels of one channel.",
            ("x.Conv2d", "x.Reshape(1, 2, 5).Conv2d")),
        new(
            "SNT2003",
            "a convolution of a number",
            "static Tensor Define([Shape] Tensor x) => x.Conv2d(8, kernel: 1);",
            "Conv2d(8, kernel: 1)",
            "Conv2d needs images [B, channels, height, width], but gets [B]; insert Reshape(1, 1, 1) before it for one pixel of one channel.",
            ("x.Conv2d", "x.Reshape(1, 1, 1).Conv2d")),
        new(
            "SNT2003",
            "a pool of several images",
            "static Tensor Define([Shape(5, 3, 8, 8)] Tensor clip) => clip.MaxPool2d(2);",
            "MaxPool2d(2)",
            "MaxPool2d needs images [B, channels, height, width], but gets [B, 5, 3, 8, 8]; insert Flatten(0, 1) before it for 15 channels.",
            ("clip.MaxPool2d", "clip.Flatten(0, 1).MaxPool2d")),
        new(
            "SNT2003",
            "a convolution of a sequence",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tensor x) => x.Conv2d(8, kernel: 3);
            }
            """,
            "Conv2d(8, kernel: 3)",
            "Conv2d needs images [B, channels, height, width], but gets [B, T]; declare the input as images of one size, such as [Shape(1, 28, 28)].",
            ("Shape(\"T\")", "Shape(1, 28, 28)"),
            (", Dim(\"T\", Max = 512)", "")),
        new(
            "SNT2003",
            "BatchNorm2d of a vector",
            "static Tensor Define([Shape(64)] Tensor x) => x.BatchNorm2d();",
            "BatchNorm2d()",
            "BatchNorm2d needs images [B, channels, height, width], but gets [B, 64]; use BatchNorm1d.",
            ("2d", "1d")),
        new(
            "SNT2003",
            "BatchNorm1d of an image",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.BatchNorm1d();",
            "BatchNorm1d()",
            "BatchNorm1d needs [B, features] or [B, features, length], but gets [B, 3, 32, 32]; use BatchNorm2d.",
            ("1d", "2d")),
        new(
            "SNT2003",
            "LayerNorm",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.LayerNorm(axes: 3);",
            "LayerNorm(axes: 3)",
            "LayerNorm is asked for the last 3 axes of [B, 16, 64], which has 2 besides the batch; use at most 2.",
            ("axes: 3", "axes: 2")),
        new(
            "SNT2003",
            "a recurrent layer of a vector",
            "static Tensor Define([Shape(64)] Tensor x) => x.Lstm(32).Outputs;",
            "Lstm(32)",
            "Lstm needs a sequence of vectors [T, features], but gets [B, 64]; insert Unsqueeze(0) before it for a sequence of one step, [B, 1, 64], or Unsqueeze(1) for one feature in each step.",
            ("x.Lstm", "x.Unsqueeze(0).Lstm"))
        {
            Others = [[("x.Lstm", "x.Unsqueeze(1).Lstm")]],
        },
        new(
            "SNT2003",
            "a recurrent layer of images",
            "static Tensor Define([Shape(16, 3, 8)] Tensor x) => x.Gru(32).Outputs;",
            "Gru(32)",
            "Gru needs a sequence of vectors [T, features], but gets [B, 16, 3, 8]; insert Flatten(1) before it: [B, 16, 24].",
            ("x.Gru", "x.Flatten(1).Gru")),
        new(
            "SNT2003",
            "attention",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Attention(x, x);",
            "Attention(x, x)",
            "Attention needs queries [Q, heads, size], keys [K, groups, size] and values [K, groups, width], but gets [B, 16, 64], [B, 16, 64] and [B, 16, 64]; insert Unsqueeze(1) before it for one head.",
            ("x.Attention(x, x)", "x.Unsqueeze(1).Attention(x.Unsqueeze(1), x.Unsqueeze(1))")),
        new(
            "SNT2003",
            "multi-head attention",
            "static Tensor Define([Shape(64)] Tensor x) => x.MultiHeadAttention(heads: 4);",
            "MultiHeadAttention(heads: 4)",
            "MultiHeadAttention needs a sequence of vectors [T, features], but gets [B, 64]; insert Unsqueeze(0) before it for a sequence of one step, [B, 1, 64].",
            ("x.Multi", "x.Unsqueeze(0).Multi")),
        new(
            "SNT2003",
            "a transformer of images",
            "static Tensor Define([Shape(16, 4, 16)] Tensor x) => x.TransformerEncoderLayer(heads: 4, feedForward: 64);",
            "TransformerEncoderLayer(heads: 4, feedForward: 64)",
            "TransformerEncoderLayer needs a sequence of vectors [T, features], but gets [B, 16, 4, 16]; insert Flatten(1) before it: [B, 16, 64].",
            ("x.Transf", "x.Flatten(1).Transf")),
        new(
            "SNT2003",
            "positions",
            "static Tensor Define([Shape(64)] Tensor x) => x.SinusoidalPositions();",
            "SinusoidalPositions()",
            "SinusoidalPositions needs a sequence of vectors [T, features], but gets [B, 64]; insert Unsqueeze(0) before it for a sequence of one step, [B, 1, 64], or Unsqueeze(1) for one feature in each step.",
            ("x.Sinu", "x.Unsqueeze(0).Sinu"))
        {
            Others = [[("x.Sinu", "x.Unsqueeze(1).Sinu")]],
        },
        new(
            "SNT2003",
            "lengths",
            "static Tensor Define([Shape(16, 64)] Tensor x, [Shape(16)] Tokens lengths) => x.MeanOverSteps(lengths);",
            "MeanOverSteps(lengths)",
            "MeanOverSteps needs one length for each sample, [B], but gets [B, 16]; declare them as [Shape] Tokens lengths.",
            ("[Shape(16)]", "[Shape]")),
        new(
            "SNT2003",
            "Expand",
            "static Tensor Define([Shape(1)] Tensor x) => x.Expand(4, 8);",
            "Expand(4, 8)",
            "Expand needs as many extents as [B, 1] has axes besides the batch, 1, but gets 2; insert Unsqueeze before it to add an axis.",
            ("4, 8", "8")),
    ];
}
