namespace Sinter.Claims.Data;

/// <summary>A small vision Transformer (Dosovitskiy et al. 2020) for digits: 16 patches of 7 x 7 pixels, three blocks, and the mean of what they say.</summary>
[Network]
public partial class VisionTransformer
{
    private const int Features = 48, Patches = 16;

    private static Tensor Define([Shape(1, 28, 28)] Tensor image)
    {
        var x = image.Conv2d(Features, kernel: 7, stride: 7, name: "patches").Reshape(Features, Patches).Transpose()
            .LearnedPositions(Initializer.Normal(standardDeviation: 0.02f), name: "places");
        for (var i = 0; i < 3; i++) x = x.TransformerEncoderLayer(heads: 4, feedForward: 2 * Features, dropout: 0, activation: TransformerActivation.Gelu, normFirst: true, name: $"layers.{i}");
        return x.LayerNorm(name: "norm").Mean(0).Linear(10, name: "head");
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
