using Sinter;

namespace CharRnn.Networks;

/// <summary>Two plain recurrent layers, trained on windows of text.</summary>
[Network]
public partial class RnnNetwork
{
    private static Tensor Define([Shape(Sizes.RecurrentContext)] Tokens text) => Layers(text, null).Logits;

    private static Tensor Loss(Tensor logits, [Shape(Sizes.RecurrentContext)] Tokens next) => logits.CrossEntropy(next, axis: -1);

    /// <summary>What window and single step have in common: the same names, so that one's weights fit the other.</summary>
    internal static (Tensor Logits, Tensor Hidden) Layers(Tokens text, Tensor? initial)
    {
        var (outputs, hidden) = text.Embedding(Sizes.Characters, Sizes.Embedding, name: "embedding")
            .Rnn(Sizes.Hidden, Sizes.Layers, initial: initial, name: "rnn");
        return (outputs.Linear(Sizes.Characters, name: "head"), hidden);
    }
}

/// <summary>The same network for one character: what it remembers comes in and goes out.</summary>
[Network]
public partial class RnnStep
{
    private static (Tensor Logits, Tensor NextHidden) Define([Shape(1)] Tokens character, [Shape(Sizes.Layers, Sizes.Hidden)] Tensor hidden) =>
        RnnNetwork.Layers(character, hidden);
}
