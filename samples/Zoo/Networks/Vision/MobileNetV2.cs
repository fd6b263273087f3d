using Sinter;

namespace Zoo.Networks;

/// <summary>MobileNetV2, as torchvision's <c>mobilenet_v2</c>.</summary>
/// <remarks>Sandler, Howard, Zhu, Zhmoginov and Chen, "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018.</remarks>
[Network]
internal sealed partial class MobileNetV2
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        (int Expansion, int Channels, int Count, int Stride)[] stages =
            [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];
        var x = image.Scope("features.0", first => first.Conv2d(32, kernel: 3, stride: 2, padding: 1, bias: false, name: "0").BatchNorm2d(name: "1").Relu6());
        var place = 1;
        foreach (var (expansion, channels, count, stride) in stages)
        {
            for (var block = 0; block < count; block++)
            {
                var step = block == 0 ? stride : 1;
                x = x.Scope($"features.{place}.conv", b => InvertedResidual(b, expansion, channels, step));
                place++;
            }
        }

        return x.Scope("features.18", last => last.Conv2d(1280, kernel: 1, bias: false, name: "0").BatchNorm2d(name: "1").Relu6())
            .GlobalAvgPool2d().Dropout(0.2f).Linear(1000, name: "classifier.1");
    }

    private static Tensor InvertedResidual(Tensor x, int expansion, int channels, int stride)
    {
        var (y, place) = (x, 0);
        if (expansion > 1)
        {
            y = y.Scope("0", wide => wide.Conv2d(expansion * x.Shape[0], kernel: 1, bias: false, name: "0").BatchNorm2d(name: "1").Relu6());
            place = 1;
        }

        y = y.Scope($"{place}", deep => deep.DepthwiseConv2d(kernel: 3, stride: stride, padding: 1, bias: false, name: "0").BatchNorm2d(name: "1").Relu6());
        y = y.Conv2d(channels, kernel: 1, bias: false, name: $"{place + 1}").BatchNorm2d(name: $"{place + 2}");
        return stride == 1 && x.Shape[0] == channels ? x + y : y;
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
