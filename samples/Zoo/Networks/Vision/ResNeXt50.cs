using Sinter;

namespace Zoo.Networks;

/// <summary>A residual network of 50 layers whose convolutions have 32 groups of 4 channels, as torchvision's <c>resnext50_32x4d</c>.</summary>
/// <remarks>Xie, Girshick, Dollár, Tu and He, "Aggregated Residual Transformations for Deep Neural Networks", 2016.</remarks>
[Network]
internal sealed partial class ResNeXt50
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => ResNet50.Classify(image, [3, 4, 6, 3], groups: 32, groupWidth: 4);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
