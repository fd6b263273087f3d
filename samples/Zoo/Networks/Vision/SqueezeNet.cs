using Sinter;

namespace Zoo.Networks;

/// <summary>SqueezeNet 1.1, as torchvision's <c>squeezenet1_1</c>.</summary>
/// <remarks>Iandola, Han, Moskewicz, Ashraf, Dally and Keutzer, "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and less than 0.5MB model size", 2016.</remarks>
[Network]
internal sealed partial class SqueezeNet
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        var x = image.Conv2d(64, kernel: 3, stride: 2, name: "features.0").Relu();
        int[] squeezed = [16, 16, 0, 32, 32, 0, 48, 48, 64, 64];
        x = x.MaxPool2d(3, stride: 2, ceilMode: true);
        for (var i = 0; i < squeezed.Length; i++)
        {
            var width = squeezed[i];
            x = width == 0 ? x.MaxPool2d(3, stride: 2, ceilMode: true) : x.Scope($"features.{i + 3}", f => Fire(f, width));
        }

        return x.Dropout().Conv2d(1000, kernel: 1, name: "classifier.1").Relu().GlobalAvgPool2d();
    }

    private static Tensor Fire(Tensor x, int width)
    {
        var y = x.Conv2d(width, kernel: 1, name: "squeeze").Relu();
        return y.Conv2d(4 * width, kernel: 1, name: "expand1x1").Relu().Concat(y.Conv2d(4 * width, kernel: 3, padding: 1, name: "expand3x3").Relu());
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
