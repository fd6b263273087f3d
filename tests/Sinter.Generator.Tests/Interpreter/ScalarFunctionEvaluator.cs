using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>The scalar functions in double precision, including those .NET lacks.</summary>
internal static class ScalarFunctionEvaluator
{
    public static double Evaluate(ScalarFunction function, double a, double b, double c) => function switch
    {
        ScalarFunction.Negate => -a,
        ScalarFunction.Abs => Math.Abs(a),
        ScalarFunction.Sign => double.IsNaN(a) ? 0 : Math.Sign(a),
        ScalarFunction.Exp => Math.Exp(a),
        ScalarFunction.Expm1 => Expm1(a),
        ScalarFunction.Log => Math.Log(a),
        ScalarFunction.Log1p => Log1p(a),
        ScalarFunction.Sqrt => Math.Sqrt(a),
        ScalarFunction.Rsqrt => 1 / Math.Sqrt(a),
        ScalarFunction.Tanh => Math.Tanh(a),
        ScalarFunction.Sigmoid => a >= 0 ? 1 / (1 + Math.Exp(-a)) : Math.Exp(a) / (1 + Math.Exp(a)),
        ScalarFunction.Erf => Erf(a),
        ScalarFunction.Sin => Math.Sin(a),
        ScalarFunction.Cos => Math.Cos(a),
        ScalarFunction.Tan => Math.Tan(a),
        ScalarFunction.Asin => Math.Asin(a),
        ScalarFunction.Acos => Math.Acos(a),
        ScalarFunction.Atan => Math.Atan(a),
        ScalarFunction.Sinh => Math.Sinh(a),
        ScalarFunction.Cosh => Math.Cosh(a),
        ScalarFunction.Floor => Math.Floor(a),
        ScalarFunction.Ceil => Math.Ceiling(a),
        ScalarFunction.Round => Math.Round(a, MidpointRounding.ToEven),
        ScalarFunction.Reciprocal => 1 / a,
        ScalarFunction.ToFloat => a,
        ScalarFunction.Add => a + b,
        ScalarFunction.Subtract => a - b,
        ScalarFunction.Multiply => a * b,
        ScalarFunction.Divide => a / b,
        ScalarFunction.Mod => Mod(a, b),
        ScalarFunction.Maximum => Math.Max(a, b),
        ScalarFunction.Minimum => Math.Min(a, b),
        ScalarFunction.Less => a < b ? 1 : 0,
        ScalarFunction.LessOrEqual => a <= b ? 1 : 0,
        ScalarFunction.Equal => a == b ? 1 : 0,
        ScalarFunction.Select => a != 0 ? b : c,
        _ => throw new NotSupportedException($"The interpreter does not know {function}."),
    };

    /// <summary>The remainder of C, moved to the side of the divisor.</summary>
    public static double Mod(double a, double b)
    {
        var rest = a % b;
        return rest == 0 || rest < 0 == b < 0 ? rest : rest + b;
    }

    /// <summary>By Kahan's correction of the rounding error in e^x.</summary>
    public static double Expm1(double x)
    {
        var power = Math.Exp(x);
        if (power == 1) return x;
        var difference = power - 1;
        return difference == -1 || double.IsPositiveInfinity(power) ? difference : difference * x / Math.Log(power);
    }

    /// <summary>By Kahan's correction of the rounding error in 1 + x.</summary>
    public static double Log1p(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : double.IsInfinity(sum) ? sum : Math.Log(sum) * x / (sum - 1);
    }

    /// <summary>2/√π · e^(-x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!!: all terms have one sign, so nothing cancels.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        if (Math.Abs(x) > 6) return Math.Sign(x);
        var term = x;
        var sum = x;
        for (var n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17 && n < 400; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
