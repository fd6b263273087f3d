using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Generator.Planning;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>How convolutions are computed: as the compiler or the author chooses, and what is said of it.</summary>
public sealed class AlgorithmTests
{
    private const string Network = """
        {
            static Tensor Define([Shape(32, 16, 16)] Tensor image)
            {
                var x = image.Conv2d(32, kernel: 3, padding: 1, name: "conv1").BatchNorm2d(name: "norm").Relu();
                x = x.Scope("few", scope => scope.Conv2d(16, kernel: 3, padding: 1, name: "conv2").Relu());
                return x.Conv2d(32, kernel: 3, stride: 2, name: "conv3").Conv2d(24, kernel: 1, name: "conv4").Conv2d(24, kernel: 3, padding: 1, name: "conv5").DepthwiseConv2d(3, name: "conv6");
            }

            static Tensor Loss(Tensor y, [Shape(24, 5, 5)] Tensor target) => y.MeanSquaredError(target);
        }
        """;

    [Theory]
    [InlineData("Network", "Winograd's filtering, faster for one image: conv1", "plain sums, few channels: few.conv2")]
    [InlineData("Network(Compact = true)", "Winograd's filtering, faster for one image, its weight transformed in every call: conv1", "plain sums, few channels: few.conv2")]
    [InlineData("Network(Compact = true, Exact = true)", "plain sums, the network is exact: conv1; few.conv2; conv3; conv4; conv5; conv6")]
    [InlineData("Network(Exact = true)", "plain sums, the network is exact: conv1; few.conv2; conv3; conv4; conv5; conv6")]
    [InlineData("Network, Algorithm(\"conv1\", ConvolutionAlgorithm.Direct)", "plain sums, as asked for: conv1", "plain sums, few channels: few.conv2")]
    [InlineData("Network, Algorithm(\"few.conv2\", ConvolutionAlgorithm.Winograd)", "Winograd's filtering, faster for one image: conv1", "Winograd's filtering, as asked for: few.conv2")]
    [InlineData("Network, Algorithm(\"few.conv2\", ConvolutionAlgorithm.Automatic)", "Winograd's filtering, faster for one image: conv1", "plain sums, few channels: few.conv2")]
    [InlineData("Network(Exact = true), Algorithm(\"conv1\", ConvolutionAlgorithm.Direct)", "plain sums, the network is exact: conv1; few.conv2; conv3; conv4; conv5; conv6")]
    public void Remarks_SayHowEachConvolutionIsComputedAndWhy(string attributes, params string[] expected)
    {
        var text = Generate(attributes, Network);
        if (!attributes.Contains("Exact", StringComparison.Ordinal))
            expected = [.. expected, "plain sums, a stride: conv3", "plain sums, windows of 1x1: conv4", "plain sums, channels that are no multiples of 16: conv5", "plain sums, channels in groups: conv6"];
        var said = text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("/// By ", StringComparison.Ordinal)).Select(line => line[7..].TrimEnd('.'));
        Assert.Equal(expected, said);
    }

    [Fact]
    public void Steps_SayWhyToo()
    {
        var text = Generate("Network, Algorithm(\"few.conv2\", ConvolutionAlgorithm.Winograd)", Network);
        Assert.Contains("/// <remarks>Winograd's filtering: as asked for.</remarks>", text, StringComparison.Ordinal);
        Assert.Contains("/// <remarks>The plain sum: windows of 1x1.</remarks>", text, StringComparison.Ordinal);

        // Training has no choice: its convolutions are plain sums, and say nothing.
        var training = text[text.IndexOf(" NetTraining", StringComparison.Ordinal)..];
        Assert.DoesNotContain("Convolution.ForwardWinograd", training, StringComparison.Ordinal);
        Assert.DoesNotContain("<remarks>", training, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsAskedFor_ComputesTheSame()
    {
        var filtered = Read("Network, Algorithm(\"few.conv2\", ConvolutionAlgorithm.Winograd)", Network);
        var direct = Read("Network, Algorithm(\"conv1\", ConvolutionAlgorithm.Direct)", Network);
        using var assembly = NetworkAssembly.Load([new NetworkCase("Filtered", filtered, PassOptions.Default), new NetworkCase("Direct", direct, PassOptions.Default)]);
        Assert.Equal([2, 0], assembly.Networks.Select(network => network.Source.Split("Convolution.ForwardWinograd").Length - 1));
        foreach (var batch in (int[])[1, 5])
        {
            var sample = new Sample(filtered, batch);
            var results = assembly.Networks.Select(network => network.Infer(sample)).ToArray();
            Assert.All(results, result => Assert.Empty(new Oracle(filtered).Inference(sample).Compare(result)));
            Assert.NotNull(results[0].FirstDifferentBit(results[1]));
            var (first, second) = (results[0].Items.Single().Values, results[1].Items.Single().Values);
            Assert.All(first.Zip(second), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * first.Max(Math.Abs)));
            Assert.Null(assembly.Networks[0].Train(sample).FirstDifferentBit(assembly.Networks[1].Train(sample)));
        }
    }

    [Fact]
    public void OneWeight_CanBeUsedBothWays()
    {
        const string Members = """
            {
                static Tensor Define([Shape(32, 1, 9)] Tensor x)
                {
                    var weight = x.Parameter("weight", [32, 32, 3, 3]);
                    return x.Conv2d(weight, padding: 1, name: "plain") - x.Conv2d(weight, padding: 1, name: "filtered");
                }
            }
            """;
        var graph = Read("Network, Algorithm(\"plain\", ConvolutionAlgorithm.Direct), Algorithm(\"filtered\", ConvolutionAlgorithm.Winograd)", Members);
        using var assembly = NetworkAssembly.Load([new NetworkCase("Net", graph, PassOptions.Default)]);
        var source = assembly.Networks[0].Source;

        // The window of the first is trimmed to the one row that meets the image, that of the second must be whole.
        Assert.Contains("KernelHeight = 1", source, StringComparison.Ordinal);
        Assert.Contains("Convolution.ForwardWinograd", source, StringComparison.Ordinal);
        var sample = new Sample(graph, 3);
        Assert.All(assembly.Networks[0].Infer(sample).Items.Single().Values, value => Assert.Equal(0, value, 1e-4f));
    }

    [Fact]
    public void ListsOfLayers_AndSharedModules_HaveNamesToo()
    {
        Assert.Contains("By Winograd's filtering, as asked for: conv2.", Generate("Network, Input(16, 8, 8), Algorithm(\"conv2\", ConvolutionAlgorithm.Winograd), Conv2d(16, 3), Relu, Conv2d(16, 3)", ";"), StringComparison.Ordinal);
        const string Shared = """
            {
                static Tensor Define([Shape(16, 8, 8)] Tensor x)
                {
                    var twice = new Module("twice", value => value.Conv2d(16, kernel: 3, padding: 1, name: "conv"));
                    return twice.Apply(twice.Apply(x).Relu());
                }
            }
            """;
        Assert.Equal(2, Generate("Network, Algorithm(\"twice.conv\", ConvolutionAlgorithm.Winograd)", Shared).Split("Convolution.ForwardWinograd").Length - 1);
    }

    [Fact]
    public void EveryWrongChoice_IsReported()
    {
        var reading = Source.ReadNetwork("[Network, Algorithm(\"conv9\", ConvolutionAlgorithm.Direct), Algorithm(\"conv3\", ConvolutionAlgorithm.Winograd), Algorithm(\"conv1\", ConvolutionAlgorithm.Direct)] public partial class Net " + Network);
        Assert.Null(reading.Model.Graph);
        Assert.Equal([DiagnosticIds.NoConvolution, DiagnosticIds.UnsuitableAlgorithm], reading.Errors.Select(error => error.Id));
    }

    private static Graph Read(string attributes, string members) => Source.ReadNetwork($"[{attributes}] public partial class Net {members}").Graph();

    private static string Generate(string attributes, string members)
    {
        var reading = Source.ReadNetwork($"[{attributes}] public partial class Net {members}");
        Assert.Empty(reading.Errors);
        return NetworkCompiler.Emit(NetworkCompiler.Lower(reading.Model, CancellationToken.None), CancellationToken.None).Text;
    }
}
