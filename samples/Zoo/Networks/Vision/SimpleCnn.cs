using Sinter;

namespace Zoo.Networks;

/// <summary>Two convolutions, each with a pool, and a linear layer: the least that reads digits well.</summary>
/// <remarks>LeCun, Boser, Denker, Henderson, Howard, Hubbard and Jackel, "Backpropagation Applied to Handwritten Zip Code Recognition", 1989.</remarks>
[Network]
internal sealed partial class SimpleCnn
{
    internal static Tensor Define([Shape(1, 28, 28)] Tensor image) => image
        .Conv2d(32, kernel: 3, padding: 1, name: "conv1").Relu().MaxPool2d(2)
        .Conv2d(64, kernel: 3, padding: 1, name: "conv2").Relu().MaxPool2d(2)
        .Flatten()
        .Linear(10, name: "fc");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
