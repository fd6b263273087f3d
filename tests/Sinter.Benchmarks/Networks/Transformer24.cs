using Sinter;

namespace Networks;

/// <summary>A language model of the size of GPT-2 medium: 24 blocks, d 1,024, 16 heads, 1,024 places.</summary>
[Network]
public partial class Transformer24
{
    static Tensor Define([Shape(1024)] Tokens text)
    {
        var x = text.Embedding(50_257, 1024, name: "wte").LearnedPositions(name: "wpe");
        for (var i = 0; i < 24; i++) x = x.GptBlock(heads: 16, name: $"h{i}");
        return x.LayerNorm(1, name: "ln_f").Linear(50_257, bias: false, name: "head");
    }

    static Tensor Loss(Tensor logits, [Shape(1024)] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
