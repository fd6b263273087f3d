using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpretation;

/// <summary>The scalar functions in double precision.</summary>
internal static class ScalarMath
{
    public static double Apply(ScalarFunction function, double a, double b, double c) => function switch
    {
        ScalarFunction.Negate => -a,
        ScalarFunction.Abs => Math.Abs(a),
        ScalarFunction.Sign => double.IsNaN(a) ? a : Math.Sign(a),
        ScalarFunction.Exp => Math.Exp(a),
        ScalarFunction.Expm1 => Expm1(a),
        ScalarFunction.Log => Math.Log(a),
        ScalarFunction.Log1p => Log1p(a),
        ScalarFunction.Sqrt => Math.Sqrt(a),
        ScalarFunction.Rsqrt => 1 / Math.Sqrt(a),
        ScalarFunction.Tanh => Math.Tanh(a),
        ScalarFunction.Sigmoid => 1 / (1 + Math.Exp(-a)),
        ScalarFunction.Erf => Erf(a),
        ScalarFunction.Sin => Math.Sin(a),
        ScalarFunction.Cos => Math.Cos(a),
        ScalarFunction.Floor => Math.Floor(a),
        ScalarFunction.ToFloat => a,
        ScalarFunction.Add => a + b,
        ScalarFunction.Subtract => a - b,
        ScalarFunction.Multiply => a * b,
        ScalarFunction.Divide => a / b,
        ScalarFunction.Maximum => Math.Max(a, b),
        ScalarFunction.Minimum => Math.Min(a, b),
        ScalarFunction.Less => a < b ? 1 : 0,
        ScalarFunction.LessOrEqual => a <= b ? 1 : 0,
        ScalarFunction.Equal => a == b ? 1 : 0,
        ScalarFunction.Select => a != 0 ? b : c,
        _ => throw new NotSupportedException($"{function} has no double-precision twin."),
    };

    // Kahan: the rounding error of exp cancels against that of the logarithm.
    private static double Expm1(double x)
    {
        var power = Math.Exp(x);
        if (power == 1) return x;
        var less = power - 1;
        return less == -1 || double.IsInfinity(power) ? less : less * x / Math.Log(power);
    }

    private static double Log1p(double x)
    {
        var more = 1 + x;
        return more == 1 || double.IsInfinity(more) ? (more == 1 ? x : more) : Math.Log(more) * x / (more - 1);
    }

    /// <summary>The error function: its power series in the middle, the continued fraction of its complement outside.</summary>
    private static double Erf(double x)
    {
        var magnitude = Math.Abs(x);
        if (!(magnitude < 6)) return double.IsNaN(x) ? x : Math.Sign(x);
        if (magnitude < 3)
        {
            var (sum, term) = (x, x);
            for (var n = 1; n < 100; n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }

            return sum * 2 / Math.Sqrt(Math.PI);
        }

        var fraction = 0.0;
        for (var n = 60; n > 0; n--) fraction = n / 2.0 / (magnitude + fraction);
        return Math.Sign(x) * (1 - (Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * (magnitude + fraction))));
    }
}
