namespace Sinter.Golden.Networks;

/// <summary>The block of ConvNeXt (Liu et al. 2022) without layer scale, pooled.</summary>
[Network]
public partial class SeparableBlock
{
    private static Tensor Define([Shape(12, 9, 9)] Tensor image)
    {
        var y = image.Conv2d(12, kernel: 7, padding: 3, groups: 12, name: "dwconv")
            .Permute(1, 2, 0)
            .LayerNorm(epsilon: 1e-6f, name: "norm")
            .Linear(48, name: "pwconv1").Gelu().Linear(12, name: "pwconv2")
            .Permute(2, 0, 1);
        return (image + y).GlobalAvgPool2d().Linear(10, name: "head");
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
