using Sinter;

namespace Zoo.Networks;

/// <summary>Mistral with an eighth of its width and a quarter of its layers, as Hugging Face's <c>MistralForCausalLM</c>: heads share keys, and see the last 256 places.</summary>
/// <remarks>Jiang, Sablayrolles, Mensch, Bamford, Chaplot, de las Casas, Bressand, Lengyel, Lample, Saulnier, Lavaud, Lachaux, Stock, Le Scao, Lavril, Wang, Lacroix and El Sayed, "Mistral 7B", 2023.</remarks>
[Network, Dim("T", Max = 1024)]
internal sealed partial class Mistral
{
    private const int Width = 512, Heads = 8, Groups = 2, Size = 64, FeedForward = 1792, Window = 256;

    private static Tensor Define([Shape("T")] Tokens text)
    {
        var x = text.Embedding(32_000, Width, initializer: Initializer.Normal(standardDeviation: 0.02f), name: "model.embed_tokens");
        for (var i = 0; i < 8; i++) x = x.Scope($"model.layers.{i}", Block);
        return x.RMSNorm(epsilon: 1e-5f, name: "model.norm").Linear(32_000, bias: false, name: "lm_head");
    }

    private static Tensor Block(Tensor x)
    {
        x += x.RMSNorm(epsilon: 1e-5f, name: "input_layernorm").Scope("self_attn", y =>
        {
            Tensor Part(string name, int count) => y.Linear(count * Size, bias: false, name: name).Reshape(-1, count, Size);
            var (query, key, value) = (Part("q_proj", Heads).RotaryPositions(), Part("k_proj", Groups).RotaryPositions(), Part("v_proj", Groups));
            return query.Attention(key, value, causal: true, window: Window).Flatten(1).Linear(Width, bias: false, name: "o_proj");
        });
        return x + x.RMSNorm(epsilon: 1e-5f, name: "post_attention_layernorm").Scope("mlp", y =>
            (y.Linear(FeedForward, bias: false, name: "gate_proj").Silu() * y.Linear(FeedForward, bias: false, name: "up_proj")).Linear(Width, bias: false, name: "down_proj"));
    }

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) => logits.CrossEntropy(next, axis: -1);
}
