using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

public sealed class TransposedConvolutionTests
{
    private readonly GraphFixture fixture = new();

    [Theory]
    [InlineData(3, 1, 0, 0, 1, "[B, 6, 7, 6]")]
    [InlineData(4, 2, 1, 0, 1, "[B, 6, 10, 8]")]
    [InlineData(3, 2, 1, 1, 1, "[B, 6, 10, 8]")]
    [InlineData(2, 2, 0, 0, 1, "[B, 6, 10, 8]")]
    [InlineData(3, 3, 2, 1, 2, "[B, 6, 14, 11]")]
    [InlineData(1, 2, 0, 1, 1, "[B, 6, 10, 8]")]
    public void ConvTranspose2d_HasTheShapeAndTheParametersOfPyTorch(int kernel, int stride, int padding, int outputPadding, int dilation, string output)
    {
        var y = fixture.Input(4, 5, 4).ConvTranspose2d(6, kernel, stride, padding, outputPadding, dilation: dilation, groups: 2);
        Assert.Equal(output, y.Shape.ToString());
        Assert.Equal([$"convtranspose1.weight [4, 3, {kernel}, {kernel}]", "convtranspose1.bias [6]"], fixture.Parameters());
        var bound = 1 / Math.Sqrt(3 * kernel * kernel);
        Assert.Equal(bound, fixture.Parameter("convtranspose1.weight").Initializer.Second, 1e-6);
        Assert.Equal(bound, fixture.Parameter("convtranspose1.bias").Initializer.Second, 1e-6);
    }

    [Fact]
    public void ConvTranspose2d_AddsAFilterForEveryPixel()
    {
        var y = fixture.Input(1, 2, 2).ConvTranspose2d(1, 2, stride: 2, name: "t");
        var values = fixture.Evaluate(y, 1, false, ("x", [1, 2, 3, 4]), ("t.weight", [1, 10, 100, 1000]), ("t.bias", [0.5]));
        Assert.Equal([1.5, 10.5, 2.5, 20.5, 100.5, 1000.5, 200.5, 2000.5, 3.5, 30.5, 4.5, 40.5, 300.5, 3000.5, 400.5, 4000.5], values);
    }

    [Fact]
    public void ConvTranspose1d_AddsUpWhereFiltersMeet()
    {
        var x = fixture.Input(1, 3);
        var y = x.ConvTranspose1d(x.Parameter("w", [1, 1, 3]), stride: 2, padding: 1, outputPadding: 1);
        Assert.Equal([10, 102, 20, 203, 30, 300], fixture.Evaluate(y, 1, false, ("x", [1, 2, 3]), ("w", [1, 10, 100])));
    }

    [Fact]
    public void AWeight_IsSharedWithTheConvolutionTheOtherWay()
    {
        var x = fixture.Input(3, 8, 8);
        var weight = x.Parameter("filters", [4, 3, 2, 2]);
        var y = x.Conv2d(weight, stride: 2).Tanh().ConvTranspose2d(weight, x.Parameter("offset", [3]), stride: 2);
        Assert.Equal("[B, 3, 8, 8]", y.Shape.ToString());
        Assert.Equal(["filters [4, 3, 2, 2]", "offset [3]"], fixture.Parameters());
    }

    // A spread image, or its weight copied in another order in every step, would cost more than the layer itself.
    [Fact]
    public void Training_SpreadsNoImageAndCopiesNoFilter()
    {
        var x = fixture.Input(8, 6, 6);
        fixture.Builder.SetLoss(x.ConvTranspose2d(16, 4, stride: 2, padding: 1).Tanh().ConvTranspose2d(8, 4, stride: 2, padding: 1).Square().Mean().Id);
        var optimized = NetworkLevels.Training.Optimize(fixture.Graph, PassOptions.Default, default);
        Assert.DoesNotContain(optimized.Nodes, node => node.Op is PadOp);
        var gradients = optimized.Nodes.Where(node => node.Op is ConvolutionWeightGradientOp).ToArray();
        Assert.Equal(2, gradients.Length);
        Assert.All(gradients, gradient => Assert.Equal(2, ((ConvolutionWeightGradientOp)gradient.Op).Window.StrideHeight));
        Assert.DoesNotContain(optimized.Gradients, gradient => Behind(optimized, gradient.Gradient).Any(op => op is FlipOp));
    }

    private static IEnumerable<Op> Behind(Graph graph, int id)
    {
        for (; graph[id].Op is MovementOp; id = graph[id].Inputs[0]) yield return graph[id].Op;
    }

    [Fact]
    public void LengthsThatACallBinds_GrowLinearly()
    {
        var builder = new GraphBuilder();
        var x = new Tensor(builder, builder.Add(new InputOp("x", Shape.Of(Dim.Batch, 2, Dim.Of(new DimSymbol("T", 1, 30))), DataType.Float32, IsTarget: false)));
        Assert.Equal("[B, 4, 8*T]", x.ConvTranspose1d(4, 16, stride: 8, padding: 4).Shape.ToString());
        Assert.Equal("[B, 4, 2*T+1]", x.ConvTranspose1d(4, 3, stride: 2).Shape.ToString());
    }

    [Fact]
    public void PaddingThatLeavesNothing_SaysHowMuchThereCanBe()
    {
        GraphFixture.Fails("SNT2006", "ConvTranspose2d: a padding of (3, 3) takes all of the result away that the input [B, 4, 2, 3] leads to; use at most (2, 3).", f => f.Input(4, 2, 3).ConvTranspose2d(6, 3, stride: 2, padding: 3));
        GraphFixture.Fails("SNT2006", "ConvTranspose1d: a padding of 2 takes all of the result away that the input [B, 4, 1] leads to; use at most 1.", f => f.Input(4, 1).ConvTranspose1d(6, 3, padding: 2));
    }

    [Fact]
    public void WeightsThatDoNotFit_SayWhichWould()
    {
        GraphFixture.Fails(
            "SNT2005", "ConvTranspose2d needs a weight [4, outChannels/groups, kernelHeight, kernelWidth] for the input [B, 4, 5, 5], but gets [6, 4, 3, 3]; declare it with [4, 4, 3, 3].",
            f => f.Input(4, 5, 5).ConvTranspose2d(f.Input(1).Parameter("w", [6, 4, 3, 3])));
        GraphFixture.Fails(
            "SNT2005", "ConvTranspose1d needs a bias [4] for the weight [4, 2, 3] in 2 groups, but gets [2]; declare it with [4].",
            f => f.Input(4, 5).ConvTranspose1d(f.Input(1).Parameter("w", [4, 2, 3]), f.Input(1).Parameter("b", [2]), groups: 2));
        GraphFixture.Fails("SNT2005", "ConvTranspose1d needs a weight [inChannels, outChannels/groups, kernel], but gets [4, 2, 3, 3].", f => f.Input(4, 5).ConvTranspose1d(f.Input(1).Parameter("w", [4, 2, 3, 3])));
    }
}
