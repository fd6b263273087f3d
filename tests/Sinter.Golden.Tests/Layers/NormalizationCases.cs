namespace Sinter.Golden.Layers;

// Normalizations. What each case is in PyTorch stands under its name in eng/goldens/layers.py.

[Network]
public partial class BatchNorm2dCase
{
    private static Tensor Define([Shape(5, 3, 4)] Tensor x) => x.Probe(5, 3, 4).BatchNorm2d(name: "layer");

    private static Tensor Loss(Tensor y, [Shape(5, 3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class BatchNorm2dMomentumCase
{
    private static Tensor Define([Shape(3, 4, 4)] Tensor x) => x.Probe(3, 4, 4).BatchNorm2d(epsilon: 1e-2f, momentum: 0.3f, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 4, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class BatchNorm1dCase
{
    private static Tensor Define([Shape(7)] Tensor x) => x.Probe(7).BatchNorm1d(name: "layer");

    private static Tensor Loss(Tensor y, [Shape(7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class BatchNorm1dOfRowsCase
{
    private static Tensor Define([Shape(4, 5)] Tensor x) => x.Probe(4, 5).BatchNorm1d(name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LayerNormCase
{
    private static Tensor Define([Shape(9)] Tensor x) => x.Probe(9).LayerNorm(name: "layer");

    private static Tensor Loss(Tensor y, [Shape(9)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LayerNormOfRowsCase
{
    private static Tensor Define([Shape(3, 5)] Tensor x) => x.Probe(3, 5).LayerNorm(epsilon: 1e-3f, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class RMSNormCase
{
    private static Tensor Define([Shape(3, 7)] Tensor x) => x.Probe(3, 7).RMSNorm(epsilon: 1e-5f, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class GroupNormCase
{
    private static Tensor Define([Shape(6, 3, 4)] Tensor x) => x.Probe(6, 3, 4).GroupNorm(3, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(6, 3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class InstanceLikeGroupNormCase
{
    private static Tensor Define([Shape(4, 3, 3)] Tensor x) => x.Probe(4, 3, 3).GroupNorm(4, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(4, 3, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LayerNormOfTwoAxesCase
{
    private static Tensor Define([Shape(2, 3, 5)] Tensor x) => x.Probe(2, 3, 5).LayerNorm(axes: 2, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(2, 3, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LayerNorm2dCase
{
    private static Tensor Define([Shape(7, 3, 2)] Tensor x) => x.Probe(7, 3, 2).LayerNorm2d(name: "layer");

    private static Tensor Loss(Tensor y, [Shape(7, 3, 2)] Tensor target) => y.ToLoss(target);
}
