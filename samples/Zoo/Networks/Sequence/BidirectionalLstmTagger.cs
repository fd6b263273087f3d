using Sinter;

namespace Zoo.Networks;

/// <summary>A tagger of words that reads from both ends.</summary>
/// <remarks>Graves and Schmidhuber, "Framewise phoneme classification with bidirectional LSTM and other neural network architectures", 2005.</remarks>
[Network, Dim("T", Max = 128)]
internal sealed partial class BidirectionalLstmTagger
{
    private static Tensor Define([Shape("T")] Tokens words) => words.Embedding(10_000, 100, name: "embedding")
        .Lstm(128, bidirectional: true, name: "lstm").Outputs.Linear(17, name: "tags");

    private static Tensor Loss(Tensor tags, [Shape("T")] Tokens right) => tags.CrossEntropy(right, axis: -1);
}
