using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>A module has one set of weights, named after its first place, wherever it is applied.</summary>
public sealed class ModuleTests
{
    private const string Loss = "static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.MeanSquaredError(target);";

    /// <summary>Statements after <c>var tower = new Module("tower", v =&gt; v.Linear(4))</c> and the keys of what they make.</summary>
    private static readonly Dictionary<string, (string Body, string[] Keys)> Uses = new()
    {
        ["Twice"] = ("return tower.Apply(x) - tower.Apply(x * 2);", ["tower.linear1.weight", "tower.linear1.bias"]),
        ["InTwoScopes"] = ("return x.Scope(\"left\", v => tower.Apply(v)) - x.Scope(\"right\", v => tower.Apply(v * 2));", ["left.tower.linear1.weight", "left.tower.linear1.bias"]),
        ["OutsideAndInAScope"] = ("return tower.Apply(x) - x.Scope(\"right\", v => tower.Apply(v * 2));", ["tower.linear1.weight", "tower.linear1.bias"]),
        ["InAScopeAndOutside"] = ("return x.Scope(\"a.b\", v => v.Scope(\"c\", w => tower.Apply(w))) - tower.Apply(x * 2);", ["a.b.c.tower.linear1.weight", "a.b.c.tower.linear1.bias"]),
        ["InAScanAndOutside"] = (
            "return tower.Apply(x.Reshape(2, 2).Pad(1, 1, 1).Scan(x.Zeros(4), (step, h) => (h, tower.Apply(step + h).Tanh())).State);",
            ["scan1.tower.linear1.weight", "scan1.tower.linear1.bias"]),
        ["OutsideAndInAScan"] = (
            "var y = tower.Apply(x); return y + x.Unsqueeze(0).Scan(y, (step, h) => (h, tower.Apply(step * h))).State;",
            ["tower.linear1.weight", "tower.linear1.bias"]),
        ["InTwoScans"] = (
            "var y = x.Unsqueeze(0).Scan(x, (step, h) => (h, tower.Apply(step * h))).State; return x.Unsqueeze(0).Scan(y, (step, h) => (h, tower.Apply(h).Sin())).State;",
            ["scan1.tower.linear1.weight", "scan1.tower.linear1.bias"]),
        ["InAnotherModule"] = (
            "var pair = new Module(\"pair\", v => tower.Apply(v) * new Module(\"inner\", w => w.Linear(4, bias: false)).Apply(v)); return pair.Apply(x) - x.Scope(\"s\", v => pair.Apply(v * 2)) + tower.Apply(x);",
            ["pair.tower.linear1.weight", "pair.tower.linear1.bias", "pair.inner.linear1.weight"]),
        ["WithStatistics"] = (
            "var norm = new Module(\"norm\", v => v.Linear(4, bias: false).BatchNorm1d()); return x.Scope(\"left\", v => norm.Apply(v)) * x.Scope(\"right\", v => norm.Apply(v * 2));",
            ["left.norm.linear1.weight", "left.norm.batchnorm1.weight", "left.norm.batchnorm1.bias"]),
    };

    public static TheoryData<string> Names => new(Uses.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_AreThoseOfTheFirstUse(string name)
    {
        var graph = Graph(name);
        Assert.Equal(Uses[name].Keys, graph.Nodes.Select(node => node.Op).OfType<ParameterOp>().Select(op => op.Key));
        Assert.Equal(name == "WithStatistics" ? 3 : 0, graph.Nodes.Count(node => node.Op is StateOp));
    }

    [Fact]
    public void Gradients_AreSumsOverAllUses()
    {
        using var assembly = NetworkAssembly.Load(Uses.Keys.Select(name => new NetworkCase(name, Graph(name), PassOptions.Default)));
        foreach (var network in assembly.Networks)
        {
            Assert.True(network.Failure is null, $"{network.Case.Name}: {network.Failure}");
            var (oracle, sample) = (new Oracle(network.Case.Graph), new Sample(network.Case.Graph, batch: 3));
            Assert.Empty(oracle.Inference(sample).Compare(network.Infer(sample)).Concat(oracle.Step(sample).Compare(network.Train(sample))));
        }
    }

    [Fact]
    public void Weights_OfAnotherSize_AreRefused() => GraphFixture.Fails(
        "SNT2001",
        "The shared parameter 'left.tower.fc.weight' has the shape [4, 4], but is used here with [4, 8]; give the inputs of the module one size, or make another Module for this use.",
        fixture =>
        {
            var tower = new Module("tower", v => v.Linear(4, name: "fc"));
            fixture.Input(4).Scope("left", v => tower.Apply(v));
            return fixture.Input(8).Scope("right", v => tower.Apply(v));
        });

    [Fact]
    public void TwoModules_OfOneName_AreRefused() => GraphFixture.Fails(
        "SNT1002",
        "Two parameters are called 'tower.fc.weight'. Give one of the layers another name, put a block that is used twice in a Scope, or share the weights through a Module.",
        fixture => new Module("tower", v => v.Linear(4, name: "fc")).Apply(new Module("tower", v => v.Linear(4, name: "fc")).Apply(fixture.Input(4))));

    private static Graph Graph(string name) =>
        Source.ReadBody("var tower = new Module(\"tower\", v => v.Linear(4)); " + Uses[name].Body, Loss).Graph();
}
