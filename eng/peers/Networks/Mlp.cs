namespace Sinter.Peers.Networks;

/// <summary>A perceptron with one hidden layer.</summary>
[Network]
public sealed partial class Mlp
{
    private static Tensor Define([Shape(784)] Tensor image) => image.Linear(128, name: "fc1").Relu().Linear(10, name: "fc2");

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
