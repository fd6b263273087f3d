using Zoo.Networks;

namespace Sinter.Claims.Data;

/// <summary>Two convolutions that are frozen, and a linear layer that is trained.</summary>
[Network, Freeze("conv*")]
internal sealed partial class TunedCnn
{
    private static Tensor Define([Shape(1, 28, 28)] Tensor image) => SimpleCnn.Define(image);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
