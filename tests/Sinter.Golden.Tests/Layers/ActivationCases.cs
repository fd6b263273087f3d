namespace Sinter.Golden.Layers;

// Activations. What each case is in PyTorch stands under its name in eng/goldens/layers.py.

[Network]
public partial class ReluCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Relu();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class Relu6Case
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Relu6();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LeakyReluCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).LeakyRelu(0.1f);

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SigmoidCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Sigmoid();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class TanhCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Tanh();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class GeluCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Gelu();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class GeluTanhCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Gelu(GeluApproximation.Tanh);

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SiluCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Silu();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class EluCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Elu(0.7f);

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SoftplusCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Softplus();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SoftplusBetaCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).Softplus(2.5f);

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class HardSigmoidCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).HardSigmoid();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class HardSwishCase
{
    private static Tensor Define([Shape(13)] Tensor x) => x.Probe(13).HardSwish();

    private static Tensor Loss(Tensor y, [Shape(13)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SoftmaxCase
{
    private static Tensor Define([Shape(3, 6)] Tensor x) => x.Probe(3, 6).Softmax();

    private static Tensor Loss(Tensor y, [Shape(3, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SoftmaxFirstAxisCase
{
    private static Tensor Define([Shape(6, 4)] Tensor x) => x.Probe(6, 4).Softmax(axis: 0);

    private static Tensor Loss(Tensor y, [Shape(6, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class LogSoftmaxCase
{
    private static Tensor Define([Shape(3, 6)] Tensor x) => x.Probe(3, 6).LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape(3, 6)] Tensor target) => y.ToLoss(target);
}
