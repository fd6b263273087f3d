using Sinter;

namespace Zoo.Networks;

/// <summary>A tagger of words: long short-term memory, and 17 parts of speech for each step.</summary>
/// <remarks>Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997.</remarks>
[Network, Dim("T", Max = 128)]
internal sealed partial class LstmTagger
{
    private static Tensor Define([Shape("T")] Tokens words) => words.Embedding(10_000, 100, name: "embedding")
        .Lstm(128, name: "lstm").Outputs.Linear(17, name: "tags");

    private static Tensor Loss(Tensor tags, [Shape("T")] Tokens right) => tags.CrossEntropy(right, axis: -1);
}
