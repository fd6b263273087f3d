namespace Sinter.Golden.Indexed;

/// <summary>A graph convolution network (Kipf and Welling 2017): two layers of <c>D^-1/2 (A + I) D^-1/2 x W + b</c>.</summary>
[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class GraphConvolution
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        var scale = (target.Degree(like: x) + 1).Rsqrt().Unsqueeze(1);
        return Convolve(Convolve(x.Probe(), 8, "conv1").Relu(), 3, "conv2");

        Tensor Convolve(Tensor x, int features, string name) => x.Scope(name, x =>
        {
            var y = x.Linear(x.Parameter("weight", [features, x.Shape[1]])) * scale;
            return ((y.IndexSelect(source).SegmentSum(target, like: y) + y) * scale) + x.Parameter("bias", [features]);
        });
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>GraphSAGE (Hamilton et al. 2017): a layer with means of neighbours, and one with the largest of what a layer makes of them.</summary>
[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class GraphSage
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        x = x.Probe();
        x = (x.Linear(8, name: "own1") + x.IndexSelect(source).SegmentMean(target, like: x).Linear(8, bias: false, name: "neighbours1")).Relu();
        var pooled = x.Linear(8, name: "pool2").Sigmoid().IndexSelect(source).SegmentMax(target, like: x);
        return x.Linear(3, name: "own2") + pooled.Linear(3, bias: false, name: "neighbours2");
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}

/// <summary>A graph attention network (Velickovic et al. 2018): two heads side by side, then one.</summary>
[Network, Dim("N", Max = 40), Dim("E", Max = 160)]
public partial class GraphAttention
{
    static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        return Attend(Attend(x.Probe(), 2, 5, "conv1").Elu(), 1, 3, "conv2");

        Tensor Attend(Tensor x, int heads, int features, string name) => x.Scope(name, x =>
        {
            var h = x.Linear(heads * features, bias: false, name: "lin").Reshape(-1, heads, features);
            var from = (h * x.Parameter("att_src", [heads, features])).Sum(-1);
            var to = (h * x.Parameter("att_dst", [heads, features])).Sum(-1);
            var alpha = (from.IndexSelect(source) + to.IndexSelect(target)).LeakyRelu(0.2f).SegmentSoftmax(target, like: x);
            return (h.IndexSelect(source) * alpha.Unsqueeze(2)).SegmentSum(target, like: x).Flatten(1) + x.Parameter("bias", [heads * features]);
        });
    }

    static Tensor Loss(Tensor y) => y.ToLoss();
}
