using Sinter.Generator.Autodiff;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Graphs;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Autodiff;

/// <summary>What is frozen is not differentiated, and what inference computes is computed instead of what training would.</summary>
public sealed class FrozenPartsTests
{
    [Fact]
    public void BeforeWhatIsTrained_NothingIsDerived()
    {
        var graph = Trained(x => Features(x).Frozen().Flatten().Linear(4));
        Assert.Equal(["linear1.bias", "linear1.weight"], Gradients(graph));
        Assert.DoesNotContain(graph.Nodes, node => node.Op is ConvolutionWeightGradientOp);
        Assert.DoesNotContain(graph.Nodes, node => node.IsBackward && node.Layer >= 0 && graph.Layers[node.Layer].Kind is "Conv2d" or "BatchNorm2d");
        Assert.Empty(graph.Updates);
    }

    [Fact]
    public void BehindWhatIsTrained_GradientsPassThrough()
    {
        var graph = Trained(x => Features(x.Conv2d(3, 1, name: "stem")).Frozen().Flatten().Linear(4, name: "head"));
        Assert.Equal(["head.bias", "head.weight", "stem.bias", "stem.weight"], Gradients(graph));
        Assert.Single(graph.Nodes, node => node.Op is ConvolutionWeightGradientOp);
    }

    [Fact]
    public void ThePartsOfAModule_AreFrozenWhereverItIsUsed()
    {
        var module = new Module("tower", x => x.Linear(5, name: "fc"));
        var graph = Trained(x => module.Apply(x.Flatten()).Scope("first", y => y.Linear(3)) + module.Apply(x.Flatten().Relu()).Frozen().Scope("second", y => y.Linear(3)));
        Assert.Equal(["first.linear1.bias", "first.linear1.weight", "second.linear1.bias", "second.linear1.weight"], Gradients(graph));
    }

    [Fact]
    public void AParameter_IsFrozenByItself()
    {
        var graph = Trained(x => x.Flatten().Linear(x.Parameter("table", [7, 48]).Frozen()).Linear(2, name: "head"));
        Assert.Equal(["head.bias", "head.weight"], Gradients(graph));
    }

    [Fact]
    public void DropoutAndLayersWithoutStates_TrainAsBefore()
    {
        var graph = Trained(x => x.Flatten().Scope("body", y => y.Linear(6).Dropout(0.5f).LayerNorm()).Frozen().Linear(2, name: "head"));
        Assert.Contains(graph.Nodes, node => node.Op is RandomOp);
    }

    [Fact]
    public void ANormThatIsUsedTwice_IsFrozenInBothPlaces()
    {
        var norm = new Module("norm", x => x.BatchNorm1d());
        var graph = Trained(x => norm.Apply(x.Flatten().Linear(6, name: "a")) + norm.Apply(x.Flatten().Linear(6, name: "b")).Frozen());
        Assert.Empty(graph.Updates);
        Assert.Equal(["a.bias", "a.weight", "b.bias", "b.weight"], Gradients(graph));
        Assert.DoesNotContain(graph.Nodes, node => node.Op is SizeOp && !node.IsBackward && node.Layer >= 0 && graph.Layers[node.Layer].Kind == "BatchNorm1d");
    }

    private static Tensor Features(Tensor x) => x.Scope("features", y => y.Conv2d(5, 3, padding: 1).BatchNorm2d().Relu());

    private static Graph Trained(Func<Tensor, Tensor> definition)
    {
        var fixture = new GraphFixture();
        fixture.Builder.SetLoss(definition(fixture.Input(3, 4, 4)).Square().Sum().Id);
        var resolved = RemoveDead.Run(DropFrozenUpdates.Run(ResolvePhase.Run(fixture.Graph, Phase.Training)));
        return RemoveDead.Run(Sinter.Generator.Autodiff.Gradients.Differentiate(resolved, CancellationToken.None));
    }

    private static IEnumerable<string> Gradients(Graph graph) =>
        graph.Gradients.Select(gradient => ((ParameterOp)graph[gradient.Parameter].Op).Key).Order(StringComparer.Ordinal);
}
