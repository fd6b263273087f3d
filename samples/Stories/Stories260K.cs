using Sinter;

namespace Stories;

/// <summary>
/// The LLaMA network of llama2.c's smallest checkpoint: 5 blocks of 8 heads that share 4 groups of keys, and one table for
/// embedding and output.
/// </summary>
[Network, Dim("T", Max = MaxLength), Decode(MaxLength)]
internal sealed partial class Stories260K
{
    public const int MaxLength = 512, Vocabulary = 512, Features = 64, Blocks = 5, Heads = 8, Groups = 4, FeedForward = 172;

    private static Tensor Define([Shape("T")] Tokens tokens)
    {
        var table = tokens.Parameter("embed_tokens.weight", [Vocabulary, Features]);
        var x = tokens.Embedding(table);
        for (var i = 0; i < Blocks; i++) x = x.LlamaBlock(Heads, FeedForward, Groups, interleaved: true, name: $"layers.{i}");
        return x.RMSNorm(epsilon: 1e-5f, name: "norm").Linear(table);
    }
}
