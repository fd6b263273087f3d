using Zoo.Networks;

namespace Sinter.Benchmarks.Frozen;

/// <summary>ResNet-18 for images of 64 x 64 and ten classes, trained in whole.</summary>
[Network]
public partial class WholeResNet18
{
    private static Tensor Define([Shape(3, 64, 64)] Tensor image) => ResNet18.Classify(image, 10);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>The same with all frozen but the classifier.</summary>
[Network, Freeze("conv1", "bn1", "layer*")]
public partial class FrozenResNet18
{
    private static Tensor Define([Shape(3, 64, 64)] Tensor image) => ResNet18.Classify(image, 10);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>Six layers of a transformer's encoder over 64 words with a classifier of their mean, trained in whole.</summary>
[Network]
public partial class WholeEncoder
{
    private static Tensor Define([Shape(64)] Tokens words) => words.Scope("body", Body).Linear(10, name: "fc");

    internal static Tensor Body(Tokens words)
    {
        var x = words.Embedding(8192, 256, name: "embedding").LearnedPositions(name: "positions");
        for (var layer = 0; layer < 6; layer++) x = x.TransformerEncoderLayer(8, 1024, dropout: 0, name: $"layers.{layer}");
        return x.Mean(0);
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>The same with a frozen body.</summary>
[Network, Freeze("body")]
public partial class FrozenEncoder
{
    private static Tensor Define([Shape(64)] Tokens words) => words.Scope("body", WholeEncoder.Body).Linear(10, name: "fc");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
