using Sinter;

namespace Zoo.Networks;

/// <summary>GPT-2, the small one, as Hugging Face's <c>GPT2LMHeadModel</c>, whose linear layers store their weights the other way round.</summary>
/// <remarks>Radford, Wu, Child, Luan, Amodei and Sutskever, "Language Models are Unsupervised Multitask Learners", 2019.</remarks>
[Network, Dim("T", Max = 1024)]
internal sealed partial class Gpt2
{
    private const int Words = 50_257, Width = 768, Heads = 12, Layers = 12;

    private static Tensor Define([Shape("T")] Tokens text)
    {
        var small = Initializer.Normal(standardDeviation: 0.02f);
        var table = text.Parameter("wte.weight", [Words, Width], small);
        var x = text.Embedding(table).LearnedPositions(small, length: 1024, name: "wpe").Dropout(0.1f);
        for (var i = 0; i < Layers; i++) x = x.Scope($"h.{i}", Block);
        return x.LayerNorm(name: "ln_f").Linear(table);
    }

    private static Tensor Block(Tensor x)
    {
        var parts = Conv1D(x.LayerNorm(name: "ln_1"), "attn.c_attn", 3 * Width).Chunk(3, axis: 1);
        Tensor Split(int part) => parts[part].Reshape(-1, Heads, Width / Heads);
        var attended = Split(0).Attention(Split(1), Split(2), causal: true, dropout: 0.1f).Flatten(1);
        x += Conv1D(attended, "attn.c_proj", Width).Dropout(0.1f);
        return x + Conv1D(Conv1D(x.LayerNorm(name: "ln_2"), "mlp.c_fc", 4 * Width).Gelu(GeluApproximation.Tanh), "mlp.c_proj", Width).Dropout(0.1f);
    }

    private static Tensor Conv1D(Tensor x, string name, int features) => x.Scope(name, value => value
        .Matmul(value.Parameter("weight", [value.Shape[1], features], Initializer.Normal(standardDeviation: 0.02f))) + value.Parameter("bias", [features]));

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
