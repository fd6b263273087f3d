using Sinter;

namespace Zoo.Networks;

/// <summary>The residual network of 110 layers for CIFAR-10, whose shortcuts have no parameters; names as in torchvision's residual networks.</summary>
/// <remarks>He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2015.</remarks>
[Network]
internal sealed partial class ResNet110
{
    private static Tensor Define([Shape(3, 32, 32)] Tensor image)
    {
        var x = image.Conv2d(16, kernel: 3, padding: 1, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu();
        for (var stage = 0; stage < 3; stage++)
        {
            for (var block = 0; block < 18; block++)
            {
                var (width, stride) = (16 << stage, stage > 0 && block == 0 ? 2 : 1);
                x = x.Scope($"layer{stage + 1}.{block}", b => BasicBlock(b, width, stride));
            }
        }

        return x.GlobalAvgPool2d().Linear(10, name: "fc");
    }

    private static Tensor BasicBlock(Tensor x, int width, int stride)
    {
        var y = x.Conv2d(width, kernel: 3, stride: stride, padding: 1, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu()
            .Conv2d(width, kernel: 3, padding: 1, bias: false, name: "conv2").BatchNorm2d(name: "bn2");

        // Every other pixel, and zeros for the channels that are new, half of them on either side.
        var shortcut = stride == 1 ? x : x.Slice(1, 0, step: 2).Slice(2, 0, step: 2).Pad(0, width / 4, width / 4);
        return (y + shortcut).Relu();
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
