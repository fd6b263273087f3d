namespace Sinter.Golden.Citations;

/// <summary>
/// A graph convolution network that reads what papers are about (Kipf and Welling 2017). A paper is the words that it has, so that the first
/// weight is a table of words, of which each paper adds up its own; both convolutions are <c>D^-1/2 (A + I) D^-1/2 x W + b</c>.
/// </summary>
[Network, Dim("N", Max = 3000), Dim("E", Max = 12_000), Dim("W", Max = 50_000)]
public partial class CitationNetwork
{
    public const int Words = 1433, Topics = 7;

    // One number for each paper: what its words count.
    static Tensor Define([Shape("W")] Tokens paper, [Shape("W")] Tokens word, [Shape("N")] Tensor weight, [Shape("E")] Tokens source, [Shape("E")] Tokens target)
    {
        var scale = (target.Degree(like: weight) + 1).Rsqrt().Unsqueeze(1);
        var table = weight.Parameter("conv1.weight", [Words, 16], Initializer.XavierUniform());
        var x = (word.Embedding(table) * weight.IndexSelect(paper).Dropout(0.5f).Unsqueeze(1)).SegmentSum(paper, like: weight);
        x = (Pass(x) + x.Parameter("conv1.bias", [16])).Relu().Dropout(0.5f);
        x = x.Linear(x.Parameter("conv2.weight", [Topics, 16], Initializer.XavierUniform()));
        return Pass(x) + x.Parameter("conv2.bias", [Topics]);

        Tensor Pass(Tensor x)
        {
            x *= scale;
            return (x.IndexSelect(source).SegmentSum(target, like: x) + x) * scale;
        }
    }

    static Tensor Loss(Tensor topics, [Shape("N")] Tokens label) => topics.CrossEntropy(label, ignoreIndex: -1, axis: -1);
}
