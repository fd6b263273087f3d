using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>Scalar functions of numbers known at build time, correctly rounded for arithmetic.</summary>
internal static class ConstantFolding
{
    /// <summary>The result, or null for a function or argument that is left to the runtime.</summary>
    public static float? Evaluate(ScalarFunction function, float a, float b, float c)
    {
        var result = function switch
        {
            ScalarFunction.Negate => -a,
            ScalarFunction.Abs => Math.Abs(a),
            ScalarFunction.Sign => float.IsNaN(a) ? a : Math.Sign(a),
            ScalarFunction.Exp => (float)Math.Exp(a),
            ScalarFunction.Log => (float)Math.Log(a),
            ScalarFunction.Sqrt => (float)Math.Sqrt(a),
            ScalarFunction.Rsqrt => (float)(1 / Math.Sqrt(a)),
            ScalarFunction.Tanh => (float)Math.Tanh(a),
            ScalarFunction.Sigmoid => (float)(1 / (1 + Math.Exp(-(double)a))),
            ScalarFunction.Floor => (float)Math.Floor(a),

            // A product or sum of two floats in double, rounded once more, is the float result.
            ScalarFunction.Add => (float)((double)a + b),
            ScalarFunction.Subtract => (float)((double)a - b),
            ScalarFunction.Multiply => (float)((double)a * b),
            ScalarFunction.Divide => (float)((double)a / b),
            // The first of equals, as the runtime has it: they may be 0 and -0.
            ScalarFunction.Maximum => float.IsNaN(a) || !(a < b || float.IsNaN(b)) ? a : b,
            ScalarFunction.Minimum => float.IsNaN(a) || !(a > b || float.IsNaN(b)) ? a : b,
            ScalarFunction.Less => a < b ? 1 : 0,
            ScalarFunction.LessOrEqual => a <= b ? 1 : 0,
            ScalarFunction.Equal => a == b ? 1 : 0,
            ScalarFunction.Select => a != 0 ? b : c,
            _ => float.NaN,
        };
        return float.IsNaN(result) || float.IsInfinity(result) ? null : result;
    }
}
