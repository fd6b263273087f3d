namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of labels and targets that do not fit the output.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Targets =>
    [
        new(
            "SNT2007",
            "one-hot labels",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);

            static Tensor Loss(Tensor logits, [Shape(10)] Tokens label) => logits.CrossEntropy(label);
            """,
            "CrossEntropy(label)",
            "CrossEntropy needs labels [B] for the output [B, 10] with 10 classes along axis 0, but gets [B, 10]; declare the label as [Shape] Tokens.",
            ("[Shape(10)]", "[Shape]")),
        new(
            "SNT2007",
            "labels of every pixel",
            """
            static Tensor Define([Shape(1, 28, 28)] Tensor image) => image.Conv2d(10, kernel: 3, padding: 1);

            static Tensor Loss(Tensor classes, [Shape] Tokens label) => classes.CrossEntropy(label);
            """,
            "CrossEntropy(label)",
            "CrossEntropy needs labels [B, 28, 28] for the output [B, 10, 28, 28] with 10 classes along axis 0, but gets [B]; for one prediction per sample insert Flatten() before the layer that makes the classes, else declare the label as [Shape(28, 28)] Tokens.",
            ("[Shape] Tokens", "[Shape(28, 28)] Tokens"))
        {
            Others = [[("image.Conv2d(10, kernel: 3, padding: 1)", "image.Flatten().Linear(10)")]],
        },
        new(
            "SNT2007",
            "labels that fit no axis",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 64)] Tensor x) => x.Linear(10);

                static Tensor Loss(Tensor logits, [Shape(10)] Tokens label) => logits.CrossEntropy(label, axis: -1, name: "loss");
            }
            """,
            "CrossEntropy(label, axis: -1, name: \"loss\")",
            "CrossEntropy 'loss' needs labels [B, T] for the output [B, T, 10] with 10 classes along axis 1, but gets [B, 10]; declare the label as [Shape(\"T\")] Tokens.",
            ("[Shape(10)]", "[Shape(\"T\")]")),
        new(
            "SNT2007",
            "as many places as classes",
            """
            static Tensor Define([Shape(16, 64)] Tensor x) => x.Linear(16);

            static Tensor Loss(Tensor logits, [Shape(16)] Tokens label) => logits.CrossEntropy(label);
            """,
            "CrossEntropy(label)",
            "CrossEntropy: the labels [B, 16] fit the output [B, 16, 16] whether its first axis is the classes or its last; write axis: 0 or axis: -1.",
            ("(label)", "(label, axis: -1)"))
        {
            Others = [[("(label)", "(label, axis: 0)")]],
        },
        new(
            "SNT2007",
            "an attribute for an output of two axes",
            """
            [Network, Input(16, 64), Linear(10), CrossEntropyLoss]
            public partial class Net;
            """,
            "CrossEntropyLoss",
            "CrossEntropy: of the output [B, 16, 10] either axis may be the classes; write axis: -1 for sequences [T, classes], or axis: -2.",
            ("CrossEntropyLoss", "CrossEntropyLoss(axis: -1)"))
        {
            Others = [[("CrossEntropyLoss", "CrossEntropyLoss(axis: -2)")]],
        },
        new(
            "SNT2007",
            "numbers of classes declared as numbers",
            """
            static Tensor Define([Shape(64)] Tensor x) => x.Linear(10);

            static Tensor Loss(Tensor logits, [Shape] Tensor label) => logits.CrossEntropy(label);
            """,
            "CrossEntropy(label)",
            "CrossEntropy compares equal shapes, but the output is [B, 10] and the target [B]; declare the target as [Shape(10)] Tensor, or as [Shape] Tokens for the number of a class.",
            ("[Shape] Tensor label", "[Shape(10)] Tensor label"))
        {
            Others = [[("[Shape] Tensor label", "[Shape] Tokens label")]],
        },
        new(
            "SNT2007",
            "a target without the axis of the output",
            """
            static Tensor Define([Shape(13)] Tensor x) => x.Linear(1);

            static Tensor Loss(Tensor price, [Shape] Tensor target) => price.MeanSquaredError(target);
            """,
            "MeanSquaredError(target)",
            "MeanSquaredError compares equal shapes, but the output is [B, 1] and the target [B]; declare the target as [Shape(1)] Tensor, or give one of them the shape of the other with Reshape.",
            ("[Shape] Tensor target", "[Shape(1)] Tensor target"))
        {
            Others =
            [
                [("price.Mean", "price.Reshape().Mean")],
                [("MeanSquaredError(target)", "MeanSquaredError(target.Reshape(1))")],
            ],
        },
        new(
            "SNT2007",
            "a binary target",
            """
            static Tensor Define([Shape(13)] Tensor x) => x.Linear(4);

            static Tensor Loss(Tensor y, [Shape(3)] Tensor target) => y.BinaryCrossEntropyWithLogits(target);
            """,
            "BinaryCrossEntropyWithLogits(target)",
            "BinaryCrossEntropyWithLogits compares equal shapes, but the output is [B, 4] and the target [B, 3]; declare the target as [Shape(4)] Tensor.",
            ("Shape(3)", "Shape(4)")),
    ];
}
