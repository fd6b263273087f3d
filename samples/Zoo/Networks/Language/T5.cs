using Sinter;

namespace Zoo.Networks;

/// <summary>T5, the small one, encoder and decoder, as Hugging Face's <c>T5ForConditionalGeneration</c>: scores get a number learned for each range of distances.</summary>
/// <remarks>Raffel, Shazeer, Roberts, Lee, Narang, Matena, Zhou, Li and Liu, "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", 2019.</remarks>
[Network, Dim("S", Max = 128), Dim("T", Max = 128)]
internal sealed partial class T5
{
    private const int Words = 32_128, Width = 512, Heads = 8, Size = 64;

    private static Tensor Define([Shape("S")] Tokens source, [Shape] Tokens lengths, [Shape("T")] Tokens before)
    {
        var table = source.Parameter("shared.weight", [Words, Width], Initializer.Normal());
        var memory = Stack(source.Embedding(table), "encoder", null, lengths);
        return (Stack(before.Embedding(table), "decoder", memory, lengths) * (1 / MathF.Sqrt(Width))).Linear(table);
    }

    private static Tensor Stack(Tensor x, string name, Tensor? memory, Tokens lengths)
    {
        var isDecoder = memory is not null;
        var bias = x.BucketedPositionBias(Heads, bidirectional: !isDecoder, name: $"{name}.block.0.layer.0.SelfAttention.relative_attention_bias");
        x = x.Dropout(0.1f);
        for (var i = 0; i < 6; i++)
        {
            x = x.Scope($"{name}.block.{i}", block =>
            {
                block = Added(block, "layer.0", y => Attention(y, y, "SelfAttention", bias, isDecoder ? null : lengths, isDecoder));
                if (memory is not null) block = Added(block, "layer.1", y => Attention(y, memory, "EncDecAttention", null, lengths, false));
                return Added(block, isDecoder ? "layer.2" : "layer.1", y => y.Scope("DenseReluDense", wide => wide
                    .Linear(2048, bias: false, name: "wi").Relu().Dropout(0.1f).Linear(Width, bias: false, name: "wo")));
            });
        }

        return x.RMSNorm(epsilon: 1e-6f, name: $"{name}.final_layer_norm").Dropout(0.1f);
    }

    private static Tensor Added(Tensor x, string name, Func<Tensor, Tensor> body) => x + x.Scope(name, y => body(y.RMSNorm(epsilon: 1e-6f, name: "layer_norm"))).Dropout(0.1f);

    private static Tensor Attention(Tensor x, Tensor memory, string name, Tensor? bias, Tokens? lengths, bool causal) => x.Scope(name, y =>
    {
        Tensor Part(Tensor z, string part) => z.Linear(Heads * Size, bias: false, name: part).Reshape(-1, Heads, Size);
        return Part(y, "q").Attention(Part(memory, "k"), Part(memory, "v"), causal, bias: bias, lengths: lengths, scale: 1, dropout: 0.1f).Flatten(1).Linear(Width, bias: false, name: "o");
    });

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens words) => logits.CrossEntropy(words, axis: -1);
}
