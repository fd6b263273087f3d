using Sinter.Generator.Passes;
using Sinter.Generator.Planning;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>Inputs that are read where the caller has them: which, and that nothing else changes.</summary>
public sealed class BorrowInputTests
{
    [Theory]
    [InlineData("static Tensor Define([Shape(40)] Tensor x) => x.Linear(7).Relu();", "x")] // the left side of a product
    [InlineData("static Tensor Define([Shape(9, 20)] Tensor x) => x.Permute(1, 0).Linear(7);", "x")] // moved to other places
    [InlineData("static Tensor Define([Shape(5, 8)] Tensor x) => x.Lstm(16).Outputs;", "x")] // both
    [InlineData("static Tensor Define([Shape(40)] Tensor small, [Shape(60)] Tensor large) => small.Linear(7) + large.Linear(7);", "large")] // the larger one
    [InlineData("static Tensor Define([Shape(40)] Tensor x) => x.Linear(40) + x;", null)] // an epilogue reads whole vectors
    [InlineData("static Tensor Define([Shape(40)] Tensor x) => x.Relu().Linear(7);", null)] // and so does a loop
    [InlineData("static Tensor Define([Shape(6, 8)] Tensor x, [Shape(8, 5)] Tensor y) => x.Relu().Matmul(y);", null)] // and a product of its right side
    [InlineData("static Tensor Define([Shape(1, 9, 9)] Tensor x) => x.Conv2d(4, kernel: 3);", null)] // and a convolution
    [InlineData("static Tensor Define([Shape(4)] Tokens x) => x.Embedding(11, 6);", null)] // numbers of rows
    public void TheLargestInput_WhichOnlyExactKernelsRead(string members, string? borrowed)
    {
        var graph = Source.ReadMembers(members).Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Borrowing", graph, PassOptions.Default), new NetworkCase("Copying", graph, PassOptions.Without(BorrowInput.Name))]);
        var (borrowing, copying) = (assembly.Networks[0], assembly.Networks[1]);
        var program = borrowing.Lowered!.Inference!;
        Assert.Equal(borrowed, program.Borrowed is null ? null : program.Inputs.Single(input => input.Buffer == program.Borrowed).Argument);
        Assert.Equal(borrowed is not null, borrowing.Source.Contains($".Run<global::", StringComparison.Ordinal));
        Assert.DoesNotContain("frame.Input(", copying.Source, StringComparison.Ordinal);
        foreach (var batch in new[] { 1, 6 })
        {
            var sample = new Sample(graph, batch);
            Assert.Empty(new Oracle(graph).Inference(sample).Compare(borrowing.Infer(sample)));
            Assert.Null(copying.Infer(sample).FirstDifferentBit(borrowing.Infer(sample, threads: 3)));
        }
    }
}
