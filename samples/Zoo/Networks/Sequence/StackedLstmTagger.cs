using Sinter;

namespace Zoo.Networks;

/// <summary>A tagger of words with three layers of long short-term memory, and dropout between them.</summary>
/// <remarks>Graves, Mohamed and Hinton, "Speech Recognition with Deep Recurrent Neural Networks", 2013.</remarks>
[Network, Dim("T", Max = 128)]
internal sealed partial class StackedLstmTagger
{
    private static Tensor Define([Shape("T")] Tokens words) => words.Embedding(10_000, 100, name: "embedding")
        .Lstm(128, layers: 3, dropout: 0.2f, name: "lstm").Outputs.Linear(17, name: "tags");

    private static Tensor Loss(Tensor tags, [Shape("T")] Tokens right) => tags.CrossEntropy(right, axis: -1);
}
