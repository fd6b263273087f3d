using Sinter;

namespace Digits.Networks;

/// <summary>SimpleCnn with the size of its kernels left open; the padding keeps every image 28x28 before pooling.</summary>
internal static class KernelSweep
{
    public static Tensor Layers(Tensor image, int kernel) => image
        .Conv2d(32, kernel, padding: kernel / 2, name: "conv1").Relu().MaxPool2d(2)
        .Conv2d(64, kernel, padding: kernel / 2, name: "conv2").Relu().MaxPool2d(2)
        .Flatten()
        .Linear(10, name: "fc");
}

/// <summary>The sweep's member that sees single pixels only.</summary>
[Network]
public partial class Kernel1Cnn
{
    private static Tensor Define([Shape(1, 28, 28)] Tensor image) => KernelSweep.Layers(image, kernel: 1);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>The sweep's member with 3x3 kernels: SimpleCnn under another name.</summary>
[Network]
public partial class Kernel3Cnn
{
    private static Tensor Define([Shape(1, 28, 28)] Tensor image) => KernelSweep.Layers(image, kernel: 3);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>The sweep's member with 5x5 kernels.</summary>
[Network]
public partial class Kernel5Cnn
{
    private static Tensor Define([Shape(1, 28, 28)] Tensor image) => KernelSweep.Layers(image, kernel: 5);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>The sweep's member with 7x7 kernels.</summary>
[Network]
public partial class Kernel7Cnn
{
    private static Tensor Define([Shape(1, 28, 28)] Tensor image) => KernelSweep.Layers(image, kernel: 7);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
