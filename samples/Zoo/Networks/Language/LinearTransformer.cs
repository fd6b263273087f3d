using Sinter;

namespace Zoo.Networks;

/// <summary>Draws digits pixel by pixel with attention whose time grows with the length and not with its square; names as in the authors' fast-transformers.</summary>
/// <remarks>Katharopoulos, Vyas, Pappas and Fleuret, "Transformers are RNNs: Fast Autoregressive Transformers with Linear Attention", 2020.</remarks>
[Network, Dim("T", Max = 784)]
internal sealed partial class LinearTransformer
{
    private const int Shades = 256, Width = 256, Heads = 8;

    private static Tensor Define([Shape("T")] Tokens pixels)
    {
        var x = pixels.Embedding(Shades, Width, name: "value_embedding").LearnedPositions(length: 784, name: "position_embedding");
        for (var i = 0; i < 8; i++) x = x.Scope($"transformer.layers.{i}", Layer);
        return x.LayerNorm(name: "transformer.norm").Linear(Shades, name: "predictor");
    }

    private static Tensor Layer(Tensor x)
    {
        Tensor Part(string name) => x.Linear(Width, name: $"attention.{name}_projection").Reshape(-1, Heads, Width / Heads);
        var attended = Part("query").LinearAttention(Part("key"), Part("value"), causal: true).Flatten(1);
        x = (x + attended.Linear(Width, name: "attention.out_projection")).LayerNorm(name: "norm1");
        return (x + x.Linear(4 * Width, name: "linear1").Relu().Linear(Width, name: "linear2")).LayerNorm(name: "norm2");
    }

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
