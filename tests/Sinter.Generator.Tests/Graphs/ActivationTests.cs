using Sinter.Generator.Tests.Interpreter;

namespace Sinter.Generator.Tests.Graphs;

public sealed class ActivationTests
{
    private static readonly double[] Points = [-200, -5, -3, -1.5, -1e-3, 0, 1e-3, 0.5, 2.5, 3, 7, 200];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Layer, Func<double, double> Formula)> Cases = new()
    {
        ["Relu"] = (x => x.Relu(), x => Math.Max(x, 0)),
        ["Relu6"] = (x => x.Relu6(), x => Math.Min(Math.Max(x, 0), 6)),
        ["LeakyRelu"] = (x => x.LeakyRelu(0.2f), x => x > 0 ? x : 0.2f * x),
        ["Sigmoid"] = (x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        ["HardSigmoid"] = (x => x.HardSigmoid(), x => Math.Clamp((x + 3) / 6, 0, 1)),
        ["Tanh"] = (x => x.Tanh(), Math.Tanh),
        ["GeluTanh"] = (x => x.Gelu(GeluApproximation.Tanh), x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
        ["Silu"] = (x => x.Silu(), x => x / (1 + Math.Exp(-x))),
        ["Elu"] = (x => x.Elu(0.5f), x => x > 0 ? x : 0.5 * (Math.Exp(x) - 1)),
        ["Softplus"] = (x => x.Softplus(), x => x > 30 ? x : Math.Log(1 + Math.Exp(x))),
        ["SoftplusBeta"] = (x => x.Softplus(2), x => x > 30 ? x : Math.Log(1 + Math.Exp(2 * x)) / 2),
        ["Hardtanh"] = (x => x.Hardtanh(-1.5f, 2.5f), x => Math.Clamp(x, -1.5, 2.5)),
        ["Selu"] = (x => x.Selu(), x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1))),
        ["Celu"] = (x => x.Celu(2), x => x > 0 ? x : 2 * (Math.Exp(x / 2) - 1)),
        ["LogSigmoid"] = (x => x.LogSigmoid(), x => x < -30 ? x : -Math.Log(1 + Math.Exp(-x))),
        ["Mish"] = (x => x.Mish(), x => x * Math.Tanh(x > 30 ? x : Math.Log(1 + Math.Exp(x)))),
        ["Threshold"] = (x => x.Threshold(0.5f, -7), x => x > 0.5 ? x : -7),
        ["Softsign"] = (x => x.Softsign(), x => x / (1 + Math.Abs(x))),
        ["Tanhshrink"] = (x => x.Tanhshrink(), x => x - Math.Tanh(x)),
        ["Softshrink"] = (x => x.Softshrink(), x => x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0),
        ["Hardshrink"] = (x => x.Hardshrink(), x => Math.Abs(x) > 0.5 ? x : 0),
        ["HardSwish"] = (x => x.HardSwish(), x => x * Math.Clamp((x + 3) / 6, 0, 1)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Activation_ComputesItsFormula(string name)
    {
        var fixture = new GraphFixture();
        var y = Cases[name].Layer(fixture.Input(Points.Length));
        Assert.Equal($"[B, {Points.Length}]", y.Shape.ToString());
        Assert.Empty(fixture.Parameters());
        Assert.Single(fixture.Layers());
        GraphFixture.Close([.. Points.Select(Cases[name].Formula)], fixture.Evaluate(y, 1, false, ("x", Points)), 1e-5);
    }

    [Fact]
    public void Gelu_IsExactByDefault()
    {
        // torch.nn.functional.gelu(torch.tensor([-1.5, -0.5, 0., 1., 4.], dtype=torch.float64))
        var fixture = new GraphFixture();
        var y = fixture.Input(5).Gelu();
        GraphFixture.Close([-0.10021080, -0.15426877, 0, 0.84134475, 3.99987331], fixture.Evaluate(y, 1, false, ("x", [-1.5, -0.5, 0, 1, 4])), 1e-6);
    }

    [Fact]
    public void PRelu_HasASlopeOrOneForEachChannel()
    {
        var fixture = new GraphFixture();
        var y = fixture.Input(2, 2).PRelu(2, init: 0.5f, name: "act");
        Assert.Equal(["act.weight [2]"], fixture.Parameters());
        GraphFixture.Close([-1, 3, 8, -0.125], fixture.Evaluate(y, 1, false, ("x", [-2, 3, 8, -0.25]), ("act.weight", [0.5, 0.5])));
        fixture = new GraphFixture();
        y = fixture.Input().PRelu();
        Assert.Equal(["prelu1.weight [1]"], fixture.Parameters());
        GraphFixture.Close([-0.5, 3], fixture.Evaluate(y, 2, false, ("x", [-2, 3]), ("prelu1.weight", [0.25])));
    }

    [Fact]
    public void Gates_TakeTheSecondHalf()
    {
        // torch.nn.functional.glu and the functions of Shazeer 2020 of (2, -3, 0.5, 1).
        (Func<Tensor, Tensor> Layer, double[] Expected)[] gates =
        [
            (x => x.Glu(), [1.2449187, -2.1931757]), (x => x.GeGlu(), [0.6914625, -2.5240343]), (x => x.SwiGlu(), [0.6224593, -2.1931757]), (x => x.ReGlu(), [1, -3]),
        ];
        foreach (var (layer, expected) in gates)
        {
            var fixture = new GraphFixture();
            var y = layer(fixture.Input(4));
            Assert.Equal("[B, 2]", y.Shape.ToString());
            GraphFixture.Close(expected, fixture.Evaluate(y, 1, false, ("x", [2, -3, 0.5, 1])), 1e-6);
        }
    }

    [Fact]
    public void Activations_WorkOnWeightsToo()
    {
        var fixture = new GraphFixture();
        var x = fixture.Input(3);
        var gate = x.Parameter("gate", [3]).Softplus();
        Assert.Equal("[3]", gate.Shape.ToString());
        Assert.Equal("[B, 3]", (x * gate).Shape.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Softmax_AddsUpToOne_WithoutOverflow(int axis)
    {
        var fixture = new GraphFixture();
        var y = fixture.Input(2, 2).Softmax(axis);
        var values = fixture.Evaluate(y, 1, false, ("x", axis == 1 ? [1000, 1000, 0, Math.Log(3)] : [1000, 0, 1000, Math.Log(3)]));
        GraphFixture.Close(axis == 1 ? [0.5, 0.5, 0.25, 0.75] : [0.5, 0.25, 0.5, 0.75], values);
    }

    [Fact]
    public void LogSoftmax_IsExactWhereTheProbabilityVanishes()
    {
        var fixture = new GraphFixture();
        var y = fixture.Input(2).LogSoftmax();
        GraphFixture.Close([0, -2000], fixture.Evaluate(y, 1, false, ("x", [1000, -1000])));
    }

    [Fact]
    public void Dropout_DropsAndScalesInTrainingOnly()
    {
        var fixture = new GraphFixture();
        var y = fixture.Input(16).Dropout(0.25f);
        double[] x = [.. Enumerable.Range(1, 16)];
        var keys = UniformEvaluator.Keys(seed: 0, step: 0, stream: 0);
        double[] expected = [.. x.Select((value, i) => UniformEvaluator.Uniform(keys, i) >= 0.25 ? value / 0.75 : 0)];
        Assert.Contains(0, expected);
        Assert.Equal(x, fixture.Evaluate(y, 1, false, ("x", x)));
        GraphFixture.Close(expected, fixture.Evaluate(y, 1, true, ("x", x)), 1e-5);
    }

    [Theory]
    [InlineData(StochasticDepthMode.Row)]
    [InlineData(StochasticDepthMode.Batch)]
    public void StochasticDepth_DropsSamplesInTrainingOnly(StochasticDepthMode mode)
    {
        var fixture = new GraphFixture();
        var y = fixture.Input(2).StochasticDepth(0.25f, mode);
        var keys = UniformEvaluator.Keys(seed: 0, step: 0, stream: 0);
        double[] x = [.. Enumerable.Range(1, 16)];
        double[] expected = [.. x.Select((value, i) => UniformEvaluator.Uniform(keys, mode == StochasticDepthMode.Row ? i / 2 : 0) >= 0.25 ? value / 0.75 : 0)];
        Assert.Equal(x, fixture.Evaluate(y, 8, false, ("x", x)));
        GraphFixture.Close(expected, fixture.Evaluate(y, 8, true, ("x", x)), 1e-5);
        if (mode == StochasticDepthMode.Row) Assert.Contains(0, expected);
    }

    [Fact]
    public void Dropout_DrawsFromAStreamOfItsOwn()
    {
        var fixture = new GraphFixture();
        fixture.Input(8).Dropout().Dropout();
        var streams = fixture.Graph.Nodes.Select(node => node.Op).OfType<Sinter.Graphs.RandomOp>().Select(op => op.Stream);
        Assert.Equal([0, 1], streams);
    }

    [Fact]
    public void Dropout_OfNothing_IsNothing()
    {
        var fixture = new GraphFixture();
        fixture.Input(8).Dropout(0);
        Assert.Empty(fixture.Operations());
    }
}
