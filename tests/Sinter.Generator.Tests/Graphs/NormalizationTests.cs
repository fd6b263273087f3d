using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

public sealed class NormalizationTests
{
    private readonly GraphFixture fixture = new();

    [Fact]
    public void BatchNorm2d_InTraining_UsesTheBatchAndTracksIt()
    {
        var y = fixture.Input(1, 1, 2).BatchNorm2d(epsilon: 1e-3f, name: "bn");
        var run = fixture.Interpret(2, true, ("x", [1, 2, 3, 6]), ("bn.weight", [2]), ("bn.bias", [1]));
        var deviation = Math.Sqrt(3.5 + 1e-3f);
        GraphFixture.Close([1 - (4 / deviation), 1 - (2 / deviation), 1, 1 + (6 / deviation)], run[y.Id].Data);

        Assert.Equal(0.3, run.Update("bn.running_mean").Data[0], 1e-6);
        Assert.Equal(0.9 + (0.1 * 3.5 * 4 / 3), run.Update("bn.running_var").Data[0], 1e-6);
        Assert.Equal(1, run.Update("bn.num_batches_tracked").Data[0]);
    }

    [Fact]
    public void BatchNorm2d_AtInference_UsesTheRunningStatistics()
    {
        var y = fixture.Input(2, 1, 1).BatchNorm2d(name: "bn");
        var values = fixture.Evaluate(
            y, 1, false, ("x", [3, 10]), ("bn.weight", [2, 1]), ("bn.bias", [1, 0]), ("bn.running_mean", [1, 4]), ("bn.running_var", [4, 9]));
        GraphFixture.Close([3, 2], values, 1e-5);
    }

    [Fact]
    public void BatchNorm_HasTheParametersAndStatesOfPyTorch()
    {
        fixture.Input(3, 4, 4).BatchNorm2d(name: "bn").Flatten(1).BatchNorm1d(affine: false, name: "rows");
        Assert.Equal(["bn.weight [3]", "bn.bias [3]"], fixture.Parameters());
        Assert.Equal(
            [
                "bn.running_mean [3] 0", "bn.running_var [3] 1", "bn.num_batches_tracked [] 0",
                "rows.running_mean [3] 0", "rows.running_var [3] 1", "rows.num_batches_tracked [] 0",
            ],
            fixture.States());
        Assert.True(fixture.Graph.Nodes.Select(node => node.Op).OfType<StateOp>().Single(op => op.Key == "bn.num_batches_tracked").IsCounter);
        Assert.Equal((Initializer.Ones, false), (fixture.Parameter("bn.weight").Initializer, fixture.Parameter("bn.weight").Decays));
        Assert.Equal((Initializer.Zeros, false), (fixture.Parameter("bn.bias").Initializer, fixture.Parameter("bn.bias").Decays));
    }

    [Fact]
    public void BatchNorm1d_OfABatchOfOne_KeepsTheStatisticsFinite()
    {
        fixture.Input(1).BatchNorm1d(affine: false, name: "bn");
        var run = fixture.Interpret(1, true, ("x", [5]));
        Assert.All(fixture.Graph.Updates, update => Assert.True(double.IsFinite(run[update.Value].Data[0])));
    }

    [Fact]
    public void BatchNorm_AppliedTwice_TracksBothTimes()
    {
        var module = new Module("shared", x => x.BatchNorm1d(name: "bn"));
        var x = fixture.Input(1);
        module.Apply(x);
        module.Apply(x + 10);
        var run = fixture.Interpret(2, true, ("x", [0, 2]), ("shared.bn.weight", [1]), ("shared.bn.bias", [0]));
        Assert.Equal(3, fixture.Graph.Updates.Count);
        Assert.Equal((0.9 * 0.1) + (0.1 * 11), run.Update("shared.bn.running_mean").Data[0], 1e-6);
        Assert.Equal(2, run.Update("shared.bn.num_batches_tracked").Data[0]);
    }

    [Fact]
    public void LayerNorm_NormalisesTheLastAxes()
    {
        var y = fixture.Input(2, 2).LayerNorm(epsilon: 0.75f, name: "ln");
        Assert.Equal(["ln.weight [2]", "ln.bias [2]"], fixture.Parameters());
        var values = fixture.Evaluate(y, 1, false, ("x", [1, 2, 5, 6]), ("ln.weight", [1, 2]), ("ln.bias", [0, 10]));
        GraphFixture.Close([-0.5, 11, -0.5, 11], values);
    }

    [Fact]
    public void LayerNorm_TakesSeveralAxesAndCanGoWithoutWeights()
    {
        var x = fixture.Input(3, 4, 5);
        x.LayerNorm(axes: 2, bias: false);
        x.LayerNorm(affine: false);
        x.LayerNorm2d();
        Assert.Equal(["layernorm1.weight [4, 5]", "layernorm3.weight [3]", "layernorm3.bias [3]"], fixture.Parameters());
        Assert.False(fixture.Parameter("layernorm1.weight").Decays);
    }

    [Fact]
    public void LayerNorm2d_NormalisesTheChannelsOfEachPixel()
    {
        var y = fixture.Input(2, 1, 2).LayerNorm2d(epsilon: 0.75f, affine: false);
        GraphFixture.Close([-0.5, 0.5, 0.5, -0.5], fixture.Evaluate(y, 1, false, ("x", [1, 6, 2, 5])));
    }

    [Fact]
    public void RMSNorm_DividesByTheRootMeanSquare()
    {
        var y = fixture.Input(2).RMSNorm(name: "norm");
        Assert.Equal(["norm.weight [2]"], fixture.Parameters());
        var root = Math.Sqrt(12.5);
        GraphFixture.Close([3 / root, 8 / root], fixture.Evaluate(y, 1, false, ("x", [3, 4]), ("norm.weight", [1, 2])));
    }

    [Fact]
    public void GroupNorm_NormalisesNeighbouringChannels()
    {
        var y = fixture.Input(4, 1).GroupNorm(2, epsilon: 0.75f, name: "gn");
        Assert.Equal("[B, 4, 1]", y.Shape.ToString());
        Assert.Equal(["gn.weight [4]", "gn.bias [4]"], fixture.Parameters());
        var values = fixture.Evaluate(y, 1, false, ("x", [1, 2, 6, 5]), ("gn.weight", [1, 1, 1, 2]), ("gn.bias", [0, 0, 1, 0]));
        GraphFixture.Close([-0.5, 0.5, 1.5, -1], values);
    }
}
