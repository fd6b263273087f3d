using Sinter;

namespace Zoo.Networks;

/// <summary>AlexNet in one column, as torchvision's <c>alexnet</c>.</summary>
/// <remarks>Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014.</remarks>
[Network]
internal sealed partial class AlexNet
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => image
        .Conv2d(64, kernel: 11, stride: 4, padding: 2, name: "features.0").Relu().MaxPool2d(3, stride: 2)
        .Conv2d(192, kernel: 5, padding: 2, name: "features.3").Relu().MaxPool2d(3, stride: 2)
        .Conv2d(384, kernel: 3, padding: 1, name: "features.6").Relu()
        .Conv2d(256, kernel: 3, padding: 1, name: "features.8").Relu()
        .Conv2d(256, kernel: 3, padding: 1, name: "features.10").Relu().MaxPool2d(3, stride: 2)
        .Flatten()
        .Dropout().Linear(4096, name: "classifier.1").Relu()
        .Dropout().Linear(4096, name: "classifier.4").Relu()
        .Linear(1000, name: "classifier.6");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
