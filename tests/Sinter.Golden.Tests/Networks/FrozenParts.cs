namespace Sinter.Golden.Networks;

/// <summary>A frozen body between layers that are trained: gradients pass through it.</summary>
[Network]
public partial class FrozenBody
{
    private static Tensor Define([Shape(3, 9, 9)] Tensor image) => image
        .Conv2d(7, kernel: 3, padding: 1, bias: false, name: "stem").BatchNorm2d(name: "norm").Relu()
        .Scope("body", Body).Frozen().Relu()
        .GlobalAvgPool2d()
        .Linear(10, name: "fc");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);

    internal static Tensor Body(Tensor x) => x
        .Conv2d(12, kernel: 3, stride: 2, bias: false, name: "0").BatchNorm2d(name: "1").Relu()
        .Conv2d(9, kernel: 1, bias: false, name: "3").BatchNorm2d(name: "4").GroupNorm(3, name: "5");
}

/// <summary>The same with nothing frozen.</summary>
[Network]
public partial class TrainedBody
{
    private static Tensor Define([Shape(3, 9, 9)] Tensor image) => image
        .Conv2d(7, kernel: 3, padding: 1, bias: false, name: "stem").BatchNorm2d(name: "norm").Relu()
        .Scope("body", FrozenBody.Body).Relu()
        .GlobalAvgPool2d()
        .Linear(10, name: "fc");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>Frozen features, before which nothing is trained.</summary>
[Network, Freeze("features.*", "fc.0")]
public partial class FrozenFeatures
{
    private static Tensor Define([Shape(3, 9, 9)] Tensor image) => image
        .Scope("features", x => x.Conv2d(12, kernel: 3, name: "0").BatchNorm2d(name: "1").Relu().MaxPool2d(2))
        .Flatten()
        .Scope("fc", x => x.Linear(20, name: "0").Tanh().Linear(10, name: "2"));

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>A frozen recurrence and a frozen attention over what is trained.</summary>
[Network, Freeze("attention")]
public partial class FrozenSequence
{
    private static Tensor Define([Shape(7, 6)] Tensor image)
    {
        var y = image.Linear(8, name: "embed").Lstm(8, name: "lstm").Outputs.Frozen().LayerNorm(name: "norm");
        return (y + y.MultiHeadAttention(2, name: "attention")).Mean(0).Linear(10, name: "fc");
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>A normalisation of which only the statistics are frozen, and one of which only the weight is.</summary>
[Network, Freeze("kept.running_*"), Freeze("moved.weight")]
public partial class FrozenStatistics
{
    private static Tensor Define([Shape(5)] Tensor x) => x.Linear(4, name: "fc").BatchNorm1d(name: "kept").Relu().Linear(3, name: "head").BatchNorm1d(name: "moved");

    private static Tensor Loss(Tensor y) => y.Square().Sum();
}

/// <summary>One network, trained in whole.</summary>
public static partial class InWhole
{
    /// <summary>All of it.</summary>
    [Network]
    public partial class Tuned
    {
        private static Tensor Define([Shape(6)] Tensor x) => x.Linear(5, name: "body").Tanh().Linear(4, name: "head");

        private static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.MeanSquaredError(target);
    }
}

/// <summary>The same, trained in part.</summary>
public static partial class InPart
{
    /// <summary>A frozen body, and a head that is trained.</summary>
    [Network, Freeze("body")]
    public partial class Tuned
    {
        private static Tensor Define([Shape(6)] Tensor x) => x.Linear(5, name: "body").Tanh().Linear(4, name: "head");

        private static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.MeanSquaredError(target);
    }
}
