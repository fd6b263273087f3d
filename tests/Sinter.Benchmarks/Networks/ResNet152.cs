using Sinter;

namespace Networks;

/// <summary>The 152-layer residual network (He et al. 2015), trainable.</summary>
[Network]
public partial class ResNet152
{
    static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        var x = image.Conv2d(64, kernel: 7, stride: 2, padding: 3, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu().MaxPool2d(3, stride: 2, padding: 1);
        int[] depths = [3, 8, 36, 3];
        for (var stage = 0; stage < 4; stage++)
        {
            for (var block = 0; block < depths[stage]; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                var width = 64 << stage;
                var first = block == 0;
                x = x.Scope($"layer{stage + 1}.{block}", b => Bottleneck(b, width, stride, first));
            }
        }

        return x.GlobalAvgPool2d().Linear(1000, name: "fc");
    }

    static Tensor Bottleneck(Tensor x, int width, int stride, bool project)
    {
        var y = x.Conv2d(width, kernel: 1, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu()
            .Conv2d(width, kernel: 3, stride: stride, padding: 1, bias: false, name: "conv2").BatchNorm2d(name: "bn2").Relu()
            .Conv2d(4 * width, kernel: 1, bias: false, name: "conv3").BatchNorm2d(name: "bn3");
        var shortcut = project ? x.Scope("downsample", s => s.Conv2d(4 * width, kernel: 1, stride: stride, bias: false, name: "0").BatchNorm2d(name: "1")) : x;
        return (y + shortcut).Relu();
    }

    static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
