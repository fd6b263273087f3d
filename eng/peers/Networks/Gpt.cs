namespace Sinter.Peers.Networks;

/// <summary>The twelve blocks of GPT-2 (Radford et al. 2019) over 128 places of 768 features, and the last normalisation.</summary>
[Network]
public sealed partial class Gpt
{
    private static Tensor Define([Shape(128, 768)] Tensor x)
    {
        for (var i = 0; i < 12; i++) x = x.GptBlock(12, name: $"h.{i}");
        return x.LayerNorm(name: "ln_f");
    }
}
