using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Generator.Planning;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>Batches that are computed in groups, and convolutions by Winograd's filtering: both only come about in networks of some size.</summary>
public sealed class GroupSamplesTests
{
    private const int Batch = 17;

    [Theory]
    [InlineData("static Tensor Define([Shape(4, 64, 64)] Tensor x, [Shape(64, 64)] Tensor y) => x.Conv2d(8, kernel: 3, padding: 1).BatchNorm2d().Relu().MaxPool2d(2).Flatten().Linear(3) + y.Mean(1).Mean(0, keepDims: true);")]
    [InlineData("static (Tensor Samples, Tensor Run) Define([Shape(160)] Tokens part) { var x = part.Embedding(11, 64).TransformerEncoderLayer(2, 96, dropout: 0); return (x.Mean(0), x.Linear(2)); }")]
    [InlineData("static Tensor Define([Shape(200, 64)] Tensor x) => x.Lstm(64).Outputs;")]
    public void Groups_GiveTheBitsOfWholeBatches(string members)
    {
        var graph = Source.ReadMembers(members).Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Groups", graph, PassOptions.Default), new NetworkCase("Whole", graph, PassOptions.Without(GroupSamples.Name))]);
        var (groups, whole) = (assembly.Networks[0], assembly.Networks[1]);
        Assert.InRange(groups.Lowered!.Inference!.SamplesTogether, 2, Batch - 1);
        Assert.Equal(0, whole.Lowered!.Inference!.SamplesTogether);
        foreach (var batch in new[] { 1, 2, Batch })
        {
            var sample = new Sample(graph, batch);
            if (batch == 2) Assert.Empty(new Oracle(graph).Inference(sample).Compare(whole.Infer(sample)));
            Assert.Null(whole.Infer(sample).FirstDifferentBit(groups.Infer(sample, maxBatch: 2 * Batch)));
            Assert.Null(groups.Infer(sample).FirstDifferentBit(groups.Infer(sample, threads: 3)));
        }
    }

    [Theory]
    [InlineData("x * x.Sum().Tanh()")] // Found by the fuzzer: the sum of a group is not that of the batch.
    [InlineData("x - x.Mean()")]
    [InlineData("x - x.Max()")]
    [InlineData("x.Reshape(-1, 4) / (x.Abs().Sum() + 1)")]
    [InlineData("x.Scan(x.Zeros(19), (step, state) => (step, (step - state.Mean()).Tanh())).State")]
    public void SamplesThatAreMixed_AreComputedTogether(string value)
    {
        var graph = Source.ReadMembers($"static Tensor Define([Shape(4, 19)] Tensor x) => {value};").Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Net", graph, PassOptions.Default with { Caches = new CacheSizes { Samples = 512 } })]);
        var sample = new Sample(graph, Batch);
        Assert.Empty(new Oracle(graph).Inference(sample).Compare(assembly.Networks[0].Infer(sample)));
        Assert.Equal(0, assembly.Networks[0].Lowered!.Inference!.SamplesTogether);
    }

    [Fact]
    public void LargeRecurrences_AndOpenSizes_KeepTheirBatch()
    {
        foreach (var members in (string[])["static Tensor Define([Shape(200, 64)] Tensor x) => x.Lstm(256).Outputs;", "static Tensor Define([Shape(\"T\", 64)] Tensor x) => x.TransformerEncoderLayer(2, 64);"])
        {
            var graph = Source.ReadNetwork("[Network] [Dim(\"T\", Max = 200)] public partial class Net { " + members + " }").Graph();
            Assert.Equal(0, new NetworkCase("Net", graph, PassOptions.Default).Lower().Inference!.SamplesTogether);
        }
    }

    [Fact]
    public void Winograd_ComputesWhatTheInterpreterComputes()
    {
        var graph = Source.ReadMembers("static Tensor Define([Shape(32, 16, 16)] Tensor x) => (x.Conv2d(48, kernel: 3, padding: 1).Relu() + x.Conv2d(48, kernel: 1)).Conv2d(32, kernel: 3, bias: false).BatchNorm2d().Silu();").Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Net", graph, PassOptions.Default)]);
        var network = assembly.Networks[0];
        Assert.Equal(2, network.Source.Split("Convolution.ForwardWinograd").Length - 1);
        foreach (var batch in new[] { 1, 3 })
        {
            var sample = new Sample(graph, batch);
            Assert.Empty(new Oracle(graph).Inference(sample).Compare(network.Infer(sample)));
        }
    }

    [Fact]
    public void ExactNetworks_KeepToPlainSums()
    {
        const string Define = "static Tensor Define([Shape(32, 16, 16)] Tensor x) => x.Conv2d(32, kernel: 3, padding: 1);";
        foreach (var isExact in (bool[])[false, true])
        {
            var model = Source.ReadNetwork($"[Network(Exact = {(isExact ? "true" : "false")})] public partial class Net {{ {Define} }}").Model;
            var text = NetworkCompiler.Emit(NetworkCompiler.Lower(model, CancellationToken.None), CancellationToken.None).Text;
            Assert.Equal(!isExact, text.Contains("Convolution.ForwardWinograd", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void TrimmedWindows_ComputeWhatTheInterpreterComputes()
    {
        var graph = Source.ReadMembers("""
            static Tensor Define([Shape(4, 2, 3)] Tensor x) =>
                x.Conv2d(6, kernel: 3, padding: 1, stride: 2).Relu().Conv2d(6, kernel: 5, padding: 2).Flatten();
            static Tensor Loss(Tensor y, [Shape(12)] Tensor target) => y.MeanSquaredError(target);
            """).Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Net", graph, PassOptions.Default)]);
        var sample = new Sample(graph, 3);
        Assert.DoesNotContain("KernelHeight = 5", assembly.Networks[0].Source, StringComparison.Ordinal);
        Assert.Empty(new Oracle(graph).Inference(sample).Compare(assembly.Networks[0].Infer(sample)));
        Assert.Empty(new Oracle(graph).Step(sample).Compare(assembly.Networks[0].Train(sample)));
    }
}
