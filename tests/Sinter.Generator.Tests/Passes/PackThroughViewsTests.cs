using Sinter.Generator.LoweredOps;
using Sinter.Generator.Lowering;
using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Passes;

/// <summary>Weights are packed from where they are, if they have strides there.</summary>
public sealed class PackThroughViewsTests
{
    private const int O = 6, I = 4, Side = 3, Taps = Side * Side;

    [Fact]
    public void Forward_ReadsTheParameter() => Assert.Equal(
        new PackOp(1, O, 0, I * O * Taps, Rows((Taps, 1), (I, Taps)), I * Taps),
        Packed(Weight, (b, w) => b.Transpose(w, 0, 2, 3, 1), PackOp.Plain(1, Taps * I, O, transposed: true)));

    [Fact]
    public void Backward_ReadsTheParameterBackwards() => Assert.Equal(
        new PackOp(1, I, Taps - 1, I * O * Taps, Rows((Taps, -1), (O, I * Taps)), Taps),
        Packed(Weight, Exchanged, PackOp.Plain(1, Taps * O, I, transposed: true)));

    [Fact]
    public void Groups_AreAStrideOfTheirOwn()
    {
        const int Groups = 2;
        var packed = Packed(
            Weight,
            (b, w) => b.Reshape(b.Transpose(b.Reshape(w, Shape.Of(Groups, O / Groups, I, Side, Side)), 0, 2, 3, 4, 1), Shape.Of(Groups * I, Side, Side, O / Groups)),
            PackOp.Plain(Groups, Taps * O / Groups, I, transposed: true));
        Assert.Equal(new PackOp(Groups, I, 0, O / Groups * I * Taps, Rows((Taps, 1), (O / Groups, I * Taps)), Taps), packed);
    }

    [Fact]
    public void PartsOfWindows_HaveThreeAxes() => Assert.Equal(
        new PackOp(1, I, Taps - 1, 4 * I * O, Rows((2, -Side), (2, -1), (O, I * Taps)), Taps),
        Packed(Weight, (b, w) => Exchanged(b, b.Slice(b.Slice(w, 2, 1, 2), 3, 1, 2)), PackOp.Plain(1, 4 * O, I, transposed: true)));

    [Fact]
    public void BlocksOfRows_AreAnOffset()
    {
        var packed = Packed(Shape.Of(40, 10), (b, w) => b.Slice(w, 0, 20, 10), PackOp.Plain(1, 10, 10, transposed: true));
        Assert.Equal(PackOp.Plain(1, 10, 10, transposed: true) with { Offset = 200 }, packed);
        Assert.True(packed!.IsTransposed);
    }

    [Fact]
    public void TransposedMatrices_AreTheOtherKind()
    {
        var packed = Packed(Shape.Of(40, 10), (b, w) => b.Transpose(w, 1, 0), PackOp.Plain(1, 10, 40, transposed: false));
        Assert.True(packed!.IsTransposed);
        packed = Packed(Shape.Of(40, 10), (b, w) => b.Transpose(w, 1, 0), PackOp.Plain(1, 40, 10, transposed: true));
        Assert.True(packed!.IsRows);
    }

    [Fact]
    public void WhatComputes_IsNotReadThrough()
    {
        Assert.Null(Packed(Weight, (b, w) => b.Multiply(b.Transpose(w, 0, 2, 3, 1), 2f), PackOp.Plain(1, Taps * I, O, transposed: true)));
        Assert.Null(Packed(Weight, (b, w) => b.Pad(b.Transpose(w, 0, 2, 3, 1), 1, 1, 0), PackOp.Plain(1, (Side + 1) * Side * I, O, transposed: true)));
    }

    [Fact]
    public void WhatHasMoreStridesThanTheKernel_IsCopied()
    {
        // Four parts of the rows are more than the kernel knows; columns have one stride only.
        Assert.Null(Packed(Shape.Of(2, 2, 2, 2, 5), (b, w) => b.Transpose(w, 3, 2, 1, 0, 4), PackOp.Plain(1, 16, 5, transposed: false)));
        Assert.Null(Packed(Shape.Of(2, 3, 5), (b, w) => b.Transpose(w, 2, 1, 0), PackOp.Plain(1, 5, 6, transposed: false)));
    }

    [Fact]
    public void AnyChain_GivesTheSameElements()
    {
        var (random, read) = (new Random(1), 0);
        for (var trial = 0; trial < 500; trial++)
        {
            var builder = new GraphBuilder();
            var id = Parameter(builder, Shape.Of([.. Enumerable.Range(0, 4).Select(_ => (Dim)random.Next(1, 5))]));
            for (var moves = random.Next(1, 7); moves > 0; moves--) id = Moved(builder, id, random);

            var dims = builder.ShapeOf(id).Dims.Select(dim => dim.Value).ToArray();
            var (first, second) = (random.Next(dims.Length + 1), random.Next(dims.Length + 1));
            var (from, to) = (Math.Min(first, second), Math.Max(first, second));
            int Product(int begin, int end) => dims[begin..end].Aggregate(1, (product, dim) => product * dim);
            var transposed = random.Next(2) == 0;
            var (rows, columns) = transposed ? (Product(to, dims.Length), Product(from, to)) : (Product(from, to), Product(to, dims.Length));
            var plain = PackOp.Plain(Product(0, from), rows, columns, transposed);

            var values = new RandomFeed(builder.Build(), 1).Run(builder.Build());
            builder.Add(plain, id);
            var node = PackThroughViews.Run(builder.Build()).Nodes[^1];
            if (node.Inputs[0] == id) continue;
            Assert.Equal(Elements(plain, values[id].Data), Elements((PackOp)node.Op, values[node.Inputs[0]].Data));
            read++;
        }

        Assert.InRange(read, 200, 500);
    }

