namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of shapes that do not fit one another.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Shapes =>
    [
        new(
            "SNT2001",
            "adding",
            "static Tensor Define([Shape(64, 8, 8)] Tensor x) => x + x.Conv2d(128, kernel: 3, padding: 1);",
            "x + x.Conv2d(128, kernel: 3, padding: 1)",
            "Add cannot broadcast [B, 64, 8, 8] with [B, 128, 8, 8]: 64 and 128 differ and neither is 1; Conv2d(64, kernel: 1) after the right side would give both 64 channels.",
            ("Conv2d(128", "Conv2d(64"))
        {
            Others = [[("padding: 1)", "padding: 1).Conv2d(64, kernel: 1)")]],
        },
        new(
            "SNT2001",
            "adding images of two sizes",
            "static Tensor Define([Shape(64, 8, 8)] Tensor x) => x + x.Conv2d(64, kernel: 3);",
            "x + x.Conv2d(64, kernel: 3)",
            "Add cannot broadcast [B, 64, 8, 8] with [B, 64, 6, 6]: 8 and 6 differ and neither is 1; give what leads to both the same strides and paddings.",
            ("kernel: 3", "kernel: 3, padding: 1")),
        new(
            "SNT2001",
            "adding vectors",
            "static Tensor Define([Shape(64)] Tensor x) => x + x.Linear(32);",
            "x + x.Linear(32)",
            "Add cannot broadcast [B, 64] with [B, 32]: 64 and 32 differ and neither is 1; Linear(64) after the right side would give both 64 features.",
            ("Linear(32)", "Linear(64)"))
        {
            Others = [[("Linear(32)", "Linear(32).Linear(64)")]],
        },
        new(
            "SNT2001",
            "a number for each channel",
            """static Tensor Define([Shape(64, 8, 8)] Tensor x) => x * x.Parameter("scale", [64]);""",
            "x * x.Parameter(\"scale\", [64])",
            "Multiply cannot broadcast [B, 64, 8, 8] with [64]: 8 and 64 differ and neither is 1; extents are aligned at the end: insert Reshape(64, 1, 1) after the right side to align them at the front.",
            ("[64])", "[64, 1, 1])"))
        {
            Others = [[("[64])", "[64]).Reshape(64, 1, 1)")]],
        },
        new(
            "SNT2001",
            "concatenating",
            "static Tensor Define([Shape(64, 8, 8)] Tensor x) => x.Concat(x.MaxPool2d(3, stride: 1));",
            "Concat(x.MaxPool2d(3, stride: 1))",
            "Concat along axis 0 needs equal extents along the others, but gets [B, 64, 8, 8] and [B, 64, 6, 6]: 8 and 6 along axis 1, and 8 and 6 along axis 2.",
            ("stride: 1", "stride: 1, padding: 1")),
        new(
            "SNT2001",
            "concatenating along the wrong axis",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Concat(x.Linear(32));",
            "Concat(x.Linear(32))",
            "Concat along axis 0 needs equal extents along the others, but gets [B, 16, 64] and [B, 16, 32]; they differ along axis 1 alone: use axis: 1.",
            ("Linear(32)", "Linear(32), axis: 1")),
        new(
            "SNT2001",
            "concatenating with a weight",
            """static Tensor Define([Shape(16, 8)] Tensor x) => x.Concat(x.Parameter("class", [1, 8]));""",
            "Concat(x.Parameter(\"class\", [1, 8]))",
            "Concat needs the batch in all of its parts or in none, but gets [B, 16, 8] and [1, 8]; add Zeros(1, 8) of a value that has the batch to [1, 8], which repeats it for each sample.",
            ("x.Parameter", "x.Zeros(1, 8) + x.Parameter")),
        new(
            "SNT2001",
            "reshaping",
            "static Tensor Define([Shape(64)] Tensor x) => x.Reshape(4, 20);",
            "Reshape(4, 20)",
            "Reshape: [B, 64] has 64 elements, but [4, 20] has 80; [4, 16] would fit.",
            ("4, 20", "4, 16")),
        new(
            "SNT2001",
            "reshaping by -1",
            "static Tensor Define([Shape(64)] Tensor x) => x.Reshape(-1, 12);",
            "Reshape(-1, 12)",
            "Reshape: the 64 elements of [B, 64] cannot be divided by the 12 of [-1, 12]; 8 or 16 would divide them.",
            ("12", "16"))
        {
            Others = [[("12", "8")]],
        },
        new(
            "SNT2001",
            "a matrix product",
            "static Tensor Define([Shape(16, 64)] Tensor q, [Shape(16, 64)] Tensor k) => q.Matmul(k);",
            "Matmul(k)",
            "Matmul needs the last extent of the left side to be the last but one of the right side, but gets [B, 16, 64] and [B, 16, 64]: 64 and 16; insert Transpose() after the right side.",
            ("Matmul(k)", "Matmul(k.Transpose())")),
        new(
            "SNT2001",
            "matrix products of two numbers",
            "static Tensor Define([Shape(4, 16, 64)] Tensor q, [Shape(8, 64, 16)] Tensor k) => q.Matmul(k);",
            "Matmul(k)",
            "Matmul needs equal leading extents or 1, but gets [B, 4, 16, 64] and [B, 8, 64, 16]: 4 and 8; give both as many, or one of them 1, which is repeated.",
            ("Shape(8, 64", "Shape(4, 64"))
        {
            Others =
            [
                [("Shape(8, 64", "Shape(1, 64")],
                [("Shape(4, 16", "Shape(8, 16")],
            ],
        },
        new(
            "SNT2001",
            "an axis that is not there",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Softmax(axis: 2);",
            "Softmax(axis: 2)",
            "Softmax: axis 2 is not an axis of [B, 16, 64]; use -2 … 1, the batch not counted.",
            ("axis: 2", "axis: 1")),
        new(
            "SNT2001",
            "expanding",
            "static Tensor Define([Shape(4)] Tensor x) => x.Expand(8);",
            "Expand(8)",
            "[B, 4] cannot be expanded to [B, 8]: only an extent of 1 can be repeated, and 4 is none.",
            ("x.Expand", "x.Linear(1).Expand")),
        new(
            "SNT2001",
            "a shared module",
            """
            static Tensor Define([Shape(64)] Tensor x)
            {
                var head = new Module("head", t => t.Linear(10, name: "fc"));
                return head.Apply(x) + head.Apply(x.Linear(32));
            }
            """,
            "Linear(10, name: \"fc\")",
            "The shared parameter 'head.fc.weight' has the shape [10, 64], but is used here with [10, 32]; give the inputs of the module one size, or make another Module for this use.",
            ("x.Linear(32)", "x.Linear(64)"))
        {
            Others = [[("head.Apply(x.Linear(32))", "new Module(\"other\", t => t.Linear(10)).Apply(x.Linear(32))")]],
        },
    ];
}
