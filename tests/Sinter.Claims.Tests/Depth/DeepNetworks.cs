namespace Sinter.Claims.Depth;

/// <summary>The networks of He et al. 2015 for small images: three stages of 16, 32 and 64 channels, with and without ways around every two layers.</summary>
internal static class Deep
{
    public const int Side = 16, Classes = 10;

    /// <summary>6·blocks + 2 layers.</summary>
    public static Tensor Layers(Tensor image, int blocks, bool residual)
    {
        var x = image.Conv2d(16, kernel: 3, padding: 1, bias: false, initializer: He(3), name: "conv1").BatchNorm2d(name: "bn1").Relu();
        for (var stage = 0; stage < 3; stage++)
        {
            for (var block = 0; block < blocks; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                var width = 16 << stage;
                x = x.Scope($"layer{stage + 1}.{block}", b => Block(b, width, stride, residual));
            }
        }

        return x.GlobalAvgPool2d().Linear(Classes, name: "fc");
    }

    private static Tensor Block(Tensor x, int width, int stride, bool residual)
    {
        var y = x.Conv2d(width, kernel: 3, stride: stride, padding: 1, bias: false, initializer: He(width / stride), name: "conv1").BatchNorm2d(name: "bn1").Relu()
            .Conv2d(width, kernel: 3, padding: 1, bias: false, initializer: He(width), name: "conv2").BatchNorm2d(name: "bn2");
        if (!residual) return y.Relu();

        // The paper's shortcut without parameters: every second pixel, and zeros in the channels that are new.
        var shortcut = stride == 1 ? x : x.Slice(1, 0, step: 2).Slice(2, 0, step: 2).Pad(0, width / 4, width / 4);
        return (y + shortcut).Relu();
    }

    // The initialisation of He et al. 2015 (Delving deep into rectifiers).
    private static Initializer He(int channels) => Initializer.Normal(standardDeviation: MathF.Sqrt(2f / (9 * channels)));
}

/// <summary>20 layers on top of one another.</summary>
[Network]
public partial class Plain20
{
    private static Tensor Define([Shape(3, Deep.Side, Deep.Side)] Tensor image) => Deep.Layers(image, blocks: 3, residual: false);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>110 layers on top of one another.</summary>
[Network]
public partial class Plain110
{
    private static Tensor Define([Shape(3, Deep.Side, Deep.Side)] Tensor image) => Deep.Layers(image, blocks: 18, residual: false);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}

/// <summary>110 layers with a way around every two.</summary>
[Network]
public partial class Residual110
{
    private static Tensor Define([Shape(3, Deep.Side, Deep.Side)] Tensor image) => Deep.Layers(image, blocks: 18, residual: true);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
