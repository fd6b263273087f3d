namespace Sinter.Golden.Layers;

// Losses of classes. What each case is in PyTorch stands under its name in eng/goldens/losses.py.

[Network]
public partial class CrossEntropyWeightCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6);

    private static Tensor Loss(Tensor y, [Shape] Tokens target) => y.CrossEntropy(target, [0.5f, 2, 1, 0.25f, 3, 1.5f]);
}

[Network]
public partial class CrossEntropyWeightIgnoreCase
{
    private static Tensor Define([Shape(6, 2)] Tensor x) => x.Probe(6, 2);

    private static Tensor Loss(Tensor y, [Shape(2)] Tokens target) => y.CrossEntropy(target, [0.5f, 2, 1, 0.25f, 3, 1.5f], ignoreIndex: 4);
}

[Network]
public partial class CrossEntropyWeightSmoothingCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6);

    private static Tensor Loss(Tensor y, [Shape] Tokens target) => y.CrossEntropy(target, [0.5f, 2, 1, 0.25f, 3, 1.5f], labelSmoothing: 0.3f);
}

[Network]
public partial class CrossEntropyWeightSmoothingIgnoreCase
{
    private static Tensor Define([Shape(5, 2, 3)] Tensor x) => x.Probe(5, 2, 3);

    private static Tensor Loss(Tensor y, [Shape(2, 3)] Tokens target) => y.CrossEntropy(target, [0.5f, 2, 1, 0.25f, 3], -1, labelSmoothing: 0.2f);
}

[Network]
public partial class CrossEntropySumCase
{
    private static Tensor Define([Shape(5, 2, 3)] Tensor x) => x.Probe(5, 2, 3);

    private static Tensor Loss(Tensor y, [Shape(2, 3)] Tokens target) => y.CrossEntropy(target, [0.5f, 2, 1, 0.25f, 3], reduction: Reduction.Sum, labelSmoothing: 0.1f);
}

[Network]
public partial class CrossEntropyBatchMeanCase
{
    private static Tensor Define([Shape(5, 2, 3)] Tensor x) => x.Probe(5, 2, 3);

    private static Tensor Loss(Tensor y, [Shape(2, 3)] Tokens target) => y.CrossEntropy(target, reduction: Reduction.BatchMean);
}

[Network]
public partial class CrossEntropyNoneCase
{
    private static Tensor Define([Shape(5, 2, 3)] Tensor x) => x.Probe(5, 2, 3);

    private static Tensor Loss(Tensor y, [Shape(2, 3)] Tokens target) => y.CrossEntropy(target, [0.5f, 2, 1, 0.25f, 3], ignoreIndex: -1, reduction: Reduction.None).Squared().Mean();
}

[Network]
public partial class CrossEntropyOfLastAxisCase
{
    private static Tensor Define([Shape(4, 6)] Tensor x) => x.Probe(4, 6);

    private static Tensor Loss(Tensor y, [Shape(4)] Tokens target) => y.CrossEntropy(target);
}

[Network]
public partial class CrossEntropyOfMiddleAxisCase
{
    private static Tensor Define([Shape(2, 6, 3)] Tensor x) => x.Probe(2, 6, 3);

    private static Tensor Loss(Tensor y, [Shape(2, 3)] Tokens target) => y.CrossEntropy(target);
}

[Network]
public partial class CrossEntropyOfSharesCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6);

    private static Tensor Loss(Tensor y, [Shape(6)] Tensor target) => y.CrossEntropy(target.Shares());
}

[Network]
public partial class CrossEntropyOfSharesWeightCase
{
    private static Tensor Define([Shape(5, 2, 3)] Tensor x) => x.Probe(5, 2, 3);

    private static Tensor Loss(Tensor y, [Shape(5, 2, 3)] Tensor target) => y.CrossEntropy(target.Shares(), [0.5f, 2, 1, 0.25f, 3], labelSmoothing: 0.2f);
}

[Network]
public partial class CrossEntropyOfSharesNoneCase
{
    private static Tensor Define([Shape(4, 6)] Tensor x) => x.Probe(4, 6);

    private static Tensor Loss(Tensor y, [Shape(4, 6)] Tensor target) => y.CrossEntropy(target, reduction: Reduction.None, axis: -1).Squared().Mean();
}

[Network]
public partial class NllCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6).LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape] Tokens target) => y.Nll(target);
}

[Network]
public partial class NllWeightIgnoreCase
{
    private static Tensor Define([Shape(5, 2, 3)] Tensor x) => x.Probe(5, 2, 3).LogSoftmax(axis: 0);

    private static Tensor Loss(Tensor y, [Shape(2, 3)] Tokens target) => y.Nll(target, [0.5f, 2, 1, 0.25f, 3]);
}

[Network]
public partial class NllSumCase
{
    private static Tensor Define([Shape(4, 6)] Tensor x) => x.Probe(4, 6).LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape(4)] Tokens target) => y.Nll(target, [0.5f, 2, 1, 0.25f, 3, 1.5f], reduction: Reduction.Sum);
}

[Network]
public partial class NllNoneCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6).LogSoftmax();

    private static Tensor Loss(Tensor y, [Shape] Tokens target) => y.Nll(target, reduction: Reduction.None).Squared().Mean();
}
