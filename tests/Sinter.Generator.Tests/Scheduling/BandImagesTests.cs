using Sinter.Generator.Passes;
using Sinter.Generator.Planning;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>Convolutions that compute large images a band of rows at a time.</summary>
public sealed class BandImagesTests
{
    private const string Inverted = """
        static Tensor Define([Shape(8, 112, 112)] Tensor x)
        {
            x = x.Conv2d(24, kernel: 3, padding: 1, bias: false).BatchNorm2d().Relu6();
            x = x + x.DepthwiseConv2d(kernel: 3, padding: 1).Relu6().Conv2d(24, kernel: 1);
            return x.Conv2d(32, kernel: 1).Relu6().DepthwiseConv2d(kernel: 3, stride: 2, padding: 1).Relu6().Conv2d(8, kernel: 1);
        }
        """;

    private const string Windows = """
        static Tensor Define([Shape(4, 160, 96)] Tensor x) => x.Conv2d(20, kernel: 1)
            .DepthwiseConv2d(kernel: 5, padding: 2).Relu().DepthwiseConv2d(kernel: 3, padding: 2, dilation: 2).Silu()
            .Conv2d(20, kernel: 4, stride: 4, groups: 2).Relu().Conv2d(6, kernel: 1, stride: 2);
        """;

    [Theory]
    [InlineData(Inverted, 3)]
    [InlineData(Windows, 2)]
    public void Bands_GiveTheBitsOfWholeImages(string members, int batch)
    {
        var graph = Source.ReadMembers(members).Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Bands", graph, PassOptions.Default), new NetworkCase("Whole", graph, PassOptions.Without(BandImages.Name))]);
        var (bands, whole) = (assembly.Networks[0], assembly.Networks[1]);
        Assert.Single(bands.Lowered!.Inference!.Steps.OfType<BandStep>());
        Assert.DoesNotContain(whole.Lowered!.Inference!.Steps, step => step is BandStep);

        Assert.Null(BufferOverlap.Find(bands.Lowered));

        // The memory of a band instead of that of an image, for each thread.
        Assert.InRange(bands.Lowered.Inference.WindowLength, 1, whole.Lowered.Inference.BatchedLength / 2);
        Assert.InRange(bands.Lowered.Inference.BatchedLength, 1, whole.Lowered.Inference.BatchedLength / 2);
        foreach (var count in new[] { 1, batch })
        {
            var sample = new Sample(graph, count);
            var expected = whole.Infer(sample);
            foreach (var threads in new[] { 1, 2, 3, 5 }) Assert.Null(expected.FirstDifferentBit(bands.Infer(sample, threads: threads)));
        }

        var single = new Sample(graph, 1);
        Assert.Empty(new Oracle(graph).Inference(single).Compare(bands.Infer(single)));
    }

    [Theory]
    [InlineData("a small image", "static Tensor Define([Shape(8, 32, 32)] Tensor x) => x.Conv2d(48, kernel: 1).Relu6().DepthwiseConv2d(kernel: 3, padding: 1).Conv2d(8, kernel: 1);")]
    [InlineData("many products a pixel", "static Tensor Define([Shape(256, 64, 64)] Tensor x) => x.Conv2d(256, kernel: 1).Relu().Conv2d(256, kernel: 1);")]
    [InlineData("rows that do not divide", "static Tensor Define([Shape(8, 113, 112)] Tensor x) => x.Conv2d(24, kernel: 1).Relu6().DepthwiseConv2d(kernel: 3, padding: 1).Conv2d(8, kernel: 1);")]
    [InlineData("an image that is read later", "static (Tensor, Tensor) Define([Shape(8, 112, 112)] Tensor x) { x = x.Conv2d(24, kernel: 1); return (x, x.DepthwiseConv2d(kernel: 3, padding: 1)); }")]
    public void WholeImages_AreComputedWhere(string reason, string members)
    {
        var graph = Source.ReadMembers(members).Graph();
        Assert.False(new NetworkCase("Net", graph, PassOptions.Default).Lower().Inference!.Steps.Any(step => step is BandStep), reason);
    }
}
