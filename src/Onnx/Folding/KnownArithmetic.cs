using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Folding;

/// <summary>Arithmetic on what is known: floats are rounded as float32 is, whole numbers may depend on the sizes of a call.</summary>
internal static class KnownArithmetic
{
    /// <summary>The result, or null where it cannot be told before a call.</summary>
    public static Known? Binary(string op, Known left, Known right)
    {
        if (ConstantBox.Broadcast(left.Dims, right.Dims) is not { } dims) return null;
        var a = left.Box(dims, ConstantBox.StepsFor(left.Dims, dims), 0);
        var b = right.Box(dims, ConstantBox.StepsFor(right.Dims, dims), 0);
        if (a.Floats is not null || b.Floats is not null) return a.As(ElementType.Float).Floats is { } x && b.As(ElementType.Float).Floats is { } y ? OfFloats(op, a.Floats is null ? b.Type : a.Type, dims, x, y) : null;
        var results = new Count[a.Length];
        for (var i = 0; i < results.Length; i++)
        {
            if (OfCounts(op, a.Counts![i], b.Counts![i]) is not { } result) return null;
            results[i] = result;
        }

        return new Known(IsComparison(op) ? ElementType.Bool : a.Type, dims, results);
    }

    public static Known? Unary(string op, Known value)
    {
        if (value.Counts is { } counts)
        {
            return op switch
            {
                "Neg" => new Known(value.Type, value.Dims, Array.ConvertAll(counts, count => count * -1)),
                "Abs" when counts.All(count => count.IsConstant) => new Known(value.Type, value.Dims, Array.ConvertAll(counts, count => (Count)Math.Abs(count.Value!.Value))),
                "Not" when counts.All(count => count.IsConstant) => new Known(value.Type, value.Dims, Array.ConvertAll(counts, count => (Count)(count.Value == 0 ? 1 : 0))),
                "Floor" or "Ceil" or "Round" => value,
                _ => null,
            };
        }

        Func<double, double>? function = op switch
        {
            "Neg" => x => -x,
            "Abs" => Math.Abs,
            "Floor" => Math.Floor,
            "Ceil" => Math.Ceiling,
            "Round" => Math.Round,
            "Sqrt" => Math.Sqrt,
            "Reciprocal" => x => 1 / x,
            "Exp" => Math.Exp,
            "Log" => Math.Log,
            "Sin" => Math.Sin,
            "Cos" => Math.Cos,
            _ => null,
        };
        return function is null ? null : new Known(value.Type, value.Dims, Array.ConvertAll(value.Floats!, x => (float)function(x)));
    }

    public static bool IsComparison(string op) => op is "Equal" or "Less" or "Greater" or "LessOrEqual" or "GreaterOrEqual" or "And" or "Or" or "Xor";

    private static Known? OfFloats(string op, ElementType type, int[] dims, float[] a, float[] b)
    {
        if (IsComparison(op)) return new Known(ElementType.Bool, dims, Zip((x, y) => (Count)(Holds(op, x, y) ? 1 : 0)));
        Func<double, double, double>? function = op switch
        {
            "Add" => (x, y) => x + y,
            "Sub" => (x, y) => x - y,
            "Mul" => (x, y) => x * y,
            "Div" => (x, y) => x / y,
            "Pow" => Math.Pow,
            "Min" => Math.Min,
            "Max" => Math.Max,
            _ => null,
        };
        return function is null ? null : new Known(type, dims, Zip((x, y) => (float)function(x, y)));

        T[] Zip<T>(Func<float, float, T> combine)
        {
            var result = new T[a.Length];
            for (var i = 0; i < result.Length; i++) result[i] = combine(a[i], b[i]);
            return result;
        }
    }

    private static bool Holds(string op, double x, double y) => op switch
    {
        "Equal" => x == y,
        "Less" => x < y,
        "Greater" => x > y,
        "LessOrEqual" => x <= y,
        "GreaterOrEqual" => x >= y,
        "And" => x != 0 && y != 0,
        "Or" => x != 0 || y != 0,
        _ => x != 0 != (y != 0),
    };

    private static Count? OfCounts(string op, Count x, Count y)
    {
        switch (op)
        {
            case "Add": return x + y;
            case "Sub": return x - y;
            case "Mul": return x * y;
            case "Div": return y.Value == 0 ? null : x.Value is { } dividend && y.Value is { } divisor ? dividend / divisor : x.DividedBy(y) ?? (y.Value is { } number ? x.Floor(number) : null);
        }

        if (x.Value is { } a && y.Value is { } b)
        {
            return op switch
            {
                "Mod" => b == 0 ? null : ((a % b) + b) % b,
                "Pow" => b is >= 0 and < 63 ? Power(a, b) : null,
                "Min" => Math.Min(a, b),
                "Max" => Math.Max(a, b),
                _ when IsComparison(op) => Exact(op, a, b) ? 1 : 0,
                _ => null,
            };
        }

        // Extents that calls choose are at least 1; exporters compare them with -1 and 0.
        return op switch
        {
            "Equal" when x.Equals(y) => 1,
            "Equal" when x.Value is < 1 || y.Value is < 1 => 0,
            "Min" or "Max" when x.Equals(y) => x,
            "Max" when x.Value is < 1 => y,
            "Max" when y.Value is < 1 => x,
            _ => null,
        };
    }

    private static bool Exact(string op, long a, long b) => op switch
    {
        "Equal" => a == b,
        "Less" => a < b,
        "Greater" => a > b,
        "LessOrEqual" => a <= b,
        "GreaterOrEqual" => a >= b,
        "And" => a != 0 && b != 0,
        "Or" => a != 0 || b != 0,
        _ => a != 0 != (b != 0),
    };

    private static Count? Power(long value, long exponent)
    {
        long result = 1;
        for (var i = 0; i < exponent; i++)
        {
            if (value != 0 && Math.Abs(result) > long.MaxValue / Math.Abs(value)) return null;
            result *= value;
        }

        return result;
    }
}
