using Sinter;

namespace CharRnn.Networks;

/// <summary>Two layers of long short-term memory, trained on windows of text.</summary>
[Network]
public partial class LstmNetwork
{
    private static Tensor Define([Shape(Sizes.RecurrentContext)] Tokens text) => Layers(text, null).Logits;

    private static Tensor Loss(Tensor logits, [Shape(Sizes.RecurrentContext)] Tokens next) => logits.CrossEntropy(next, axis: -1);

    /// <summary>What window and single step have in common: the same names, so that one's weights fit the other.</summary>
    internal static (Tensor Logits, Tensor Hidden, Tensor Cell) Layers(Tokens text, (Tensor Hidden, Tensor Cell)? initial)
    {
        var (outputs, hidden, cell) = text.Embedding(Sizes.Characters, Sizes.Embedding, name: "embedding")
            .Lstm(Sizes.Hidden, Sizes.Layers, initial: initial, name: "lstm");
        return (outputs.Linear(Sizes.Characters, name: "head"), hidden, cell);
    }
}

/// <summary>The same network for one character: what it remembers comes in and goes out.</summary>
[Network]
public partial class LstmStep
{
    private static (Tensor Logits, Tensor NextHidden, Tensor NextCell) Define(
        [Shape(1)] Tokens character, [Shape(Sizes.Layers, Sizes.Hidden)] Tensor hidden, [Shape(Sizes.Layers, Sizes.Hidden)] Tensor cell) =>
        LstmNetwork.Layers(character, (hidden, cell));
}
