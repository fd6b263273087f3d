using Sinter;

namespace Zoo.Networks;

/// <summary>The block of the textbooks: attention of several heads and two linear layers, each added to its input and normalised.</summary>
/// <remarks>Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin, "Attention Is All You Need", 2017.</remarks>
[Network]
internal sealed partial class TransformerBlock
{
    private static Tensor Define([Shape(64, 256)] Tensor x)
    {
        var attended = x.MultiHeadAttention(heads: 8, name: "attention");
        x = (x + attended.Dropout(0.1f)).LayerNorm(name: "norm1");
        var wide = x.Linear(1024, name: "feed_forward.0").Relu().Linear(256, name: "feed_forward.2");
        return (x + wide.Dropout(0.1f)).LayerNorm(name: "norm2");
    }

    private static Tensor Loss(Tensor y, [Shape(64, 256)] Tensor target) => y.MeanSquaredError(target);
}
