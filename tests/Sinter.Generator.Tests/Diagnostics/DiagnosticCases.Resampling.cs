namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of layers that make images and sequences larger or smaller, and of what stands beyond their edges.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Resampling =>
    [
        new(
            "SNT2001",
            "parts that are not equal at every call",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape(16, "T")] Tensor x) => x.AdaptiveAvgPool1d(4);
            }
            """,
            "AdaptiveAvgPool1d(4)",
            "AdaptiveAvgPool1d cannot cut T elements, whatever a call chooses, into 4 equal parts; state MultipleOf = 4 of T.",
            ("Max = 512", "Max = 512, MultipleOf = 4")),
        new(
            "SNT2001",
            "a length of which a call chooses a fraction",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape(16, "T")] Tensor x) => x.Upsample(scaleFactor: 1.5f);
            }
            """,
            "Upsample(scaleFactor: 1.5f)",
            "Upsample: a call chooses T of [B, 16, T], and so it can grow by a whole scaleFactor only; use 2.",
            ("1.5f", "2")),
        new(
            "SNT2002",
            "a transposed convolution's outputPadding",
            "static Tensor Define([Shape(3, 8, 8)] Tensor image) => image.ConvTranspose2d(8, kernel: 3, stride: 2, outputPadding: 2);",
            "ConvTranspose2d(8, kernel: 3, stride: 2, outputPadding: 2)",
            "ConvTranspose2d: outputPadding is 2, but must be less than the stride of 2 or the dilation of 1; use 1 or less.",
            ("outputPadding: 2", "outputPadding: 1")),
        new(
            "SNT2002",
            "an adaptive pool",
            "static Tensor Define([Shape(3, 8, 8)] Tensor image) => image.AdaptiveAvgPool2d(0);",
            "AdaptiveAvgPool2d(0)",
            "AdaptiveAvgPool2d: outputSize is 0, but must be 1 or more.",
            ("(0)", "(1)")),
        new(
            "SNT2002",
            "a divisor",
            "static Tensor Define([Shape(3, 8, 8)] Tensor image) => image.AvgPool2d(2, divisorOverride: 0);",
            "AvgPool2d(2, divisorOverride: 0)",
            "AvgPool2d: divisorOverride is 0, but must be 1 or more.",
            ("divisorOverride: 0", "divisorOverride: 1")),
        new(
            "SNT2002",
            "a reflection larger than the image",
            "static Tensor Define([Shape(3, 8, 2)] Tensor image) => image.ReflectionPad2d(2);",
            "ReflectionPad2d(2)",
            "ReflectionPad2d: a padding of 2 by PaddingMode.Reflect needs 3 elements, but axis 2 of [B, 3, 8, 2] has 2; use a padding of 1 or less.",
            ("d(2)", "d(1)")),
        new(
            "SNT2002",
            "numbers of Pad",
            "static Tensor Define([Shape(3, 8, 8)] Tensor image) => image.Pad([1, 1, 2], PaddingMode.Replicate);",
            "Pad([1, 1, 2], PaddingMode.Replicate)",
            "Pad needs two numbers, before and after, for each of up to 3 axes of [B, 3, 8, 8], the last axis first, but gets 3; for the last axis alone, write [1, 1].",
            ("1, 1, 2", "1, 1")),
        new(
            "SNT2002",
            "Upsample without a size",
            "static Tensor Define([Shape(3, 8, 8)] Tensor image) => image.Upsample(mode: UpsampleMode.Bilinear);",
            "Upsample(mode: UpsampleMode.Bilinear)",
            "Upsample needs either a size or a scaleFactor, but gets neither; for images twice as large, write scaleFactor: 2 alone.",
            ("mode: UpsampleMode.Bilinear", "scaleFactor: 2")),
        new(
            "SNT2002",
            "a mode for sequences",
            "static Tensor Define([Shape(3, 8, 8)] Tensor image) => image.Upsample(scaleFactor: 2, mode: UpsampleMode.Linear);",
            "Upsample(scaleFactor: 2, mode: UpsampleMode.Linear)",
            "Upsample: UpsampleMode.Linear is for sequences, but the input [B, 3, 8, 8] is an image; use UpsampleMode.Bilinear.",
            ("Mode.Linear", "Mode.Bilinear")),
        new(
            "SNT2002",
            "corners of the nearest",
            "static Tensor Define([Shape(3, 8, 8)] Tensor image) => image.Upsample(scaleFactor: 2, alignCorners: true);",
            "Upsample(scaleFactor: 2, alignCorners: true)",
            "Upsample: alignCorners says where lines through neighbours are read, and UpsampleMode.Nearest has none; use false, or UpsampleMode.Bilinear.",
            ("alignCorners: true", "alignCorners: false"))
        {
            Others = [[("scaleFactor: 2", "scaleFactor: 2, mode: UpsampleMode.Bilinear")]],
        },
        new(
            "SNT2006",
            "a transposed convolution that leaves nothing",
            "static Tensor Define([Shape(16, 2, 2)] Tensor x) => x.ConvTranspose2d(8, kernel: 3, padding: 2);",
            "ConvTranspose2d(8, kernel: 3, padding: 2)",
            "ConvTranspose2d: a padding of (2, 2) takes all of the result away that the input [B, 16, 2, 2] leads to; use at most (1, 1).",
            ("padding: 2", "padding: 1")),
        new(
            "SNT2006",
            "a transposed convolution that can leave nothing",
            """
            [Network, Dim("T", Max = 3000)]
            public partial class Net
            {
                static Tensor Define([Shape(80, "T")] Tensor x) => x.ConvTranspose1d(64, kernel: 4, stride: 2, padding: 3);
            }
            """,
            "ConvTranspose1d(64, kernel: 4, stride: 2, padding: 3)",
            "ConvTranspose1d: a padding of 3 takes all of the result away that the input [B, 80, T] can lead to; use at most 1, or state Min = 3 of T.",
            ("padding: 3", "padding: 1"))
        {
            Others = [[("Max = 3000", "Min = 3, Max = 3000")]],
        },
    ];
}
