namespace Sinter.Golden.Networks;

/// <summary>He et al. 2016 with a projection shortcut, pooled. Extents are odd and channels no multiple of a vector.</summary>
[Network]
public partial class ResidualBlock
{
    private static Tensor Define([Shape(6, 9, 9)] Tensor image) => image
        .Scope("layer1.0", x => BasicBlock(x, 20, stride: 2))
        .GlobalAvgPool2d()
        .Linear(10, name: "fc");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);

    private static Tensor BasicBlock(Tensor x, int channels, int stride)
    {
        var y = x.Conv2d(channels, kernel: 3, stride: stride, padding: 1, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu()
            .Conv2d(channels, kernel: 3, padding: 1, bias: false, name: "conv2").BatchNorm2d(name: "bn2");
        var shortcut = x.Conv2d(channels, kernel: 1, stride: stride, bias: false, name: "downsample.0").BatchNorm2d(name: "downsample.1");
        return (y + shortcut).Relu();
    }
}
