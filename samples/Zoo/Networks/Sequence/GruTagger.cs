using Sinter;

namespace Zoo.Networks;

/// <summary>A tagger of words with gated recurrent units.</summary>
/// <remarks>Cho, van Merriënboer, Gulcehre, Bahdanau, Bougares, Schwenk and Bengio, "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation", 2014.</remarks>
[Network, Dim("T", Max = 128)]
internal sealed partial class GruTagger
{
    private static Tensor Define([Shape("T")] Tokens words) => words.Embedding(10_000, 100, name: "embedding")
        .Gru(128, name: "gru").Outputs.Linear(17, name: "tags");

    private static Tensor Loss(Tensor tags, [Shape("T")] Tokens right) => tags.CrossEntropy(right, axis: -1);
}
