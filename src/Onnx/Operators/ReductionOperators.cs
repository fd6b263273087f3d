using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Reductions along axes, and what ranks elements.</summary>
internal static class ReductionOperators
{
    /// <summary>Products are written out, factor by factor.</summary>
    private const int MostFactors = 64;

    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["ReduceSum"] = node => Reduce(node, "Sum"),
        ["ReduceMean"] = node => Reduce(node, "Mean"),
        ["ReduceMax"] = node => Reduce(node, "Max"),
        ["ReduceMin"] = node => Reduce(node, "Max", Negated, Negated),
        ["ReduceL1"] = node => Reduce(node, "Sum", before: (n, x) => PointwiseOperators.Call(n, "Abs", x)),
        ["ReduceL2"] = node => Reduce(node, "Sum", Squared, (n, x) => PointwiseOperators.Call(n, "Sqrt", x)),
        ["ReduceSumSquare"] = node => Reduce(node, "Sum", before: Squared),
        ["ReduceLogSum"] = node => Reduce(node, "Sum", after: (n, x) => PointwiseOperators.Call(n, "Log", x)),
        ["ReduceLogSumExp"] = LogSumExp,
        ["ReduceProd"] = Product,
        ["ArgMax"] = node => Ranked(node, "ArgMax"),
        ["ArgMin"] = node => Ranked(node, "ArgMin"),
        ["TopK"] = TopK,
        ["CumSum"] = CumSum,
        ["MeanVarianceNormalization"] = MeanVariance,
    };

    /// <summary>Reduces axes; those that go take the batch's number with them.</summary>
    public static TensorOperand Reduce(NodeContext node, string method, TensorOperand x, IReadOnlyCollection<int> axes, bool keepDims)
    {
        if (axes.Count == 0) return x;
        var (value, along) = node.Values.On(x, axes);
        var arguments = along.Length == 1 ? new List<Argument> { new("axis", along[0]) } : [new Argument("axes", along)];
        if (keepDims) arguments.Add(new Argument("keepDims", true));
        var batch = keepDims ? value.BatchAxis : value.BatchAxis - axes.Count(axis => axis < value.BatchAxis);
        return new TensorOperand(node.Definition.Call(method, value.Term, [.. arguments]), x.Type, batch);
    }

    private static Operand?[] Reduce(NodeContext node, string method, Func<NodeContext, TensorOperand, TensorOperand>? before = null, Func<NodeContext, TensorOperand, TensorOperand>? after = null)
    {
        var x = node.Tensor(0);
        var axes = Axes(node, x.Rank);
        if (before is not null) x = before(node, x);
        if (axes.Length > 0) x = Reduce(node, method, x, axes, node.Integer("keepdims", 1) != 0);
        return [after is null ? x : after(node, x)];
    }

    // None stated are all, unless a version says that they are none.
    private static int[] Axes(NodeContext node, int rank)
    {
        var stated = node.AxesFrom(1);
        if (stated is { Length: > 0 }) return [.. stated.Select(axis => node.Axis(axis, rank)).Distinct()];
        return node.Integer("noop_with_empty_axes", 0) != 0 ? [] : [.. Enumerable.Range(0, rank)];
    }

    private static TensorOperand Negated(NodeContext node, TensorOperand x) => x with { Term = node.Definition.Negate(x.Term) };

    private static TensorOperand Squared(NodeContext node, TensorOperand x) => PointwiseOperators.Call(node, "Square", x);

    // About the largest, so that no power is more than a float holds.
    private static Operand?[] LogSumExp(NodeContext node)
    {
        var x = node.Tensor(0);
        var axes = Axes(node, x.Rank);
        if (axes.Length == 0) return [x];
        var most = Reduce(node, "Max", x, axes, keepDims: true);
        var sum = Reduce(node, "Sum", PointwiseOperators.Call(node, "Exp", PointwiseOperators.Binary(node, "-", x, most)), axes, keepDims: true);
        var result = PointwiseOperators.Binary(node, "+", PointwiseOperators.Call(node, "Log", sum), most);
        return [node.Integer("keepdims", 1) != 0 ? result : Without(node, result, axes)];
    }

    private static TensorOperand Without(NodeContext node, TensorOperand x, int[] axes) =>
        node.Values.Reshape(x, [.. node.Values.DimsOf(x).Where((_, axis) => !axes.Contains(axis))]);

    private static Operand?[] Product(NodeContext node)
    {
        var x = node.Tensor(0);
        var axes = Axes(node, x.Rank);
        foreach (var axis in axes)
        {
            var (value, along) = node.Values.On(x, axis);
            var extent = value.Sample[along];
            if (!extent.IsConstant || extent.Value > MostFactors) throw node.Error($"it multiplies {extent} numbers; {MostFactors} can be");
            var factors = Enumerable.Range(0, extent.Value).Select(i => node.Definition.Call("Slice", value.Term, new Argument("axis", along), new Argument("start", i), new Argument("end", i + 1)));
            x = value with { Term = factors.Aggregate((left, right) => node.Definition.Operator("*", left, right)) };
        }

        return [node.Integer("keepdims", 1) != 0 ? x : Without(node, x, axes)];
    }

    private static Operand?[] Ranked(NodeContext node, string method)
    {
        var x = node.Tensor(0);
        var axis = node.Axis(node.Integer("axis", 0), x.Rank);
        var isLast = node.Integer("select_last_index", 0) != 0;
        var (value, along) = node.Values.On(x, axis);
        if (isLast) value = value with { Term = node.Definition.Call("Flip", value.Term, new Argument("axes", new[] { along })) };
        var keep = node.Integer("keepdims", 1) != 0;
        var arguments = keep ? new Argument[] { new("axis", along), new("keepDims", true) } : [new Argument("axis", along)];
        var result = new TensorOperand(node.Definition.Call(method, value.Term, arguments), ElementType.Int64, keep || axis > value.BatchAxis ? value.BatchAxis : value.BatchAxis - 1);
        if (!isLast) return [result];
        if (!value.Sample[along].IsConstant) throw node.Error("it wants the last of several along an axis whose extent calls choose");
        return [result with { Term = node.Definition.Operator("-", (float)(value.Sample[along].Value - 1), result.Term) }];
    }

    private static Operand?[] TopK(NodeContext node)
    {
        var x = node.Tensor(0);
        var k = node.Integers("k") is not null || node.Has("k") ? node.Integer("k") : node.Constant(1, "k").Integers()[0];
        var axis = node.Axis(node.Integer("axis", -1), x.Rank);
        var (value, along) = node.Values.On(x, axis);
        var whole = node.Definition.Call("TopK", value.Term, new Argument("k", checked((int)k)), new Argument("axis", along), new Argument("largest", node.Integer("largest", 1) != 0));
        return [value with { Term = node.Definition.Part(whole, 0, "Values") }, new TensorOperand(node.Definition.Part(whole, 1, "Indices"), ElementType.Int64, value.BatchAxis)];
    }

    private static Operand?[] CumSum(NodeContext node)
    {
        var x = node.Tensor(0);
        var axis = node.Axis(node.Constant(1, "axis").Integers()[0], x.Rank);
        var (value, along) = node.Values.On(x, axis);
        var isReverse = node.Integer("reverse", 0) != 0;
        var term = isReverse ? node.Definition.Call("Flip", value.Term, new Argument("axes", new[] { along })) : value.Term;
        var sum = node.Definition.Call("Cumsum", term, new Argument("axis", along));
        if (node.Integer("exclusive", 0) != 0) sum = node.Definition.Operator("-", sum, term);
        return [value with { Term = isReverse ? node.Definition.Call("Flip", sum, new Argument("axes", new[] { along })) : sum }];
    }

    private static Operand?[] MeanVariance(NodeContext node)
    {
        var x = node.Tensor(0);
        var axes = (node.Integers("axes") ?? [0, 2, 3]).Select(axis => node.Axis(axis, x.Rank)).ToArray();
        var centred = PointwiseOperators.Binary(node, "-", x, Reduce(node, "Mean", x, axes, keepDims: true));
        var deviation = PointwiseOperators.Plus(node, PointwiseOperators.Call(node, "Sqrt", Reduce(node, "Mean", Squared(node, centred), axes, keepDims: true)), 1e-9f);
        return [PointwiseOperators.Binary(node, "/", centred, deviation)];
    }
}
