using Sinter.Generator.Passes;
using Sinter.Generator.Planning;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>Cells whose products read their weights forth and back in turn.</summary>
public sealed class AlternateProductsTests
{
    [Theory]
    [InlineData("x.Lstm(32).Outputs", 4)]
    [InlineData("x.Gru(48).Outputs", 3)]
    [InlineData("x.Rnn(40).Outputs", 1)]
    public void Gates_TakeTurns_AndComputeWhatTheInterpreterComputes(string cell, int products)
    {
        var graph = Source.ReadMembers($"static Tensor Define([Shape(7, 70)] Tensor x) => {cell};").Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Turns", graph, PassOptions.Default), new NetworkCase("Same", graph, PassOptions.Without(AlternateProducts.Name))]);
        var (turns, same) = (assembly.Networks[0], assembly.Networks[1]);
        var scan = Assert.Single(turns.Lowered!.Inference!.Steps.OfType<ScanStep>());
        Assert.Equal(products, scan.Alternating);
        Assert.Contains("Reversed = t % 2 != 0", turns.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("Reversed", same.Source, StringComparison.Ordinal);
        foreach (var batch in new[] { 1, 3 })
        {
            var sample = new Sample(graph, batch);
            var expected = new Oracle(graph).Inference(sample);
            Assert.Empty(expected.Compare(turns.Infer(sample)));
            Assert.Empty(expected.Compare(same.Infer(sample)));
            Assert.Null(turns.Infer(sample).FirstDifferentBit(turns.Infer(sample, threads: 3)));
        }
    }
}
