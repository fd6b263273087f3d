using Sinter.Generator.Autodiff;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Interpreter;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>Sequences that are padded: only a sample's own steps count.</summary>
public sealed class SequenceTests
{
    private readonly GraphFixture fixture = new();

    [Fact]
    public void StepMask_IsOneForOwnSteps()
    {
        var mask = fixture.Input(3, 5).StepMask(fixture.Tokens());
        Assert.Equal("[B, 3, 1]", mask.Shape.ToString());
        Assert.Equal("[B, 3]", fixture.Input(3).StepMask(new Tokens(fixture.Builder, 1)).Shape.ToString());
        Assert.Equal([0, 0, 0, 1, 1, 0, 1, 1, 1], fixture.Evaluate(mask, 3, false, ("x", new double[45]), ("x2", new double[9]), ("tokens", [0, 2, 3])));
    }

    [Fact]
    public void MeanOverSteps_LeavesPaddingOut()
    {
        var mean = fixture.Input(3, 2).MeanOverSteps(fixture.Tokens());
        Assert.Equal("[B, 2]", mean.Shape.ToString());
        double[] steps = [1, 2, 3, 4, 900, 900];
        GraphFixture.Close([1, 2, 2, 3, 0, 0], fixture.Evaluate(mean, 3, false, ("x", [.. steps, .. steps, .. steps]), ("tokens", [1, 2, 0])));
    }

    [Fact]
    public void MeanOverSteps_OfNumbersAndOfImages()
    {
        var numbers = fixture.Input(3).MeanOverSteps(fixture.Tokens());
        Assert.Equal("[B]", numbers.Shape.ToString());
        Assert.Equal("[B, 2, 4]", fixture.Input(3, 2, 4).MeanOverSteps(new Tokens(fixture.Builder, 1)).Shape.ToString());
        Assert.Equal([1.5], fixture.Evaluate(numbers, 1, false, ("x", [1, 2, 7]), ("x2", new double[24]), ("tokens", [2])));
    }

    [Fact]
    public void MeanOverSteps_WithoutLengths_IsTheMeanOfAll() =>
        GraphFixture.Close([4, 5], fixture.Evaluate(fixture.Input(3, 2).MeanOverSteps(), 1, false, ("x", [1, 2, 3, 4, 8, 9])));

    [Fact]
    public void MeanOverSteps_IsOneLayerOfTheSummary()
    {
        fixture.Input(3, 2).MeanOverSteps(fixture.Tokens(), name: "pool");
        Assert.Equal(["MeanOverSteps pool [B, 2]"], fixture.Layers());
    }

    [Fact]
    public void MeanOverSteps_GivesPaddingNoGradient()
    {
        var x = fixture.Input(4, 2);
        var probe = x.Parameter("probe", [4, 2]);
        var lengths = fixture.Tokens();
        fixture.Builder.SetLoss((x + probe).MeanOverSteps(lengths).Sum().Id);
        var forward = RemoveDead.Run(ResolvePhase.Run(fixture.Graph, Phase.Training));
        var training = Gradients.Differentiate(forward, CancellationToken.None);
        Assert.Equal([0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0], Gradient(training, lengths: 2));
        Assert.Equal(Enumerable.Repeat(0.25, 8), Gradient(training, lengths: 4));
    }

    private static double[] Gradient(Sinter.Graphs.Graph training, double lengths) => new GraphInterpreter(training)
    {
        Bindings = 1,
        Inputs = new Dictionary<string, double[]> { ["x"] = new double[8], ["tokens"] = [lengths] },
        Parameters = { ["probe"] = new double[8] },
    }.Run().Gradient("probe").Data;
}
