namespace Sinter.Golden.Layers;

// Losses of distributions and of yes/no questions. What each case is in PyTorch stands under its name in eng/goldens/losses.py.

[Network]
public partial class KlDivergenceCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6).LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape(6)] Tensor target) => y.KlDivergence(target);
}

[Network]
public partial class KlDivergenceBatchMeanCase
{
    private static Tensor Define([Shape(2, 6)] Tensor x) => x.Probe(2, 6).LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape(2, 6)] Tensor target) => y.KlDivergence(target, Reduction.BatchMean);
}

[Network]
public partial class KlDivergenceLogTargetCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6).LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape(6)] Tensor target) => y.KlDivergence(target, Reduction.Sum, logTarget: true);
}

[Network]
public partial class BinaryCrossEntropyOfProbabilitiesCase
{
    private static Tensor Define([Shape(5)] Tensor x) => x.Probe(5).Sigmoid();

    private static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.BinaryCrossEntropy(target);
}

[Network]
public partial class BinaryCrossEntropyOfBoundsCase
{
    private static Tensor Define([Shape(5)] Tensor x) => x.Probe(5).Clamp(0, 1);

    private static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.BinaryCrossEntropy(target);
}

[Network]
public partial class BinaryCrossEntropyWeightCase
{
    private static Tensor Define([Shape(5)] Tensor x) => x.Probe(5).Sigmoid();

    private static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.BinaryCrossEntropy(target, weight: target + 0.5f, Reduction.Sum);
}

[Network]
public partial class LogitsWeightCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.BinaryCrossEntropyWithLogits(target, weight: target.Slice(axis: 1, start: 0, end: 1) + 0.5f);
}

[Network]
public partial class LogitsPosWeightCase
{
    private static Tensor Define([Shape(5)] Tensor x) => x.Probe(5).Times8();

    private static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.BinaryCrossEntropyWithLogits(target, posWeight: [0.5f, 2, 1, 0.25f, 3]);
}

[Network]
public partial class LogitsPosWeightOfAllCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.BinaryCrossEntropyWithLogits(target, reduction: Reduction.Sum, posWeight: [3]);
}

[Network]
public partial class FocalCase
{
    private static Tensor Define([Shape(5)] Tensor x) => x.Probe(5);

    private static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.Focal(target.Greater(0.5f));
}
