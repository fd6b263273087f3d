using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Passes;

public sealed class FoldBatchNormTests
{
    [Theory]
    [InlineData("convolution")]
    [InlineData("linear")]
    [InlineData("grouped")]
    [InlineData("scaled twice")]
    [InlineData("sequence")]
    [InlineData("sequence scaled before and behind")]
    public void ScaleAndShift_BecomeOneAddition(string kind)
    {
        var graph = Fold(x => kind switch
        {
            "convolution" => x.Conv2d(4, kernel: 3).BatchNorm2d(),
            "linear" => x.Flatten().Linear(4).BatchNorm1d(),
            "grouped" => x.Conv2d(4, kernel: 3, groups: 2).BatchNorm2d(),
            "sequence" => x.Flatten(1).Conv1d(4, kernel: 3).BatchNorm1d(),
            "sequence scaled before and behind" => 1 - ((x.Conv2d(4, kernel: (1, 6)) * 3).Flatten(1).BatchNorm1d().Unsqueeze(1) / x.Parameter("divisors", [4, 1, 1])),
            _ => 3 - (x.Conv2d(4, kernel: 3).BatchNorm2d().BatchNorm2d() * 2 / 5),
        });
        Assert.Equal(["Add"], PointwiseOfData(graph));
    }

    [Fact]
    public void BiasAlone_IsLeftAsItIs() => Assert.Equal(["Add"], PointwiseOfData(Fold(x => x.Conv2d(4, kernel: 3))));

    [Fact]
    public void ValueThatOthersRead_IsNotChanged() => Assert.Equal(["Multiply", "Exp", "Add"], PointwiseOfData(Fold(x =>
    {
        var y = x.Conv2d(4, kernel: 3, bias: false);
        return (y * 3) + y.Exp();
    })));

    [Fact]
    public void ReshapeOfTheChannels_EndsTheChain() =>
        Assert.Contains("Multiply", PointwiseOfData(Fold(x => x.Conv2d(4, kernel: 3, bias: false).Flatten() * x.Parameter("scale", [64]))));

    [Fact]
    public void ActivationEndsTheChain() => Assert.Equal(["Add", "Maximum", "Multiply", "Add"], PointwiseOfData(Fold(x => x.Conv2d(4, kernel: 3).Relu().BatchNorm2d())));

    [Fact]
    public void ScalePerPixel_StaysBehindTheConvolution() =>
        Assert.Contains("Multiply", PointwiseOfData(Fold(x => x.Conv2d(4, kernel: 3, bias: false) * x.Parameter("pixels", [1, 4, 4]))));

    /// <summary>The pointwise functions that remain to be computed in every call.</summary>
    private static string[] PointwiseOfData(Graph graph)
    {
        var weights = DependsOnWeights.Of(graph);
        return [.. graph.Nodes.Where((node, id) => node.Op is PointwiseOp && !weights[id]).Select(node => node.Op.Name)];
    }

    private static Graph Fold(Func<Tensor, Tensor> network)
    {
        var builder = new GraphBuilder();
        var x = new Tensor(builder, builder.Add(new InputOp("x", Shape.Of(Dim.Batch, 4, 6, 6), DataType.Float32, IsTarget: false)));
        builder.AddOutput("y", network(x).Id);
        return NetworkLevels.Inference.Optimize(builder.Build(), PassOptions.Default, CancellationToken.None);
    }
}
