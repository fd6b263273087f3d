using Sentiment.Data;
using Sinter;

namespace Sentiment.Networks;

/// <summary>An Elman network over the words; what it says of a review is the mean of what it says at each word.</summary>
[Network, Dim("T", Max = ReviewSet.MaxLength)]
internal sealed partial class RnnClassifier
{
    private static Tensor Define([Shape("T")] Tokens review, [Shape] Tokens lengths) => review
        .Embedding(Vocabulary.Size, 128, name: "embedding").Dropout(0.3f)
        .Rnn(128, lengths: lengths, name: "rnn").Outputs
        .MeanOverSteps(lengths).Dropout(0.3f).Linear(2, name: "classifier");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
