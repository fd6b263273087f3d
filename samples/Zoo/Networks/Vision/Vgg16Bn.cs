using Sinter;

namespace Zoo.Networks;

/// <summary>VGG with 16 layers that have weights and batch normalisations, as torchvision's <c>vgg16_bn</c>.</summary>
/// <remarks>Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014.</remarks>
[Network]
internal sealed partial class Vgg16Bn
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => Vgg16.Classify(image, [2, 2, 3, 3, 3], norm: true);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
