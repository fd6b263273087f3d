using Sinter;

namespace Zoo.Networks;

/// <summary>Two graph convolutions over a list of edges: papers of Cora by their words and citations; names as in PyTorch Geometric's <c>GCNConv</c>.</summary>
/// <remarks>Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", 2016.</remarks>
[Network, Dim("N", Max = 4096), Dim("E", Max = 16_384)]
internal sealed partial class Gcn
{
    private static Tensor Define([Shape("N", 1433)] Tensor words, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        var x = Convolution(words.Dropout(), source, target, 16, "conv1").Relu();
        return Convolution(x.Dropout(), source, target, 7, "conv2");
    }

    // Every node gets what its neighbours and itself have, each divided by the roots of both degrees.
    private static Tensor Convolution(Tensor x, Tokens source, Tokens target, int features, string name)
    {
        var root = (target.Degree(x) + 1).Rsqrt().Unsqueeze(1);
        var y = x.Linear(features, bias: false, name: $"{name}.lin") * root;
        return ((y.IndexSelect(source).SegmentSum(target, like: y) + y) * root) + x.Parameter($"{name}.bias", [features]);
    }

    // Nodes whose class is not known have the label -100.
    private static Tensor Loss(Tensor scores, [Shape("N")] Tokens classes) => scores.CrossEntropy(classes, axis: -1);
}
