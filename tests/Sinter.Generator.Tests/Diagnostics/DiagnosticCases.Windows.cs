namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of windows that are larger than their image.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Windows =>
    [
        new(
            "SNT2006",
            "a convolution",
            "static Tensor Define([Shape(16, 4, 4)] Tensor x) => x.Conv2d(32, kernel: 5);",
            "Conv2d(32, kernel: 5)",
            "Conv2d looks at windows of 5x5, but the input [B, 16, 4, 4] is only 4x4; use a kernel of 4 or less, padding: 1 or more, or one reduction of the image less before it.",
            ("kernel: 5", "kernel: 5, padding: 1"))
        {
            Others =
            [
                [("kernel: 5", "kernel: 4")],
                [("16, 4, 4", "16, 8, 8")],
            ],
        },
        new(
            "SNT2006",
            "a pool",
            "static Tensor Define([Shape(16, 4, 4)] Tensor x) => x.MaxPool2d(2).MaxPool2d(2).MaxPool2d(2);",
            "MaxPool2d(2)",
            "MaxPool2d looks at windows of 2x2, but the input [B, 16, 1, 1] is only 1x1; use a kernel of 1, padding: 1 or more, or one reduction of the image less before it.",
            ("x.MaxPool2d(2)", "x"))
        {
            Others =
            [
                [("MaxPool2d(2).MaxPool2d(2).MaxPool2d(2)", "MaxPool2d(2).MaxPool2d(2).MaxPool2d(1)")],
                [("MaxPool2d(2).MaxPool2d(2).MaxPool2d(2)", "MaxPool2d(2).MaxPool2d(2).MaxPool2d(2, padding: 1)")],
            ],
        },
        new(
            "SNT2006",
            "a dilated convolution",
            "static Tensor Define([Shape(16, 4, 4)] Tensor x) => x.Conv2d(32, kernel: 3, dilation: 2);",
            "Conv2d(32, kernel: 3, dilation: 2)",
            "Conv2d looks at windows of 5x5, but the input [B, 16, 4, 4] is only 4x4; use a kernel of 2 or less, padding: 1 or more, or one reduction of the image less before it.",
            ("dilation: 2", "dilation: 2, padding: 1"))
        {
            Others =
            [
                [("kernel: 3", "kernel: 2")],
                [("16, 4, 4", "16, 8, 8")],
            ],
        },
        new(
            "SNT2006",
            "a length of which a call may choose less",
            """
            [Network, Dim("T", Max = 3000)]
            public partial class Net
            {
                static Tensor Define([Shape(80, "T")] Tensor x) => x.Conv1d(64, kernel: 10, stride: 5);
            }
            """,
            "Conv1d(64, kernel: 10, stride: 5)",
            "Conv1d looks at windows of 10, but the input [B, 80, T] can be only 1; state Min = 10 of T, or use a smaller kernel or more padding.",
            ("Max = 3000", "Min = 10, Max = 3000"))
        {
            Others =
            [
                [("kernel: 10", "kernel: 1")],
                [("stride: 5", "stride: 5, padding: 5")],
            ],
        },
    ];
}
