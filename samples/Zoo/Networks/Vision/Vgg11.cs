using Sinter;

namespace Zoo.Networks;

/// <summary>VGG with 11 layers that have weights, as torchvision's <c>vgg11</c>.</summary>
/// <remarks>Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014.</remarks>
[Network]
internal sealed partial class Vgg11
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => Vgg16.Classify(image, [1, 1, 2, 2, 2], norm: false);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
