using Sinter;

namespace Zoo.Networks;

/// <summary>Frames of speech to 40 sounds: attention for what is far and convolutions for what is near; the small one, with the names of torchaudio's <c>Conformer</c>.</summary>
/// <remarks>Gulati, Qin, Chiu, Parmar, Zhang, Yu, Han, Wang, Zhang, Wu and Pang, "Conformer: Convolution-augmented Transformer for Speech Recognition", 2020.</remarks>
[Network, Dim("T", Max = 512)]
internal sealed partial class Conformer
{
    private const int Width = 144;

    private static Tensor Define([Shape("T", 80)] Tensor frames, [Shape] Tokens lengths)
    {
        var x = frames.Linear(Width, name: "input_linear").Dropout(0.1f);
        for (var i = 0; i < 16; i++) x = x.Scope($"conformer_layers.{i}", layer => Layer(layer, lengths));
        return x.Linear(40, name: "output_linear");
    }

    private static Tensor Layer(Tensor x, Tokens lengths)
    {
        x += 0.5f * x.Scope("ffn1.sequential", FeedForward);
        x += x.LayerNorm(name: "self_attn_layer_norm").MultiHeadAttention(heads: 4, lengths: lengths, dropout: 0.1f, name: "self_attn").Dropout(0.1f);
        x += x.Scope("conv_module", Convolution);
        return (x + (0.5f * x.Scope("ffn2.sequential", FeedForward))).LayerNorm(name: "final_layer_norm");
    }

    private static Tensor FeedForward(Tensor x) => x
        .LayerNorm(name: "0").Linear(4 * Width, name: "1").Silu().Dropout(0.1f).Linear(Width, name: "4").Dropout(0.1f);

    private static Tensor Convolution(Tensor x)
    {
        var halves = x.LayerNorm(name: "layer_norm").Transpose().Conv1d(2 * Width, kernel: 1, name: "sequential.0").Chunk(2);
        return (halves[0] * halves[1].Sigmoid())
            .Conv1d(Width, kernel: 31, padding: 15, groups: Width, name: "sequential.2").BatchNorm1d(name: "sequential.3").Silu()
            .Conv1d(Width, kernel: 1, name: "sequential.5").Transpose().Dropout(0.1f);
    }

    private static Tensor Loss(Tensor sounds, [Shape("T")] Tokens right) => sounds.CrossEntropy(right, axis: -1);
}
