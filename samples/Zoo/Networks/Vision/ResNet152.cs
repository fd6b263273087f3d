using Sinter;

namespace Zoo.Networks;

/// <summary>The residual network of 152 layers, as torchvision's <c>resnet152</c>.</summary>
/// <remarks>He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2015.</remarks>
[Network]
internal sealed partial class ResNet152
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => ResNet50.Classify(image, [3, 8, 36, 3]);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
