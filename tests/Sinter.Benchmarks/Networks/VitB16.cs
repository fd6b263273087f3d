using Sinter;

namespace Networks;

/// <summary>The vision Transformer with patches of 16 x 16 pixels (Dosovitskiy et al. 2020): 12 blocks, d 768, 12 heads, trainable.</summary>
[Network]
public partial class VitB16
{
    static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        var patches = image.Conv2d(768, kernel: 16, stride: 16, name: "conv_proj").Reshape(768, 196).Transpose(0, 1);
        var first = patches.Zeros(1, 768) + patches.Parameter("class_token", [1, 768]);
        var x = Tensor.Concat([first, patches], axis: 0).LearnedPositions(name: "pos_embedding");
        for (var i = 0; i < 12; i++)
            x = x.TransformerEncoderLayer(heads: 12, feedForward: 3072, dropout: 0, activation: TransformerActivation.Gelu, normFirst: true, name: $"encoder.layers.{i}");
        return x.LayerNorm(1, name: "encoder.ln").Slice(0, 0, 1).Flatten().Linear(1000, name: "heads.head");
    }

    static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
