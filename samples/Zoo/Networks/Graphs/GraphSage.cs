using Sinter;

namespace Zoo.Networks;

/// <summary>Two layers of GraphSAGE over a list of edges, which take the mean of the neighbours; names as in PyTorch Geometric's <c>SAGEConv</c>.</summary>
/// <remarks>Hamilton, Ying and Leskovec, "Inductive Representation Learning on Large Graphs", 2017.</remarks>
[Network, Dim("N", Max = 4096), Dim("E", Max = 16_384)]
internal sealed partial class GraphSage
{
    private static Tensor Define([Shape("N", 1433)] Tensor words, [Shape("E")] Tokens source, [Shape("E")] Tokens target) =>
        Convolution(Convolution(words, source, target, 64, "conv1").Relu().Dropout(), source, target, 7, "conv2");

    private static Tensor Convolution(Tensor x, Tokens source, Tokens target, int features, string name) =>
        x.IndexSelect(source).SegmentMean(target, like: x).Linear(features, name: $"{name}.lin_l") + x.Linear(features, bias: false, name: $"{name}.lin_r");

    // Nodes whose class is not known have the label -100.
    private static Tensor Loss(Tensor scores, [Shape("N")] Tokens classes) => scores.CrossEntropy(classes, axis: -1);
}
