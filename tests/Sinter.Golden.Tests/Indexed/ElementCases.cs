namespace Sinter.Golden.Indexed;

// Constants, tokens as numbers, repeated, added up and chosen elements. What each case is in PyTorch stands under its name in eng/goldens/indexed.py.

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Constants
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        var y = (x.Probe().Beside(source, target) * x.Constant([0.5f, -1, 2, 0.25f])) + x.Arange(1, 3, 0.5f);
        return y + (0.125f * x.ArangeLike().Unsqueeze(1));
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class TokenNumbers
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target) =>
        (source.OneHot(40).Linear(4, name: "fc") * x.Probe().Mean(0, keepDims: true)) + (target.ToTensor().Unsqueeze(1) * 0.0625f);

    static Tensor Loss(Tensor y) => y.ToLoss();
}

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Repeated
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        x = x.Probe().Beside(source, target);
        return (x.Tile(2, 3) + (2 * x.RepeatInterleave(2, axis: 0).RepeatInterleave(3, axis: -1))).Tanh();
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Cumulated
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        x = x.Probe().Beside(source, target);
        return (x.Cumsum(0) * 0.25f).Tanh() + x.Cumsum(-1).Sin();
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Selected
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        x = x.Probe();
        return x.Tanh().Transpose().IndexSelect(source, axis: 1) * x.IndexSelect(target).Transpose();
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Gathered
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        var y = x.Probe().Mean(1);
        return y.ScatterAdd(0, target, (y.Gather(0, source) * 3).Sin());
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Ranked
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        x = x.Probe().Beside(source, target);
        var (values, places) = x.TopK(2, axis: 1);
        var y = Tensor.Concat([values, places * 0.125f, x.TopK(3, largest: false).Values, x.ArgMin(-1, keepDims: true) * 0.25f], axis: 1);
        return y + (x.ArgMax(0).Sum(0, keepDims: true) * 0.0625f);
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}
