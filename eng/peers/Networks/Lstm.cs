namespace Sinter.Peers.Networks;

/// <summary>An LSTM of 128 units over 64 steps of 128 features; the last output is classified.</summary>
[Network]
public sealed partial class Lstm
{
    private static Tensor Define([Shape(64, 128)] Tensor x) => x.Lstm(128, name: "lstm").Hidden.Select(0, 0).Linear(10, name: "fc");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
