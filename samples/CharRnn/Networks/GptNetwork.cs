using Sinter;

namespace CharRnn.Networks;

/// <summary>A small GPT with nanoGPT's parameter names: four blocks of four heads, the output weight tied to the embedding.</summary>
[Network]
public partial class GptNetwork
{
    private static Tensor Define([Shape(Sizes.GptContext)] Tokens text)
    {
        var normal = Initializer.Normal(standardDeviation: 0.02f);
        var output = Initializer.Normal(standardDeviation: 0.02f / MathF.Sqrt(2 * Sizes.GptBlocks));
        var table = text.Parameter("wte.weight", [Sizes.Characters, Sizes.GptFeatures], normal);
        var x = text.Embedding(table).LearnedPositions(normal, name: "wpe");
        for (var block = 0; block < Sizes.GptBlocks; block++) x = x.GptBlock(heads: 4, bias: false, initializer: normal, outputInitializer: output, name: $"h.{block}");
        return x.LayerNorm(name: "ln_f").Linear(table);
    }

    private static Tensor Loss(Tensor logits, [Shape(Sizes.GptContext)] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
