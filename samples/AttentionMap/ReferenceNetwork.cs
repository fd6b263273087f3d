using AttentionMap.Language;
using Sinter;

namespace AttentionMap;

/// <summary>
/// Says for each word what it stands for. All it knows of the other words comes through one attention, so what a word attends
/// to is what it is taken for.
/// </summary>
[Network, Dim("T", Max = MaxLength)]
internal sealed partial class ReferenceNetwork
{
    public const int MaxLength = 32, Heads = 2;

    private const int Features = 32;

    private static (Tensor logits, Tensor weights) Define([Shape("T")] Tokens sentence)
    {
        // Dropout keeps the heads from sharing the work out between them, so that each can be read alone.
        var (attended, weights) = sentence.Embedding(Lexicon.MaxWords, Features, name: "embedding")
            .MultiHeadAttentionWithWeights(Heads, dropout: 0.3f, averageAttentionWeights: false, name: "attention");
        return (attended.Linear(Lexicon.MaxWords, name: "meaning"), weights);
    }

    private static Tensor Loss(Tensor logits, Tensor weights, [Shape("T")] Tokens meanings) => logits.CrossEntropy(meanings, axis: -1);
}
