namespace Sinter.Peers.Networks;

/// <summary>A GRU of 128 units over 64 steps of 128 features; the last output is classified.</summary>
[Network]
public sealed partial class Gru
{
    private static Tensor Define([Shape(64, 128)] Tensor x) => x.Gru(128, name: "gru").Hidden.Select(0, 0).Linear(10, name: "fc");
}
