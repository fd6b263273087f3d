using Sinter;

namespace Zoo.Networks;

/// <summary>Two layers of attention over a list of edges, which has a loop at every node that is to see itself; names as in PyTorch Geometric's <c>GATConv</c>.</summary>
/// <remarks>Veličković, Cucurull, Casanova, Romero, Liò and Bengio, "Graph Attention Networks", 2017.</remarks>
[Network, Dim("N", Max = 4096), Dim("E", Max = 16_384)]
internal sealed partial class Gat
{
    private static Tensor Define([Shape("N", 1433)] Tensor words, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        var x = Attention(words.Dropout(0.6f), source, target, 8, 8, "conv1").Elu();
        return Attention(x.Dropout(0.6f), source, target, 1, 7, "conv2");
    }

    private static Tensor Attention(Tensor x, Tokens source, Tokens target, int heads, int size, string name) => x.Scope(name, layer =>
    {
        var y = layer.Linear(heads * size, bias: false, name: "lin_src").Reshape(-1, heads, size);
        Tensor Scores(string part) => (y * layer.Parameter(part, [1, heads, size]).Reshape(heads, size)).Sum(2);
        var scores = Scores("att_src").IndexSelect(source) + Scores("att_dst").IndexSelect(target);
        var weights = scores.LeakyRelu(0.2f).SegmentSoftmax(target, like: y).Dropout(0.6f);
        return (y.IndexSelect(source) * weights.Unsqueeze(2)).SegmentSum(target, like: y).Flatten(1) + layer.Parameter("bias", [heads * size]);
    });

    // Nodes whose class is not known have the label -100.
    private static Tensor Loss(Tensor scores, [Shape("N")] Tokens classes) => scores.CrossEntropy(classes, axis: -1);
}
