namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of activations and gates.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Activations =>
    [
        new(
            "SNT2002",
            "Hardtanh",
            "static Tensor Define([Shape(64)] Tensor x) => x.Hardtanh(1, -1);",
            "Hardtanh(1, -1)",
            "Hardtanh: minVal is 1 and maxVal is -1, but minVal must be below maxVal.",
            ("1, -1", "-1, 1")),
        new(
            "SNT2002",
            "Softshrink",
            "static Tensor Define([Shape(64)] Tensor x) => x.Softshrink(-0.5f);",
            "Softshrink(-0.5f)",
            "Softshrink: lambd is -0.5, but must be a finite number, 0 or more.",
            ("-0.5f", "0.5f")),
        new(
            "SNT2002",
            "a threshold",
            "static Tensor Define([Shape(64)] Tensor x) => x.Threshold(0, float.NegativeInfinity);",
            "Threshold(0, float.NegativeInfinity)",
            "Threshold: value is -Infinity, but must be a finite number.",
            ("float.NegativeInfinity", "-1e9f")),
        new(
            "SNT2002",
            "halves of an odd axis",
            "static Tensor Define([Shape(64)] Tensor x) => x.Linear(127).SwiGlu();",
            "SwiGlu()",
            "SwiGlu cuts axis -1 of [B, 127] into two halves, but 127 is odd; make it 128.",
            ("127", "128")),
        new(
            "SNT2002",
            "halves of an axis that may be odd",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape(8, "T")] Tensor x) => x.Glu(axis: 1);
            }
            """,
            "Glu(axis: 1)",
            "Glu cuts axis 1 of [B, 8, T] into two halves, but T is not even at every call; state MultipleOf = 2 of T.",
            ("Max = 512", "Max = 512, MultipleOf = 2")),
        new(
            "SNT2005",
            "the slopes of a rectifier",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.Conv2d(8, kernel: 3).PRelu(4, name: \"act\");",
            "PRelu(4, name: \"act\")",
            "PRelu 'act' has 4 slopes, but [B, 8, 30, 30] has 8 channels; use 8, or 1 for one slope.",
            ("PRelu(4", "PRelu(8"))
        {
            Others = [[("PRelu(4", "PRelu(1")]],
        },
    ];
}
