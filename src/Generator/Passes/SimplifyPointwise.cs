using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>The rules for scalar functions.</summary>
internal static class SimplifyPointwise
{
    public static int Rewrite(Simplifier s, PointwiseOp op, int[] inputs)
    {
        var folded = Fold(s, op, inputs);
        if (folded >= 0) return folded;
        var replacement = op.Function switch
        {
            ScalarFunction.Negate => Negate(s, inputs[0]),
            ScalarFunction.Add => Add(s, inputs[0], inputs[1]),
            ScalarFunction.Subtract => Subtract(s, inputs[0], inputs[1]),
            ScalarFunction.Multiply => Multiply(s, inputs[0], inputs[1]),
            ScalarFunction.Divide => Divide(s, inputs[0], inputs[1]),
            ScalarFunction.Select => Select(s, inputs[0], inputs[1], inputs[2]),
            _ => -1,
        };
        if (replacement < 0) return Unexpand(s, op, inputs);

        // A rule may return one of the inputs, which broadcasting would have made larger.
        return s.Expand(replacement, op.InferShape(Shapes(s, inputs)));
    }

    private static Shape[] Shapes(Simplifier s, int[] inputs)
    {
        var shapes = new Shape[inputs.Length];
        for (var i = 0; i < shapes.Length; i++) shapes[i] = s.ShapeOf(inputs[i]);
        return shapes;
    }

