using Sinter;

namespace Zoo.Networks;

/// <summary>The vision Transformer of 12 layers over patches of 16 x 16 pixels, as torchvision's <c>vit_b_16</c>.</summary>
/// <remarks>Dosovitskiy, Beyer, Kolesnikov, Weissenborn, Zhai, Unterthiner, Dehghani, Minderer, Heigold, Gelly, Uszkoreit and Houlsby, "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale", 2020.</remarks>
[Network]
internal sealed partial class VitB16
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        var patches = image.Conv2d(768, kernel: 16, stride: 16, name: "conv_proj").Reshape(768, 196).Transpose();
        var token = image.Parameter("class_token", [1, 1, 768], Initializer.Zeros).Reshape(1, 768);
        var places = image.Parameter("encoder.pos_embedding", [1, 197, 768], Initializer.Normal(standardDeviation: 0.02f)).Reshape(197, 768);
        var x = (patches.Zeros(1, 768) + token).Concat(patches) + places;
        for (var i = 0; i < 12; i++) x = x.Scope($"encoder.layers.encoder_layer_{i}", Layer);
        return x.LayerNorm(epsilon: 1e-6f, name: "encoder.ln").Select(0, 0).Linear(1000, name: "heads.head");
    }

    private static Tensor Layer(Tensor x)
    {
        var y = x + x.LayerNorm(epsilon: 1e-6f, name: "ln_1").MultiHeadAttention(heads: 12, name: "self_attention");
        return y + y.LayerNorm(epsilon: 1e-6f, name: "ln_2").Linear(3072, name: "mlp.0").Gelu().Linear(768, name: "mlp.3");
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