    [Fact]
    public void Training_CopiesNoWeight()
    {
        const string Members = """
            static Tensor Define([Shape(8, 6, 6)] Tensor x) => x
                .Conv2d(12, kernel: 3, padding: 1, name: "conv1").Relu().Conv2d(16, kernel: 3, stride: 2, groups: 4, name: "conv2").Relu().MaxPool2d(2)
                .Conv2d(8, kernel: 3, padding: 1, name: "conv3").Flatten().Linear(5, name: "fc");

            static Tensor Loss(Tensor y, [Shape(5)] Tensor target) => y.MeanSquaredError(target);
            """;
        var graph = Source.ReadMembers(Members).Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Through", graph, PassOptions.Default), new NetworkCase("Copied", graph, PassOptions.Without(PackThroughViews.Name))]);
        var (through, copied) = (assembly.Networks[0], assembly.Networks[1]);
        Assert.All(Sources(through), storage => Assert.Equal(Storage.Parameter, storage));
        Assert.Contains(Storage.Fixed, Sources(copied));
        foreach (var batch in (int[])[1, 5])
        {
            var sample = new Sample(graph, batch);
            Assert.Empty(new Oracle(graph).Inference(sample).Compare(through.Infer(sample)));
            Assert.Null(copied.Infer(sample).FirstDifferentBit(through.Infer(sample)));
            Assert.Null(copied.Train(sample).FirstDifferentBit(through.Train(sample)));
            Assert.Null(through.Train(sample).FirstDifferentBit(through.Train(sample, threads: 3)));
        }
    }

    private static Shape Weight => Shape.Of(O, I, Side, Side);

    // As the gradient of a convolution needs it: taps reversed, and channels exchanged.
    private static int Exchanged(GraphBuilder builder, int weight)
    {
        var last = builder.Transpose(weight, 0, 2, 3, 1);
        var dims = builder.ShapeOf(last).Dims;
        var reversed = builder.Add(new FlipOp(1), builder.Reshape(last, Shape.Of(dims[0], dims[1].Value * dims[2].Value, dims[3])));
        return builder.Transpose(builder.Reshape(reversed, builder.ShapeOf(last)), 3, 1, 2, 0);
    }

    private static int Moved(GraphBuilder builder, int id, Random random)
    {
        var shape = builder.ShapeOf(id);
        var axis = random.Next(shape.FullRank);
        var extent = shape.Dims[axis].Value;
        switch (random.Next(5))
        {
            case 0:
                return builder.Add(new FlipOp(axis), id);
            case 1:
                var (start, step) = (random.Next(extent), random.Next(1, 3));
                return builder.Slice(id, axis, start, random.Next(1, ((extent - start - 1) / step) + 2), step);
            case 2:
                var divisors = Enumerable.Range(1, extent).Where(divisor => extent % divisor == 0).ToArray();
                var outer = divisors[random.Next(divisors.Length)];
                return builder.Reshape(id, Shape.Of([.. shape.Dims.Take(axis), outer, extent / outer, .. shape.Dims.Skip(axis + 1)]));
            case 3 when axis > 0:
                return builder.Reshape(id, Shape.Of([.. shape.Dims.Take(axis - 1), shape.Dims[axis - 1].Value * extent, .. shape.Dims.Skip(axis + 1)]));
            default:
                return builder.Transpose(id, [.. Enumerable.Range(0, shape.FullRank).OrderBy(_ => random.Next())]);
        }
    }

    private static double[] Elements(PackOp op, double[] memory)
    {
        var elements = new List<double>();
        for (var matrix = 0; matrix < op.Count; matrix++)
        for (var row = 0; row < op.Inner; row++)
        for (var column = 0; column < op.Columns; column++)
        {
            var (place, rest) = (op.Offset + (matrix * op.CountStride) + (column * op.ColumnStride), (long)row);
            foreach (var axis in op.Rows.Reverse())
            {
                place += rest % axis.Extent * axis.Stride;
                rest /= axis.Extent;
            }

            elements.Add(memory[place]);
        }

        return [.. elements];
    }

    private static IEnumerable<Storage> Sources(CompiledNetwork network)
    {
        var program = network.Lowered!.Training!;
        return program.Steps.OfType<KernelStep>().SelectMany(step => step.Calls).Where(call => call.Kernel.Name == "MatMul.Pack")
            .Select(call => program.Buffers[((BufferArgument)call.Arguments[1]).Buffer].Storage);
    }

    private static EquatableArray<StridedAxis> Rows(params (long Extent, long Stride)[] axes) => axes.Select(axis => new StridedAxis(axis.Extent, axis.Stride)).ToEquatableArray();

    private static int Parameter(GraphBuilder builder, Shape shape) => builder.Add(new ParameterOp("weight", shape, Initializer.Zeros, Decays: true));

    // What the pack is after the pass if it reads the parameter itself.
    private static PackOp? Packed(Shape shape, Func<GraphBuilder, int, int> move, PackOp plain)
    {
        var builder = new GraphBuilder();
        builder.Add(plain, move(builder, Parameter(builder, shape)));
        var packed = PackThroughViews.Run(builder.Build()).Nodes[^1];
        return packed.Inputs[0] == 0 ? (PackOp)packed.Op : null;
    }
}
