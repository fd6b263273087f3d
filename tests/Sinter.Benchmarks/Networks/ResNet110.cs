using Sinter;

namespace Networks;

/// <summary>The 110-layer residual network for CIFAR-10 (He et al. 2015), trainable.</summary>
[Network]
public partial class ResNet110
{
    static Tensor Define([Shape(3, 32, 32)] Tensor image)
    {
        var x = image.Conv2d(16, kernel: 3, padding: 1, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu();
        for (var stage = 0; stage < 3; stage++)
        {
            for (var block = 0; block < 18; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                var width = 16 << stage;
                x = x.Scope($"layer{stage + 1}.{block}", b => BasicBlock(b, width, stride));
            }
        }

        return x.GlobalAvgPool2d().Linear(10, name: "fc");
    }

    static Tensor BasicBlock(Tensor x, int width, int stride)
    {
        var y = x.Conv2d(width, kernel: 3, stride: stride, padding: 1, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu()
            .Conv2d(width, kernel: 3, padding: 1, bias: false, name: "conv2").BatchNorm2d(name: "bn2");
        var shortcut = stride == 1 ? x : x.Scope("downsample", s => s.Conv2d(width, kernel: 1, stride: stride, bias: false, name: "0").BatchNorm2d(name: "1"));
        return (y + shortcut).Relu();
    }

    static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
