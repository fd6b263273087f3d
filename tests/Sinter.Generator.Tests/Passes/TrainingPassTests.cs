using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Passes;

/// <summary>What a training step computes twice, and what it does not.</summary>
public sealed class TrainingPassTests
{
    [Fact]
    public void BatchNormBackward_AddsUpTwoSumsPerChannel()
    {
        var graph = Training(x => x.Conv2d(4, kernel: 3, bias: false).BatchNorm2d().Tanh());
        Assert.Equal(2, graph.Nodes.Count(node => node.IsBackward && node.Op is ReduceOp && !node.Shape.Dims[3].IsOne));
    }

    [Fact]
    public void NormalizedValues_AreComputedAgain()
    {
        var graph = Training(x => x.Conv2d(4, kernel: 3, bias: false).BatchNorm2d().Relu().Conv2d(2, kernel: 3));

        // The first convolution's result, from which all follows, the activation, which the second convolution reads, and what the
        // loss reads: the second convolution with its bias.
        Assert.Equal(["Add", "Convolution", "Maximum"], Saved(graph).Select(node => node.Op.Name).Order());
    }

    [Fact]
    public void SumsAcrossSamples_HaveArgumentsOfTheirOwn()
    {
        var graph = Training(x => x.Conv2d(4, kernel: 3, bias: false).BatchNorm2d().Relu().Conv2d(2, kernel: 3));
        var users = graph.Users();
        var arguments = graph.Nodes.Where(node => node.Op is ReduceOp { Axes.Count: 3 }).Select(node => node.Inputs[0]).Where(id => graph[id].Op is PointwiseOp { Function: ScalarFunction.Multiply });
        Assert.All(arguments, id => Assert.Single(users[id]));
    }

    [Fact]
    public void ContractionsAndReductions_AreNeverComputedAgain()
    {
        foreach (var name in SampleNetworks.Names)
        {
            int Count(Graph graph) => graph.Nodes.Count(node => node.Op is ConvolutionOp or MatMulOp or ReduceOp or PoolOp);
            var network = SampleNetworks.Graph(name);
            Assert.Equal(
                Count(NetworkLevels.Training.Optimize(network, PassOptions.Without(RecomputePointwise.Name), CancellationToken.None)),
                Count(NetworkLevels.Training.Optimize(network, PassOptions.Default, CancellationToken.None)));
        }
    }

    [Fact]
    public void TrainingGraph_WantsLossUpdatesAndGradientsOnly()
    {
        var graph = Training(x => x.Conv2d(4, kernel: 3).BatchNorm2d());
        Assert.Empty(graph.Outputs);
        Assert.Equal(3, graph.Updates.Count);
        Assert.Equal(4, graph.Gradients.Count);
    }

    [Fact]
    public void InferenceGraph_WantsOutputsOnly()
    {
        var graph = NetworkLevels.Inference.Optimize(Build(x => x.Conv2d(4, kernel: 3).BatchNorm2d().Dropout()), PassOptions.Default, CancellationToken.None);
        Assert.Equal([Assert.Single(graph.Outputs).Node], graph.Roots());
        Assert.DoesNotContain(graph.Nodes, node => node.Op is RandomOp or PhaseOp);
    }

    [Fact]
    public void UnknownParameterOfTheLoss_HasZerosForAGradient()
    {
        var graph = Build(x => x.Conv2d(4, kernel: 3));
        var builder = new GraphBuilder(graph);
        builder.Add(new ParameterOp("unused", Shape.Of(2, 3), Initializer.Zeros, Decays: false));
        var training = NetworkLevels.Training.Optimize(builder.Build(), PassOptions.Default, CancellationToken.None);
        var unused = training.Gradients.Single(gradient => training[gradient.Parameter].Op is ParameterOp { Key: "unused" });
        Assert.Equal(Shape.Of(2, 3), training[unused.Gradient].Shape);
    }

    [Fact]
    public void NothingIsSharedAgain_BehindRecomputation()
    {
        string[] names = [.. NetworkLevels.Training.Graph.Passes.Select(pass => pass.Name)];
        Assert.True(Array.LastIndexOf(names, ShareCommon.Name) < Array.IndexOf(names, RecomputePointwise.Name));
    }

    [Fact]
    public void Options_AreEqualByValue() => Assert.Equal(PassOptions.Without("Simplify", "RemoveDead"), PassOptions.Without("Simplify", "RemoveDead"));

    /// <summary>Images of the forward pass that the backward pass reads.</summary>
    private static IEnumerable<Node> Saved(Graph graph) => graph.Nodes
        .Where(node => node.IsBackward)
        .SelectMany(node => node.Inputs)
        .Distinct()
        .Select(id => graph[id])
        .Where(node => !node.IsBackward && node.Op is not LeafOp && node.Shape.FullRank == 4 && node.Shape.IsBatched && !node.Shape.Dims[1].IsOne && node.Op is not TransposeOp);

    private static Graph Training(Func<Tensor, Tensor> network) => NetworkLevels.Training.Optimize(Build(network), PassOptions.Default, CancellationToken.None);

    private static Graph Build(Func<Tensor, Tensor> network)
    {
        var builder = new GraphBuilder();
        var x = new Tensor(builder, builder.Add(new InputOp("x", Shape.Of(Dim.Batch, 3, 12, 12), DataType.Float32, IsTarget: false)));
        var y = network(x);
        builder.AddOutput("y", y.Id);
        builder.SetLoss((y * y).Sum().Id);
        return builder.Build();
    }
}
