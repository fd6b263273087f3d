using Sentiment.Data;
using Sinter;

namespace Sentiment.Networks;

/// <summary>The same with long short-term memory.</summary>
[Network, Dim("T", Max = ReviewSet.MaxLength)]
internal sealed partial class LstmClassifier
{
    private static Tensor Define([Shape("T")] Tokens review, [Shape] Tokens lengths) => review
        .Embedding(Vocabulary.Size, 128, name: "embedding").Dropout(0.3f)
        .Lstm(128, lengths: lengths, name: "lstm").Outputs
        .MeanOverSteps(lengths).Dropout(0.3f).Linear(2, name: "classifier");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
