using Sinter;

namespace Zoo.Networks;

/// <summary>The densely connected network of 121 layers, as torchvision's <c>densenet121</c>.</summary>
/// <remarks>Huang, Liu, van der Maaten and Weinberger, "Densely Connected Convolutional Networks", 2016.</remarks>
[Network]
internal sealed partial class DenseNet121
{
    private const int Growth = 32;

    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        var x = image.Conv2d(2 * Growth, kernel: 7, stride: 2, padding: 3, bias: false, name: "features.conv0").BatchNorm2d(name: "features.norm0").Relu().MaxPool2d(3, stride: 2, padding: 1);
        int[] depths = [6, 12, 24, 16];
        for (var block = 0; block < 4; block++)
        {
            for (var layer = 0; layer < depths[block]; layer++) x = x.Scope($"features.denseblock{block + 1}.denselayer{layer + 1}", DenseLayer);
            if (block < 3) x = x.Scope($"features.transition{block + 1}", t => t.BatchNorm2d(name: "norm").Relu().Conv2d(t.Shape[0] / 2, kernel: 1, bias: false, name: "conv").AvgPool2d(2));
        }

        return x.BatchNorm2d(name: "features.norm5").Relu().GlobalAvgPool2d().Linear(1000, name: "classifier");
    }

    private static Tensor DenseLayer(Tensor x) => x.Concat(x
        .BatchNorm2d(name: "norm1").Relu().Conv2d(4 * Growth, kernel: 1, bias: false, name: "conv1")
        .BatchNorm2d(name: "norm2").Relu().Conv2d(Growth, kernel: 3, padding: 1, bias: false, name: "conv2"));

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
