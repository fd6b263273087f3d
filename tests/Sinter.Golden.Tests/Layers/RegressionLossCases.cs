namespace Sinter.Golden.Layers;

// Losses of numbers. What each case is in PyTorch stands under its name in eng/goldens/losses.py.

[Network]
public partial class MeanSquaredErrorSumCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.MeanSquaredError(target, Reduction.Sum);
}

[Network]
public partial class MeanSquaredErrorNoneCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.MeanSquaredError(target, Reduction.None).Squared().Mean();
}

[Network]
public partial class L1BatchMeanCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.L1(target, Reduction.BatchMean);
}

[Network]
public partial class HuberSumCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.Huber(target, Reduction.Sum, delta: 0.7f);
}

[Network]
public partial class SmoothL1Case
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.SmoothL1(target);
}

[Network]
public partial class SmoothL1BetaCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.SmoothL1(target, Reduction.Sum, beta: 0.4f);
}

[Network]
public partial class SmoothL1OfNothingCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.SmoothL1(target, beta: 0);
}
