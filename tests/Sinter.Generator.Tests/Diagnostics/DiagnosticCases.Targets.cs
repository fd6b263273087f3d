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
            ("[Shape] Tokens", "[Shape(28, 28)] Tokens")),
        new(
            "SNT2007",
            "a target without the axis of the output",
            """
            static Tensor Define([Shape(13)] Tensor x) => x.Linear(1);

            static Tensor Loss(Tensor price, [Shape] Tensor target) => price.MeanSquaredError(target);
            """,
            "MeanSquaredError(target)",
            "MeanSquaredError compares equal shapes, but the output is [B, 1] and the target [B]; declare the target as [Shape(1)] Tensor, or give one of them the shape of the other with Reshape.",
            ("[Shape] Tensor target", "[Shape(1)] Tensor target")),
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
