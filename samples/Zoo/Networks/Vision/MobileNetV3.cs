using Sinter;

namespace Zoo.Networks;

/// <summary>MobileNetV3, the large one, as torchvision's <c>mobilenet_v3_large</c>.</summary>
/// <remarks>Howard, Sandler, Chu, Chen, Chen, Tan, Wang, Zhu, Pang, Vasudevan, Le and Adam, "Searching for MobileNetV3", 2019.</remarks>
[Network]
internal sealed partial class MobileNetV3
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        (int Kernel, int Wide, int Channels, bool Squeezed, bool Swish, int Stride)[] blocks =
        [
            (3, 16, 16, false, false, 1), (3, 64, 24, false, false, 2), (3, 72, 24, false, false, 1), (5, 72, 40, true, false, 2), (5, 120, 40, true, false, 1),
            (5, 120, 40, true, false, 1), (3, 240, 80, false, true, 2), (3, 200, 80, false, true, 1), (3, 184, 80, false, true, 1), (3, 184, 80, false, true, 1),
            (3, 480, 112, true, true, 1), (3, 672, 112, true, true, 1), (5, 672, 160, true, true, 2), (5, 960, 160, true, true, 1), (5, 960, 160, true, true, 1),
        ];
        var x = Unit(image, "features.0", 16, kernel: 3, stride: 2).HardSwish();
        for (var i = 0; i < blocks.Length; i++)
        {
            var block = blocks[i];
            x = x.Scope($"features.{i + 1}.block", b => Block(b, block.Kernel, block.Wide, block.Channels, block.Squeezed, block.Swish, block.Stride));
        }

        return Unit(x, "features.16", 960, kernel: 1).HardSwish().GlobalAvgPool2d()
            .Linear(1280, name: "classifier.0").HardSwish().Dropout(0.2f).Linear(1000, name: "classifier.3");
    }

    private static Tensor Block(Tensor x, int kernel, int wide, int channels, bool isSqueezed, bool isSwish, int stride)
    {
        Tensor Activated(Tensor y) => isSwish ? y.HardSwish() : y.Relu();
        var (y, place) = (x, 0);
        if (wide != x.Shape[0]) y = Activated(Unit(y, $"{place++}", wide, kernel: 1));
        y = Activated(Unit(y, $"{place++}", wide, kernel, stride, wide));
        if (isSqueezed) y = y.Scope($"{place++}", s => s * s.GlobalAvgPool2d(keepDims: true)
            .Conv2d(Squeezed(wide / 4), kernel: 1, name: "fc1").Relu().Conv2d(wide, kernel: 1, name: "fc2").HardSigmoid());
        y = Unit(y, $"{place}", channels, kernel: 1);
        return stride == 1 && x.Shape[0] == channels ? x + y : y;
    }

    // A multiple of 8 that is not less by a tenth.
    private static int Squeezed(int channels) => (channels + 4) / 8 * 8 * 10 < channels * 9 ? ((channels + 4) / 8 * 8) + 8 : (channels + 4) / 8 * 8;

    private static Tensor Unit(Tensor x, string name, int channels, int kernel, int stride = 1, int groups = 1) => x.Scope(name, u => u
        .Conv2d(channels, kernel, stride, padding: kernel / 2, groups: groups, bias: false, name: "0").BatchNorm2d(momentum: 0.01f, epsilon: 0.001f, name: "1"));

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
