using Sinter;

namespace CharRnn.Networks;

/// <summary>Two layers of gated recurrent units, trained on windows of text.</summary>
[Network]
public partial class GruNetwork
{
    private static Tensor Define([Shape(Sizes.RecurrentContext)] Tokens text) => Layers(text, null).Logits;

    private static Tensor Loss(Tensor logits, [Shape(Sizes.RecurrentContext)] Tokens next) => logits.CrossEntropy(next, axis: -1);

    /// <summary>What window and single step have in common: the same names, so that one's weights fit the other.</summary>
    internal static (Tensor Logits, Tensor Hidden) Layers(Tokens text, Tensor? initial)
    {
        var (outputs, hidden) = text.Embedding(Sizes.Characters, Sizes.Embedding, name: "embedding")
            .Gru(Sizes.Hidden, Sizes.Layers, initial: initial, name: "gru");
        return (outputs.Linear(Sizes.Characters, name: "head"), hidden);
    }
}

/// <summary>The same network for one character: what it remembers comes in and goes out.</summary>
[Network]
public partial class GruStep
{
    private static (Tensor Logits, Tensor NextHidden) Define([Shape(1)] Tokens character, [Shape(Sizes.Layers, Sizes.Hidden)] Tensor hidden) =>
        GruNetwork.Layers(character, hidden);
}
