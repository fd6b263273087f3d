using Zoo.Networks;

namespace Sinter.Benchmarks.Resident;

/// <summary>VGG-11 in as little memory as there is.</summary>
[Network(Compact = true)]
internal sealed partial class CompactVgg11
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => Vgg16.Classify(image, [1, 1, 2, 2, 2], norm: false);
}

/// <summary>ResNet-152, likewise.</summary>
[Network(Compact = true)]
internal sealed partial class CompactResNet152
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => ResNet50.Classify(image, [3, 8, 36, 3]);
}
