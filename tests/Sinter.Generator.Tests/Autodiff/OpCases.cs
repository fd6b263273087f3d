using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Autodiff;

/// <summary>Graphs of one primitive each, whose inputs are parameters: <c>name → value</c>.</summary>
internal static partial class OpCases
{
    public static IReadOnlyDictionary<string, Func<GraphBuilder, int>> All { get; } = FunctionCases.All
        .Concat(Broadcasts()).Concat(MatMuls()).Concat(Images()).Concat(Sequences()).Concat(Others())
        .ToDictionary(@case => @case.Name, @case => @case.Value);

    /// <summary>The batch, and the columns of images whose width a call binds.</summary>
    public static Bindings Bindings { get; } = new(3, new Dictionary<string, int> { ["T"] = 7 });

    /// <summary>The case with a loss that weighs every element of its value differently.</summary>
    public static Graph Graph(string name) => Weighed(name, (_, product) => product);

    /// <summary>The same, with elements hidden by a mask that differs along some axes.</summary>
    public static Graph Masked(string name, IReadOnlyCollection<int> axes) => Weighed(name, (builder, product) =>
    {
        var shape = builder.ShapeOf(product);
        var mask = builder.Add(new InputOp("mask", new Shape(shape.Dims.Select((dim, axis) => axes.Contains(axis) ? dim : 1)), DataType.Float32, IsTarget: false));
        return builder.Select(builder.Pointwise(ScalarFunction.Less, builder.Constant(0, shape.FullRank), mask), product, builder.Constant(0, shape.FullRank));
    });

    private static Graph Weighed(string name, Func<GraphBuilder, int, int> shown)
    {
        var builder = new GraphBuilder();
        var value = All[name](builder);
        var shape = builder.ShapeOf(value);
        var weights = builder.Add(new InputOp("weights", shape, DataType.Float32, IsTarget: true));
        var loss = builder.Sum(shown(builder, builder.Multiply(value, weights)), [.. Enumerable.Range(0, shape.FullRank)]);
        builder.SetLoss(builder.Reshape(loss, Shape.Scalar));
        return builder.Build();
    }

    public static int Parameter(GraphBuilder builder, string key, params Dim[] dims) =>
        builder.Add(new ParameterOp(key, Shape.Of(dims), Initializer.Zeros, Decays: false));

    /// <summary>A parameter above 0.</summary>
    public static int Positive(GraphBuilder builder, string key, params Dim[] dims) =>
        builder.Add(builder.Exp(Parameter(builder, key, dims)), 0.3f);

    private static int Batched(GraphBuilder builder, int value, int count)
    {
        var input = builder.Add(new InputOp("batch", Shape.Of(Dim.Batch, count), DataType.Float32, IsTarget: false));
        var shape = builder.ShapeOf(value);
        return builder.Multiply(value, builder.Reshape(input, new Shape([Dim.Batch, .. shape.Dims.Skip(1)])));
    }

    // Different for every sample.
    private static int Each(GraphBuilder builder, int value)
    {
        var shape = builder.ShapeOf(value);
        var input = builder.Add(new InputOp("each", new Shape([Dim.Batch, .. shape.Dims.Skip(1)]), DataType.Float32, IsTarget: false));
        return builder.Multiply(value, input);
    }

    private static int Indices(GraphBuilder builder, int rows) =>
        builder.Add(new InputOp("tokens", Shape.Of(Dim.Batch, 4), DataType.Int32, IsTarget: false) { Limit = rows });

    private static IEnumerable<(string Name, Func<GraphBuilder, int> Value)> Broadcasts() =>
    [
        ("Relu", b => b.Maximum(Parameter(b, "a", 4, 5), 0)),
        ("ClampAbove", b => b.Minimum(Parameter(b, "a", 4, 5), 0.2f)),
        ("ConstantFirst", b => b.Pointwise(ScalarFunction.Maximum, b.Constant(0.1f, 2), Parameter(b, "a", 4, 5))),
        ("BroadcastBias", b => b.Add(Parameter(b, "a", 3, 4, 5), Parameter(b, "b", 1, 4, 1))),
        ("BroadcastBoth", b => b.Multiply(Parameter(b, "a", 3, 1, 5), Parameter(b, "b", 1, 4, 1))),
        ("BroadcastDivide", b => b.Divide(Parameter(b, "a", 3, 1), Positive(b, "b", 1, 4))),
        ("BroadcastMaximum", b => b.Pointwise(ScalarFunction.Maximum, Parameter(b, "a", 3, 1), Parameter(b, "b", 1, 4))),
        ("BroadcastSelect", b => b.Select(b.Pointwise(ScalarFunction.Less, Parameter(b, "c", 3, 1), b.Constant(0, 2)), Parameter(b, "a", 1, 4), Parameter(b, "b", 3, 4))),
        ("SameTwice", b =>
        {
            var a = Parameter(b, "a", 3, 4);
            return b.Multiply(a, b.Add(a, a));
        }),
    ];

