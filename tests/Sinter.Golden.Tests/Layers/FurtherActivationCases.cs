namespace Sinter.Golden.Layers;

// Further activations. What each case is in PyTorch stands under its name in eng/goldens/activations.py.

[Network]
public partial class HardtanhCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Hardtanh();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class HardtanhBoundsCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Hardtanh(-2.5f, 3);

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PReluCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).PRelu(name: "layer");

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PReluOfChannelsCase
{
    private static Tensor Define([Shape(3, 2, 4)] Tensor x) => x.Probe(3, 2, 4).PRelu(3, name: "layer");

    private static Tensor Loss(Tensor y, [Shape(3, 2, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SeluCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Selu();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class CeluCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Celu(1.5f);

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LogSigmoidCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).LogSigmoid();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MishCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Mish();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ThresholdCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Threshold(1, -2.5f);

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SoftsignCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Softsign();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class TanhshrinkCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Tanhshrink();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SoftshrinkCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Softshrink(1);

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SoftshrinkOfNothingCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Softshrink(0);

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class HardshrinkCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Hardshrink(1);

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}
