using Sentiment.Data;
using Sinter;

namespace Sentiment.Networks;

/// <summary>Two layers of a Transformer encoder over the words and their places.</summary>
[Network, Dim("T", Max = ReviewSet.MaxLength)]
internal sealed partial class TransformerClassifier
{
    private const int Layers = 2, Features = 128, Heads = 4, FeedForward = 256;

    private const float Dropout = 0.2f;

    private static Tensor Define([Shape("T")] Tokens review, [Shape] Tokens lengths)
    {
        // Small vectors are quickly overwritten by what the words turn out to mean.
        var small = Initializer.Normal(standardDeviation: 0.02f);
        var x = review.Embedding(Vocabulary.Size, Features, initializer: small, name: "embedding").LearnedPositions(small, ReviewSet.MaxLength, name: "positions").Dropout(Dropout);
        for (var i = 0; i < Layers; i++) x = x.TransformerEncoderLayer(Heads, FeedForward, Dropout, normFirst: true, lengths: lengths, name: $"layers.{i}");
        return x.LayerNorm(1, name: "norm").MeanOverSteps(lengths).Dropout(0.3f).Linear(2, name: "classifier");
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
