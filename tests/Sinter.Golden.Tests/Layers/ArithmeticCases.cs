namespace Sinter.Golden.Layers;

// Arithmetic with broadcasting, and reductions. What each case is in PyTorch stands under its name in eng/goldens/layers.py.

[Network]
public partial class AddCase
{
    private static Tensor Define([Shape(3, 4)] Tensor x) => x.Probe(3, 4) + x.Parameter("row", [4]);

    private static Tensor Loss(Tensor y, [Shape(3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SubtractCase
{
    private static Tensor Define([Shape(3, 4)] Tensor x) => x.Probe(3, 4) - x.Parameter("column", [3, 1]);

    private static Tensor Loss(Tensor y, [Shape(3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MultiplyCase
{
    private static Tensor Define([Shape(3, 4)] Tensor x) => x.Probe(3, 4).TwiceTimes(x.Parameter("row", [4]));

    private static Tensor Loss(Tensor y, [Shape(3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class DivideCase
{
    private static Tensor Define([Shape(3, 4)] Tensor x) => x.Probe(3, 4).OverSquare(x.Parameter("row", [4]));

    private static Tensor Loss(Tensor y, [Shape(3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class NumbersCase
{
    private static Tensor Define([Shape(7)] Tensor x) => x.Probe(7).Numbers();

    private static Tensor Loss(Tensor y, [Shape(7)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SumCase
{
    private static Tensor Define([Shape(3, 4, 5)] Tensor x) => x.Probe(3, 4, 5).Squared().Sum(1);

    private static Tensor Loss(Tensor y, [Shape(3, 5)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SumAxesCase
{
    private static Tensor Define([Shape(3, 4, 5)] Tensor x) => x.Probe(3, 4, 5).Squared().Sum([0, 2], keepDims: true);

    private static Tensor Loss(Tensor y, [Shape(1, 4, 1)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MeanCase
{
    private static Tensor Define([Shape(3, 4, 5)] Tensor x) => x.Probe(3, 4, 5).Squared().Mean([1, 2]);

    private static Tensor Loss(Tensor y, [Shape(3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MaxCase
{
    private static Tensor Define([Shape(3, 8)] Tensor x) => x.Probe(3, 8).Max(1);

    private static Tensor Loss(Tensor y, [Shape(3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class MaxAxesCase
{
    private static Tensor Define([Shape(3, 4, 2)] Tensor x) => x.Probe(3, 4, 2).Squared().Max([0, 2], keepDims: true);

    private static Tensor Loss(Tensor y, [Shape(1, 4, 1)] Tensor target) => y.ToLoss(target);
}
