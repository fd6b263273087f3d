using Sinter;

namespace Zoo.Networks;

/// <summary>The base encoder and decoder for translation, as <c>torch.nn.Transformer</c> with one table for all words.</summary>
/// <remarks>Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin, "Attention Is All You Need", 2017.</remarks>
[Network, Dim("S", Max = 128), Dim("T", Max = 128)]
internal sealed partial class Transformer
{
    private const int Words = 37_000, Width = 512;

    private static Tensor Define([Shape("S")] Tokens source, [Shape] Tokens lengths, [Shape("T")] Tokens before)
    {
        var table = source.Parameter("embedding.weight", [Words, Width], Initializer.Normal(standardDeviation: 0.0442f));
        var (memory, x) = (Embedded(source, table), Embedded(before, table));
        for (var i = 0; i < 6; i++) memory = memory.TransformerEncoderLayer(heads: 8, lengths: lengths, name: $"transformer.encoder.layers.{i}");
        memory = memory.LayerNorm(name: "transformer.encoder.norm");
        for (var i = 0; i < 6; i++) x = x.TransformerDecoderLayer(memory, heads: 8, memoryLengths: lengths, name: $"transformer.decoder.layers.{i}");
        return x.LayerNorm(name: "transformer.decoder.norm").Linear(table);
    }

    private static Tensor Embedded(Tokens words, Tensor table) => (words.Embedding(table) * MathF.Sqrt(Width)).SinusoidalPositions().Dropout(0.1f);

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens words) => logits.CrossEntropy(words, labelSmoothing: 0.1f, axis: -1);
}