    private static IEnumerable<(string Name, Func<GraphBuilder, int> Value)> MatMuls()
    {
        foreach (var (transposeA, transposeB) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            var suffix = (transposeA ? "T" : "N") + (transposeB ? "T" : "N");
            Dim[] a = transposeA ? [4, 3] : [3, 4];
            Dim[] b = transposeB ? [5, 4] : [4, 5];
            yield return ("MatMul" + suffix, g => g.MatMul(Parameter(g, "a", a), Parameter(g, "b", b), transposeA, transposeB));
            yield return ("MatMulLeading" + suffix, g => g.MatMul(Parameter(g, "a", [2, 3, .. a]), Parameter(g, "b", [2, 3, .. b]), transposeA, transposeB));
            yield return ("MatMulShared" + suffix, g => g.MatMul(Parameter(g, "a", [2, 3, .. a]), Parameter(g, "b", b), transposeA, transposeB));
            yield return ("MatMulContracted" + suffix, g => g.MatMul(Parameter(g, "a", [2, 3, .. a]), Parameter(g, "b", [2, 3, .. b]), transposeA, transposeB, contractLeading: true));
        }

        yield return ("MatMulBatch", g => g.MatMul(Batched(g, Parameter(g, "a", 1, 4), 4), Parameter(g, "b", 5, 4), transposeB: true));
    }

    private static IEnumerable<(string Name, Func<GraphBuilder, int> Value)> Others() =>
    [
        ("Sum", b => b.Sum(Parameter(b, "a", 3, 4, 5), 0, 2)),
        ("Max", b => b.Max(Parameter(b, "a", 3, 4, 5), 1)),
        ("MaxOfTwoAxes", b => b.Max(Parameter(b, "a", 3, 4, 5), 0, 2)),
        ("Mean", b => b.Mean(Parameter(b, "a", 3, 4, 5), 1, 2)),
        ("MeanOverBatch", b => b.Mean(Batched(b, Parameter(b, "a", 1, 4), 4), 0)),
        ("Gather", b => b.Add(new GatherOp(), Parameter(b, "a", 6, 3), b.Add(new InputOp("tokens", Shape.Of(Dim.Batch, 4), DataType.Int32, IsTarget: false) { Limit = 6 }))),
        ("SelectRows", b => b.SelectRows(Each(b, Parameter(b, "a", 1, 6, 3)), Indices(b, 6))),
        ("SegmentSum", b => b.Segment(ReduceKind.Sum, Each(b, Parameter(b, "a", 1, 4, 3)), Indices(b, 6), 6)),
        ("SegmentMax", b => b.Segment(ReduceKind.Max, Each(b, Parameter(b, "a", 1, 4, 3)), Indices(b, 3), 3)),
        ("Reshape", b => b.Reshape(Parameter(b, "a", 3, 4, 5), Shape.Of(6, 10))),
        ("Transpose", b => b.Transpose(Parameter(b, "a", 3, 4, 5), 2, 0, 1)),
        ("Slice", b => b.Slice(Parameter(b, "a", 3, 9, 2), 1, 2, 4)),
        ("SliceInSteps", b => b.Slice(Parameter(b, "a", 3, 10, 2), 1, 1, 3, 3)),
        ("Flip", b => b.Add(new FlipOp(1), Parameter(b, "a", 3, 4, 2))),
        ("Pad", b => b.Pad(Parameter(b, "a", 3, 4), 1, 2, 1, value: 0.5f)),
        ("PadInside", b => b.Pad(Parameter(b, "a", 3, 4), 0, 1, 0, interior: 2)),
        ("Concat", b => b.Concat(1, Parameter(b, "a", 3, 4), Parameter(b, "b", 3, 1), Parameter(b, "c", 3, 2))),
        ("Expand", b => b.Expand(Parameter(b, "a", 1, 4, 1), Shape.Of(3, 4, 5))),
        ("ExpandOverBatch", b => b.Expand(Parameter(b, "a", 1, 4), Shape.Of(Dim.Batch, 4))),
        ("Detach", b =>
        {
            var a = Parameter(b, "a", 3, 4);
            return b.Add(a, b.Multiply(b.Add(new DetachOp(), b.Constant(2, 2)), a));
        }),
    ];
}
