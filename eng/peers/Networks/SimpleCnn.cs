namespace Sinter.Peers.Networks;

/// <summary>Two convolutions and a linear layer.</summary>
[Network]
public sealed partial class SimpleCnn
{
    private static Tensor Define([Shape(1, 28, 28)] Tensor image) => image
        .Conv2d(32, kernel: 3, padding: 1, name: "conv1").Relu().MaxPool2d(2)
        .Conv2d(64, kernel: 3, padding: 1, name: "conv2").Relu().MaxPool2d(2)
        .Flatten()
        .Linear(10, name: "fc");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
