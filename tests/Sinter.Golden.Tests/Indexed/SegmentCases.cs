namespace Sinter.Golden.Indexed;

// Rows combined by an index for each. What each case is in PyTorch stands under its name in eng/goldens/indexed.py.

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Summed
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        x = x.Probe();
        return (x.IndexSelect(source) * x.IndexSelect(target)).Tanh().SegmentSum(target, like: x);
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Averaged
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        x = x.Probe();
        return (x.IndexSelect(source) + x.IndexSelect(target)).Tanh().SegmentMean(target, like: x);
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Largest
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        x = x.Probe();
        return ((x.IndexSelect(source) * 2) + x.IndexSelect(target)).Sin().SegmentMax(target, like: x);
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Shared
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        x = x.Probe();
        return (x.IndexSelect(source) * 3 * x.IndexSelect(target)).Reshape(-1, 2, 2).SegmentSoftmax(target, like: x).Flatten(1);
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>Several graphs as one: the sources are taken as the number of the graph of each edge.</summary>
[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class Readout
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        var edges = x.Probe().IndexSelect(target).Tanh();
        return Tensor.Concat([edges.SegmentSum(source, rows: 40), edges.SegmentMax(source, rows: 40), edges.SegmentMean(source, rows: 40)], axis: 1);
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}
