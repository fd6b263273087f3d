namespace Sinter.Golden.Layers;

// Norms of channels, and channels exchanged. What each case is in PyTorch stands under its name in eng/goldens/norms.py.

[Network]
public partial class InstanceNorm1dCase
{
    private static Tensor Define([Shape(3, 7)] Tensor x) => x.Probe(3, 7).InstanceNorm1d(name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class InstanceNorm1dTrackedCase
{
    private static Tensor Define([Shape(3, 5)] Tensor x) => x.Probe(3, 5).InstanceNorm1d(trackRunningStats: true, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class InstanceNorm2dCase
{
    private static Tensor Define([Shape(3, 4, 5)] Tensor x) => x.Probe(3, 4, 5).InstanceNorm2d(name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 4, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class InstanceNorm2dAffineCase
{
    private static Tensor Define([Shape(5, 3, 4)] Tensor x) => x.Probe(5, 3, 4).InstanceNorm2d(epsilon: 1e-2f, affine: true, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class InstanceNorm2dTrackedCase
{
    private static Tensor Define([Shape(5, 3, 4)] Tensor x) => x.Probe(5, 3, 4).InstanceNorm2d(momentum: 0.3f, affine: true, trackRunningStats: true, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LocalResponseNormCase
{
    private static Tensor Define([Shape(7, 3, 4)] Tensor x) => x.Probe(7, 3, 4).LocalResponseNorm(5, alpha: 0.5f, k: 2);

    private static Tensor Loss(Tensor y, [Shape(7, 3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LocalResponseNormOfEvenCase
{
    private static Tensor Define([Shape(6, 5)] Tensor x) => x.Probe(6, 5).LocalResponseNorm(4, alpha: 0.7f, beta: 1.5f);

    private static Tensor Loss(Tensor y, [Shape(6, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LocalResponseNormOfManyCase
{
    private static Tensor Define([Shape(3, 2, 2, 2)] Tensor x) => x.Probe(3, 2, 2, 2).LocalResponseNorm(7, alpha: 2, beta: 0.5f);

    private static Tensor Loss(Tensor y, [Shape(3, 2, 2, 2)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PixelShuffleCase
{
    private static Tensor Define([Shape(12, 2, 3)] Tensor x) => x.Probe(12, 2, 3).PixelShuffle(2).Tanh();

    private static Tensor Loss(Tensor y, [Shape(3, 4, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PixelShuffleOfThreeCase
{
    private static Tensor Define([Shape(9, 3, 2)] Tensor x) => x.Probe(9, 3, 2).PixelShuffle(3).Tanh();

    private static Tensor Loss(Tensor y, [Shape(1, 9, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PixelUnshuffleCase
{
    private static Tensor Define([Shape(2, 6, 4)] Tensor x) => x.Probe(2, 6, 4).PixelUnshuffle(2).Tanh();

    private static Tensor Loss(Tensor y, [Shape(8, 3, 2)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ChannelShuffleCase
{
    private static Tensor Define([Shape(6, 3, 2)] Tensor x) => x.Probe(6, 3, 2).ChannelShuffle(3).Tanh();

    private static Tensor Loss(Tensor y, [Shape(6, 3, 2)] Tensor target) => y.ToLoss(target);
}
