using Sinter;

namespace Zoo.Networks;

/// <summary>LeNet-5 with a plain last layer: tanh and average pooling.</summary>
/// <remarks>LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998.</remarks>
[Network]
internal sealed partial class LeNet5
{
    private static Tensor Define([Shape(1, 28, 28)] Tensor image) => image
        .Conv2d(6, kernel: 5, padding: 2, name: "conv1").Tanh().AvgPool2d(2)
        .Conv2d(16, kernel: 5, name: "conv2").Tanh().AvgPool2d(2)
        .Flatten()
        .Linear(120, name: "fc1").Tanh()
        .Linear(84, name: "fc2").Tanh()
        .Linear(10, name: "fc3");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
