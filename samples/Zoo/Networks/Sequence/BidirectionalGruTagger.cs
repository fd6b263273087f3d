using Sinter;

namespace Zoo.Networks;

/// <summary>A tagger of words with two layers of gated recurrent units, each of which reads from both ends.</summary>
/// <remarks>Schuster and Paliwal, "Bidirectional Recurrent Neural Networks", 1997.</remarks>
[Network, Dim("T", Max = 128)]
internal sealed partial class BidirectionalGruTagger
{
    private static Tensor Define([Shape("T")] Tokens words) => words.Embedding(10_000, 100, name: "embedding")
        .Gru(128, layers: 2, bidirectional: true, name: "gru").Outputs.Linear(17, name: "tags");

    private static Tensor Loss(Tensor tags, [Shape("T")] Tokens right) => tags.CrossEntropy(right, axis: -1);
}
