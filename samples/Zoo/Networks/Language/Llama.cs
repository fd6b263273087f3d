using Sinter;

namespace Zoo.Networks;

/// <summary>LLaMA with 15 million parameters, as Hugging Face's <c>LlamaForCausalLM</c> has llama2.c's stories15M.</summary>
/// <remarks>Touvron, Lavril, Izacard, Martinet, Lachaux, Lacroix, Rozière, Goyal, Hambro, Azhar, Rodriguez, Joulin, Grave and Lample, "LLaMA: Open and Efficient Foundation Language Models", 2023.</remarks>
[Network, Dim("T", Max = 256)]
internal sealed partial class Llama
{
    private static Tensor Define([Shape("T")] Tokens text)
    {
        var table = text.Parameter("model.embed_tokens.weight", [32_000, 288], Initializer.Normal(standardDeviation: 0.02f));
        var x = text.Embedding(table);
        for (var i = 0; i < 6; i++) x = x.LlamaBlock(heads: 6, feedForward: 768, name: $"model.layers.{i}");
        return x.RMSNorm(epsilon: 1e-5f, name: "model.norm").Linear(table);
    }

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
