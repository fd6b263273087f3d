namespace Sinter.Golden.Layers;

// Losses. What each case is in PyTorch stands under its name in eng/goldens/layers.py.

[Network]
public partial class CrossEntropyCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6);

    private static Tensor Loss(Tensor y, [Shape] Tokens target) => y.CrossEntropy(target);
}

[Network]
public partial class CrossEntropyOfRowsCase
{
    private static Tensor Define([Shape(4, 6)] Tensor x) => x.Probe(4, 6);

    private static Tensor Loss(Tensor y, [Shape(4)] Tokens target) => y.CrossEntropy(target, axis: -1);
}

[Network]
public partial class CrossEntropyOfImageCase
{
    private static Tensor Define([Shape(5, 2, 3)] Tensor x) => x.Probe(5, 2, 3);

    private static Tensor Loss(Tensor y, [Shape(2, 3)] Tokens target) => y.CrossEntropy(target);
}

[Network]
public partial class CrossEntropyIgnoreCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6);

    private static Tensor Loss(Tensor y, [Shape] Tokens target) => y.CrossEntropy(target, ignoreIndex: -100);
}

[Network]
public partial class CrossEntropyIgnoreClassCase
{
    private static Tensor Define([Shape(4, 6)] Tensor x) => x.Probe(4, 6);

    private static Tensor Loss(Tensor y, [Shape(4)] Tokens target) => y.CrossEntropy(target, ignoreIndex: 2, axis: -1);
}

[Network]
public partial class CrossEntropySmoothingCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6);

    private static Tensor Loss(Tensor y, [Shape] Tokens target) => y.CrossEntropy(target, labelSmoothing: 0.1f);
}

[Network]
public partial class CrossEntropySmoothingIgnoreCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6);

    private static Tensor Loss(Tensor y, [Shape] Tokens target) => y.CrossEntropy(target, labelSmoothing: 0.2f);
}

[Network]
public partial class CrossEntropyLargeCase
{
    private static Tensor Define([Shape(6)] Tensor x) => x.Probe(6) * 100;

    private static Tensor Loss(Tensor y, [Shape] Tokens target) => y.CrossEntropy(target);
}

[Network]
public partial class BinaryCrossEntropyCase
{
    private static Tensor Define([Shape(5)] Tensor x) => x.Probe(5);

    private static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.BinaryCrossEntropyWithLogits(target);
}

[Network]
public partial class BinaryCrossEntropyLargeCase
{
    private static Tensor Define([Shape(5)] Tensor x) => x.Probe(5) * 50;

    private static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.BinaryCrossEntropyWithLogits(target);
}

[Network]
public partial class MeanSquaredErrorCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.MeanSquaredError(target);
}

[Network]
public partial class L1Case
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.L1(target);
}

[Network]
public partial class HuberCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.Huber(target);
}

[Network]
public partial class HuberDeltaCase
{
    private static Tensor Define([Shape(2, 5)] Tensor x) => x.Probe(2, 5);

    private static Tensor Loss(Tensor y, [Shape(2, 5)] Tensor target) => y.Huber(target, delta: 0.3f);
}
