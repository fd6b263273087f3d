using Sinter;

namespace Zoo.Networks;

/// <summary>An Elman network that reads an image row by row and says what it saw behind the last: the recurrent network of the textbooks.</summary>
/// <remarks>Elman, "Finding Structure in Time", 1990.</remarks>
[Network]
internal sealed partial class SimpleRnn
{
    private static Tensor Define([Shape(28, 28)] Tensor rows) => rows.Rnn(128, name: "rnn").Outputs.Select(0, -1).Linear(10, name: "fc");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
