using Zoo.Networks;

namespace Sinter.Benchmarks.Resident;

/// <summary>VGG-11 as fast as there is memory for.</summary>
[Network(Compact = false)]
internal sealed partial class FastVgg11
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => Vgg16.Classify(image, [1, 1, 2, 2, 2], norm: false);
}

/// <summary>ResNet-152, likewise.</summary>
[Network(Compact = false)]
internal sealed partial class FastResNet152
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => ResNet50.Classify(image, [3, 8, 36, 3]);
}
