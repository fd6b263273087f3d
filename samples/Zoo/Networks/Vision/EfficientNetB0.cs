using Sinter;

namespace Zoo.Networks;

/// <summary>EfficientNet-B0, as torchvision's <c>efficientnet_b0</c>.</summary>
/// <remarks>Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019.</remarks>
[Network]
internal sealed partial class EfficientNetB0
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        (int Expansion, int Kernel, int Stride, int Channels, int Count)[] stages =
            [(1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1)];
        var (x, place) = (Unit(image, "features.0", 32, kernel: 3, stride: 2).Silu(), 0);
        for (var stage = 0; stage < stages.Length; stage++)
        {
            var (expansion, kernel, stride, channels, count) = stages[stage];
            for (var i = 0; i < count; i++)
            {
                var (step, dropped) = (i == 0 ? stride : 1, 0.2f * place / 16);
                x = x.Scope($"features.{stage + 1}.{i}.block", b => Block(b, expansion, kernel, step, channels, dropped));
                place++;
            }
        }

        return Unit(x, "features.8", 1280, kernel: 1).Silu().GlobalAvgPool2d().Dropout(0.2f).Linear(1000, name: "classifier.1");
    }

    private static Tensor Block(Tensor x, int expansion, int kernel, int stride, int channels, float dropped)
    {
        var (y, place, wide) = (x, 0, expansion * x.Shape[0]);
        if (expansion > 1) y = Unit(y, $"{place++}", wide, kernel: 1).Silu();
        y = Unit(y, $"{place++}", wide, kernel, stride, wide).Silu();
        y = y.Scope($"{place++}", s => s * s.GlobalAvgPool2d(keepDims: true)
            .Conv2d(x.Shape[0] / 4, kernel: 1, name: "fc1").Silu().Conv2d(wide, kernel: 1, name: "fc2").Sigmoid());
        y = Unit(y, $"{place}", channels, kernel: 1);
        return stride == 1 && x.Shape[0] == channels ? x + y.StochasticDepth(dropped) : y;
    }

    private static Tensor Unit(Tensor x, string name, int channels, int kernel, int stride = 1, int groups = 1) => x.Scope(name, u => u
        .Conv2d(channels, kernel, stride, padding: kernel / 2, groups: groups, bias: false, name: "0").BatchNorm2d(name: "1"));

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
