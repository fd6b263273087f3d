using Sinter;

namespace Networks;

/// <summary>A language model of the size of GPT-2 small (Radford et al. 2019): 12 blocks, d 768, 12 heads, 1,024 places, trainable.</summary>
[Network]
public partial class Gpt2
{
    static Tensor Define([Shape(1024)] Tokens text)
    {
        var x = text.Embedding(50_257, 768, name: "wte").LearnedPositions(name: "wpe");
        for (var i = 0; i < 12; i++) x = x.GptBlock(heads: 12, name: $"h.{i}");
        return x.LayerNorm(1, name: "ln_f").Linear(50_257, bias: false, name: "head");
    }

    static Tensor Loss(Tensor logits, [Shape(1024)] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
