namespace Sinter.Peers.Networks;

/// <summary>Two encoder layers of 128 features and 4 heads over 128 places, and the mean of the places.</summary>
[Network]
public sealed partial class Encoder
{
    private static Tensor Define([Shape(128, 128)] Tensor x)
    {
        for (var i = 0; i < 2; i++) x = x.TransformerEncoderLayer(4, 512, dropout: 0, name: $"encoder.layers.{i}");
        return x.Mean(0).Linear(10, name: "fc");
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
