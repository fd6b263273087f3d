using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Interpreter;

namespace Sinter.Generator.Tests.Generated;

/// <summary>Outputs of integers against the interpreter, alone and beside floats, and what is known of them while a definition is wrong.</summary>
public sealed class IntegerOutputTests
{
    [Theory]
    [InlineData("static Tokens Define([Shape(3, 5)] Tensor x) => x.ArgMax(1).ToTokens();")]
    [InlineData("static (Tensor, Tokens) Define([Shape(3, 5)] Tensor x) { var (values, places) = (x * 2).TopK(2); return (values, places.ToTokens()); }")]
    [InlineData("static (Tokens Least, Tensor Y, Tokens Same) Define([Shape(\"T\", 5)] Tensor x, [Shape(2)] Tokens words) => (x.ArgMin(0).ToTokens(), x.Linear(4).Tanh(), words);")]
    [InlineData("static (Tokens Cut, Tensor Y) Define([Shape(\"T\", 5)] Tensor x) { var y = x.Linear(16).Relu() * 1000; return (y.ToTokens(), y.ToTokens().ToTensor() - y); }")]
    [InlineData("static Tokens Define([Shape(40)] Tensor x) { for (var i = 0; i < 3; i++) x = x.Linear(400).Tanh(); return x.ArgMax(0).ToTokens(); }")]
    [InlineData("static (Tokens Best, Tensor Y) Define([Shape(6)] Tensor x) { var y = x.Linear(4); return (y.ArgMax(0).ToTokens(), y); } static Tensor Loss(Tokens best, Tensor y, [Shape(4)] Tensor target) => (y * target * (1 + best.OneHot(4))).Mean();")]
    public void Integers_AreThoseOfTheInterpreter(string members)
    {
        var graph = Source.ReadNetwork("[Network] [Dim(\"T\", Max = 9)] public partial class Net { " + members + " }").Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Net", graph, PassOptions.Default)]);
        var network = assembly.Networks[0];
        Assert.True(network.Failure is null, network.Failure);
        var sample = new Sample(graph, new Bindings(5, new Dictionary<string, int> { ["T"] = 6 }));
        Assert.Empty(new Oracle(graph).Inference(sample).Compare(network.Infer(sample, maxBatch: 7, threads: 2)));
        if (graph.Loss is not null) Assert.Empty(new Oracle(graph).Step(sample).Compare(network.Train(sample)));
        Assert.Contains("global::System.Span<int> ", network.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void AWrongDefinition_KeepsTheTypesOfItsOutputs()
    {
        var reading = Source.ReadMembers("static (Tensor Y, Tokens Best) Define([Shape(6)] Tensor x) { var y = x.Linear(4); return (y, y.Conv2d(4, kernel: 3).ArgMax(0).ToTokens()); }");
        Assert.Equal([("y", false), ("best", true)], reading.Model.Sketch!.Outputs.Select(output => (output.Argument, output.IsTokens)));
    }
}