    private static int Fold(Simplifier s, PointwiseOp op, int[] inputs)
    {
        var values = new float[3];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!s.IsConstant(inputs[i], out values[i])) return -1;
        }

        var result = ScalarTable.Of(op.Function).Evaluate(values[0], values[1], values[2]);
        if (result is null) return -1;
        var shape = op.InferShape(Shapes(s, inputs));
        return s.Expand(s.Constant(result.Value, new Shape(shape.Dims.Select(_ => (Dim)1))), shape);
    }

    /// <summary>Computes before repeating rather than after.</summary>
    private static int Unexpand(Simplifier s, PointwiseOp op, int[] inputs)
    {
        var plain = (int[])inputs.Clone();
        var any = false;
        for (var i = 0; i < plain.Length; i++)
        {
            if (s.OpOf(plain[i]) is not ExpandOp) continue;
            plain[i] = s.InputOf(plain[i]);
            any = true;
        }

        return any ? s.Expand(s.Add(op, plain), op.InferShape(Shapes(s, inputs))) : -1;
    }

    private static int Negate(Simplifier s, int a)
    {
        if (Is(s, a, ScalarFunction.Negate)) return s.InputOf(a);
        if (IgnoresSigns(s) && Is(s, a, ScalarFunction.Subtract)) return s.Pointwise(ScalarFunction.Subtract, s.InputOf(a, 1), s.InputOf(a));
        return IsScaled(s, a, out var x, out var factor) ? Scale(s, x, -factor) : -1;
    }

    private static int Add(Simplifier s, int a, int b)
    {
        if (s.IsConstant(b, out var right) && IsNothing(s, right)) return a;
        if (s.IsConstant(a, out var left) && IsNothing(s, left)) return b;
        if (a == b) return Scale(s, a, 2);
        if (Is(s, b, ScalarFunction.Negate)) return s.Pointwise(ScalarFunction.Subtract, a, s.InputOf(b));
        if (Is(s, a, ScalarFunction.Negate)) return s.Pointwise(ScalarFunction.Subtract, b, s.InputOf(a));
        return JoinPads(s, a, b);
    }

    private static int Subtract(Simplifier s, int a, int b)
    {
        if (s.IsConstant(b, out var right) && IsNothing(s, -right)) return a;
        if (Is(s, b, ScalarFunction.Negate)) return s.Pointwise(ScalarFunction.Add, a, s.InputOf(b));
        return s.IsConstant(a, out var left) && IsNothing(s, left) ? s.Pointwise(ScalarFunction.Negate, b) : -1;
    }

    private static int Multiply(Simplifier s, int a, int b)
    {
        if (s.IsConstant(a, out _) && !s.IsConstant(b, out _)) return s.Pointwise(ScalarFunction.Multiply, b, a);
        if (!s.IsConstant(b, out var factor)) return Reassociate(s, a, b);
        if (factor == 1) return a;
        if (factor == -1) return s.Pointwise(ScalarFunction.Negate, a);
        if (Is(s, a, ScalarFunction.Negate)) return Scale(s, s.InputOf(a), -factor);
        return IsScaled(s, a, out var x, out var inner) && IsOrdinary(inner * factor) ? Scale(s, x, inner * factor) : -1;
    }

    /// <summary>Two factors that are both repeated over the same value are multiplied with one another first.</summary>
    private static int Reassociate(Simplifier s, int a, int b)
    {
        if (Size(s.ShapeOf(a)) < Size(s.ShapeOf(b))) (a, b) = (b, a);
        if (!Is(s, a, ScalarFunction.Multiply)) return -1;
        var (x, factor) = (s.InputOf(a), s.InputOf(a, 1));
        if (Size(s.ShapeOf(x)) < Size(s.ShapeOf(factor))) (x, factor) = (factor, x);
        var small = new PointwiseOp(ScalarFunction.Multiply).InferShape([s.ShapeOf(factor), s.ShapeOf(b)]);
        if (Size(small) * 2 > Size(s.ShapeOf(x))) return -1;
        return s.Pointwise(ScalarFunction.Multiply, x, s.Pointwise(ScalarFunction.Multiply, factor, b));
    }

    /// <summary>The number of elements in a batch of ordinary size.</summary>
    private static long Size(Shape shape)
    {
        long size = 1;
        for (var axis = 0; axis < shape.FullRank; axis++) size *= shape.Dims[axis].AtMost(16);
        return size;
    }

    private static int Divide(Simplifier s, int a, int b)
    {
        if (!s.IsConstant(b, out var divisor)) return -1;
        if (divisor == 1) return a;

        // Only the reciprocal of a power of two is exact.
        return IsPowerOfTwo(divisor) ? Scale(s, a, 1 / divisor) : -1;
    }

    private static int Select(Simplifier s, int condition, int then, int otherwise)
    {
        if (s.IsConstant(condition, out var chosen)) return chosen != 0 ? then : otherwise;

        // What the same condition has chosen already.
        if (Is(s, then, ScalarFunction.Select) && s.InputOf(then) == condition && HaveOneShape(s, then, s.InputOf(then, 1))) return s.Pointwise(ScalarFunction.Select, condition, s.InputOf(then, 1), otherwise);
        return then == otherwise ? then : -1;
    }

    /// <summary>The gradient of neighbouring slices: two values side by side, each surrounded by zeros.</summary>
    private static int JoinPads(Simplifier s, int a, int b)
    {
        if (!IsZeroPad(s, a, out var left) || !IsZeroPad(s, b, out var right) || left.Axis != right.Axis) return -1;
        if (!AreNeighbours(s, a, left, right)) (a, b, left, right) = (b, a, right, left);
        if (!AreNeighbours(s, a, left, right)) return -1;
        var joined = s.Add(new ConcatOp(left.Axis), s.InputOf(a), s.InputOf(b));
        return s.Add(new PadOp(left.Axis, left.Before, right.After, 0, 0), joined);
    }

    private static bool AreNeighbours(Simplifier s, int a, PadOp left, PadOp right) =>
        Dim.Add(left.Before, s.ShapeOf(s.InputOf(a)).Dims[left.Axis]) == right.Before;

    private static bool IsZeroPad(Simplifier s, int id, out PadOp pad)
    {
        pad = (s.OpOf(id) as PadOp)!;
        return pad is { Interior: 0, Value: 0 };
    }

    /// <summary>Whether adding the number changes nothing: of the two zeros only -0 leaves -0 as it is.</summary>
    private static bool IsNothing(Simplifier s, float value) => value == 0 && (IgnoresSigns(s) || value.IsNegativeZero());

    /// <summary>Whether the sign of a zero is nobody's business: that of a gradient, which is only ever added and scaled.</summary>
    private static bool IgnoresSigns(Simplifier s) => s.Builder.IsBackward;

    private static int Scale(Simplifier s, int x, float factor) => s.Pointwise(ScalarFunction.Multiply, x, s.Constant(factor, x));

    /// <summary>Whether the value is another times a number.</summary>
    private static bool IsScaled(Simplifier s, int id, out int x, out float factor)
    {
        (x, factor) = (id, 1);
        if (!Is(s, id, ScalarFunction.Multiply) || !s.IsConstant(s.InputOf(id, 1), out factor)) return false;
        x = s.InputOf(id);
        return s.ShapeOf(x).Equals(s.ShapeOf(id));
    }

    private static bool Is(Simplifier s, int id, ScalarFunction function) => s.OpOf(id) is PointwiseOp op && op.Function == function;

    private static bool HaveOneShape(Simplifier s, int a, int b) => s.ShapeOf(a).Equals(s.ShapeOf(b));

    private static bool IsOrdinary(float value) => Math.Abs(value) is > 1e-30f and < 1e30f;

    private static bool IsPowerOfTwo(float value)
    {
        var magnitude = Math.Abs((double)value);
        return IsOrdinary(value) && Math.Pow(2, Math.Round(Math.Log(magnitude, 2))) == magnitude;
    }
}
