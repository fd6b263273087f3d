using Sinter;

namespace Zoo.Networks;

/// <summary>ConvNeXt, the tiny one, as torchvision's <c>convnext_tiny</c>.</summary>
/// <remarks>Liu, Mao, Wu, Feichtenhofer, Darrell and Xie, "A ConvNet for the 2020s", 2022.</remarks>
[Network]
internal sealed partial class ConvNeXtTiny
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        int[] depths = [3, 3, 9, 3];
        var (x, place) = (image.Conv2d(96, kernel: 4, stride: 4, name: "features.0.0").LayerNorm2d(1e-6f, name: "features.0.1"), 0);
        for (var stage = 0; stage < 4; stage++)
        {
            var width = 96 << stage;
            if (stage > 0) x = x.Scope($"features.{2 * stage}", d => d.LayerNorm2d(1e-6f, name: "0").Conv2d(width, kernel: 2, stride: 2, name: "1"));
            for (var block = 0; block < depths[stage]; block++)
            {
                var dropped = 0.1f * place++ / 17;
                x = x.Scope($"features.{(2 * stage) + 1}.{block}", b => Block(b, width, dropped));
            }
        }

        return x.GlobalAvgPool2d(keepDims: true).LayerNorm2d(1e-6f, name: "classifier.0").Flatten().Linear(1000, name: "classifier.2");
    }

    private static Tensor Block(Tensor x, int width, float dropped)
    {
        var y = x.DepthwiseConv2d(kernel: 7, padding: 3, name: "block.0").Permute(1, 2, 0)
            .LayerNorm(epsilon: 1e-6f, name: "block.2").Linear(4 * width, name: "block.3").Gelu().Linear(width, name: "block.5").Permute(2, 0, 1);
        return x + (y * x.Parameter("layer_scale", [width, 1, 1], Initializer.Constant(1e-6f))).StochasticDepth(dropped);
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
