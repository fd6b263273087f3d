using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>The rules for reductions.</summary>
internal static class SimplifyReduce
{
    /// <summary>How deep a product is searched for factors.</summary>
    private const int MaxDepth = 6;

    public static int Rewrite(Simplifier s, ReduceOp op, int input)
    {
        var dims = s.ShapeOf(input).Dims;
        var axes = op.Axes.Where(axis => !dims[axis].IsOne).ToList();
        if (axes.Count == 0) return input;
        if (axes.Count < op.Axes.Count) return s.Add(new ReduceOp(op.Kind, axes.ToEquatableArray()), input);
        if (s.OpOf(input) is ExpandOp) return OfRepeated(s, op, input);
        return op.Kind == ReduceKind.Sum ? Sum(s, op, input) : -1;
    }

    /// <summary>A sum of equal values is a product with their number; their maximum is each of them.</summary>
    private static int OfRepeated(Simplifier s, ReduceOp op, int expanded)
    {
        var source = s.InputOf(expanded);
        var (from, to) = (s.ShapeOf(source).Dims, s.ShapeOf(expanded).Dims);
        var repeated = op.Axes.Where(axis => from[axis].IsOne).ToList();
        var value = source;
        var rest = op.Axes.Where(axis => !from[axis].IsOne).ToEquatableArray();
        if (rest.Count > 0) value = s.Add(new ReduceOp(op.Kind, rest), value);
        if (op.Kind == ReduceKind.Sum && repeated.Count > 0)
        {
            var count = Count(s, repeated.Select(axis => to[axis]).ToList(), to.Count);
            value = s.Pointwise(ScalarFunction.Multiply, value, count);
        }

        return s.Expand(value, op.InferShape([s.ShapeOf(expanded)]));
    }

    private static int Count(Simplifier s, List<Dim> dims, int rank)
    {
        if (dims.Any(dim => !dim.IsConstant)) return s.Builder.WithRank(s.Builder.Add(new SizeOp(dims.ToEquatableArray())), rank);
        return s.Builder.Constant(dims.Aggregate(1f, (product, dim) => product * dim.Value), rank);
    }

    private static int Sum(Simplifier s, ReduceOp op, int input)
    {
        // A result keeps the NaN of its samples; a gradient has it from the deviations themselves, which it multiplies.
        var withoutDeviations = s.Builder.IsBackward ? DropDeviations(s, op, input) : -1;
        if (withoutDeviations >= 0) return withoutDeviations;

        var split = new Factors();
        Split(s, op, input, split, MaxDepth);
        if (split.Outside.Count == 0 && !split.IsNegative) return -1;
        var product = split.Inside[0];
        for (var i = 1; i < split.Inside.Count; i++) product = s.Pointwise(ScalarFunction.Multiply, product, split.Inside[i]);
        var sum = s.Add(op, product);
        foreach (var (factor, divides) in split.Outside)
            sum = s.Pointwise(divides ? ScalarFunction.Divide : ScalarFunction.Multiply, sum, factor);
        return split.IsNegative ? s.Pointwise(ScalarFunction.Negate, sum) : sum;
    }

    /// <summary>The factors of a product that vary along the axes of a sum, and those that do not and can leave it.</summary>
    private sealed class Factors
    {
        public List<int> Inside { get; } = [];

        public List<(int Value, bool Divides)> Outside { get; } = [];

        public bool IsNegative { get; set; }
    }

    private static void Split(Simplifier s, ReduceOp op, int value, Factors factors, int depth)
    {
        if (depth > 0 && s.OpOf(value) is PointwiseOp pointwise)
        {
            switch (pointwise.Function)
            {
                case ScalarFunction.Negate:
                    factors.IsNegative = !factors.IsNegative;
                    Split(s, op, s.InputOf(value), factors, depth - 1);
                    return;
                case ScalarFunction.Multiply:
                    for (var i = 0; i < 2; i++)
                    {
                        var factor = s.InputOf(value, i);
                        if (IsEven(s, op, factor)) factors.Outside.Add((factor, false));
                        else Split(s, op, factor, factors, depth - 1);
                    }

                    return;
                case ScalarFunction.Divide when IsEven(s, op, s.InputOf(value, 1)):
                    factors.Outside.Add((s.InputOf(value, 1), true));
                    Split(s, op, s.InputOf(value), factors, depth - 1);
                    return;
            }
        }

        factors.Inside.Add(value);
    }

    /// <summary>Whether the value is the same along every axis of the sum.</summary>
    private static bool IsEven(Simplifier s, ReduceOp op, int value)
    {
        var dims = s.ShapeOf(value).Dims;
        foreach (var axis in op.Axes)
        {
            if (!dims[axis].IsOne) return false;
        }

        return true;
    }

    /// <summary>Deviations from a mean add up to zero, also when they are scaled: the backward pass of every normalisation.</summary>
    private static int DropDeviations(Simplifier s, ReduceOp op, int value)
    {
        if (s.OpOf(value) is PointwiseOp { Function: ScalarFunction.Add } && HaveOneShape(s, s.InputOf(value), s.InputOf(value, 1)))
        {
            if (AreDeviations(s, op, s.InputOf(value, 1))) return s.Add(op, s.InputOf(value));
            if (AreDeviations(s, op, s.InputOf(value))) return s.Add(op, s.InputOf(value, 1));
        }

        if (!AreDeviations(s, op, value)) return -1;
        var shape = op.InferShape([s.ShapeOf(value)]);
        return s.Expand(s.Builder.Constant(0, shape.FullRank), shape);
    }

    private static bool HaveOneShape(Simplifier s, int a, int b) => s.ShapeOf(a).Equals(s.ShapeOf(b));

    private static bool AreDeviations(Simplifier s, ReduceOp op, int value)
    {
        for (var depth = 0; depth < MaxDepth && s.OpOf(value) is PointwiseOp pointwise; depth++)
        {
            if (pointwise.Function == ScalarFunction.Subtract) return IsMean(s, op, s.InputOf(value), s.InputOf(value, 1));
            if (pointwise.Function != ScalarFunction.Multiply) return false;
            if (IsEven(s, op, s.InputOf(value, 1))) value = s.InputOf(value);
            else if (IsEven(s, op, s.InputOf(value))) value = s.InputOf(value, 1);
            else return false;
        }

        return false;
    }

    private static bool IsMean(Simplifier s, ReduceOp op, int x, int mean)
    {
        mean = Viewed(s, mean);
        if (s.OpOf(mean) is not PointwiseOp pointwise) return false;
        var sum = Viewed(s, s.InputOf(mean));
        if (s.OpOf(sum) is not ReduceOp { Kind: ReduceKind.Sum } reduce || s.InputOf(sum) != x) return false;
        if (!reduce.Axes.SequenceEqual(op.Axes)) return false;
        var dims = op.Axes.Select(axis => s.ShapeOf(x).Dims[axis]).ToArray();
        return pointwise.Function switch
        {
            ScalarFunction.Multiply => dims.All(dim => dim.IsConstant) && s.IsConstant(s.InputOf(mean, 1), out var factor) &&
                factor == (float)(1.0 / dims.Aggregate(1L, (product, dim) => product * dim.Value)),
            ScalarFunction.Divide => s.OpOf(Viewed(s, s.InputOf(mean, 1))) is SizeOp size && size.Dims.SequenceEqual(dims),
            _ => false,
        };
    }

    private static int Viewed(Simplifier s, int id)
    {
        while (s.OpOf(id) is ReshapeOp) id = s.InputOf(id);
        return id;
    }
}
