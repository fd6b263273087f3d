using Zoo.Networks;

namespace Sinter.Peers.Networks;

/// <summary>torchvision's <c>resnet18</c> for images of 32 x 32 and ten classes, trainable.</summary>
[Network]
public sealed partial class SmallResNet18
{
    private static Tensor Define([Shape(3, 32, 32)] Tensor image) => ResNet18.Classify(image, 10);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
