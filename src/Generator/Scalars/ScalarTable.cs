using Sinter.Graphs;
using static Sinter.Generator.Scalars.ScalarDerivatives;

namespace Sinter.Generator.Scalars;

/// <summary>
/// All that is known of scalar functions, a row each. Where the output tells the derivative it is used rather than the input, because the
/// output is often in memory anyway.
/// </summary>
internal static class ScalarTable
{
    public static IReadOnlyDictionary<ScalarFunction, ScalarRow> Rows { get; } = new Dictionary<ScalarFunction, ScalarRow>
    {
        // One input.
        [ScalarFunction.Negate] = new(1, "-{0:atom}")
        {
            IsAtom = false,
            Fold = (a, _, _) => -a,
            Derivative = s => s.Give(0, () => s.Builder.Negate(s.Gradient)),
        },
        [ScalarFunction.Abs] = new(1, "V.Abs({0})")
        {
            Fold = (a, _, _) => Math.Abs(a),
            Derivative = Times(s => s.Builder.Pointwise(ScalarFunction.Sign, s.Input(0))),
        },
        [ScalarFunction.Sign] = new(1, "V.Sign({0})")
        {
            Fold = (a, _, _) => double.IsNaN(a) ? a : Math.Sign(a),
        },
        [ScalarFunction.Exp] = new(1, "VectorMath.Exp({0})")
        {
            IsExpensive = true,
            Fold = (a, _, _) => Math.Exp(a),
            Derivative = Times(s => s.Output),
        },
        [ScalarFunction.Expm1] = new(1, "VectorMath.Expm1({0})")
        {
            IsExpensive = true,

            // Not by the output, which has no digits left of e^x where that is small.
            Derivative = Times(s => s.Builder.Exp(s.Input(0))),
        },
        [ScalarFunction.Log] = new(1, "VectorMath.Log({0})")
        {
            IsExpensive = true,
            Fold = (a, _, _) => Math.Log(a),
            Derivative = s => s.Give(0, () => s.Builder.Divide(s.Gradient, s.Input(0))),
        },
        [ScalarFunction.Log1p] = new(1, "VectorMath.Log1p({0})")
        {
            IsExpensive = true,
            Derivative = s => s.Give(0, () => s.Builder.Divide(s.Gradient, s.Builder.Add(s.Input(0), 1f))),
        },
        [ScalarFunction.Sqrt] = new(1, "V.Sqrt({0})")
        {
            Fold = (a, _, _) => Math.Sqrt(a),
            Derivative = s => s.Give(0, () => s.Builder.Divide(s.Builder.Multiply(s.Gradient, 0.5f), s.Output)),
        },
        [ScalarFunction.Rsqrt] = new(1, "VectorMath.Rsqrt({0})")
        {
            Fold = (a, _, _) => 1 / Math.Sqrt(a),
            Derivative = Times(s => s.Builder.Multiply(s.Builder.Multiply(Square(s, s.Output), s.Output), -0.5f)),
        },
        [ScalarFunction.Tanh] = new(1, "VectorMath.Tanh({0})")
        {
            IsExpensive = true,
            Fold = (a, _, _) => Math.Tanh(a),
            Derivative = Times(s => OneMinus(s, Square(s, s.Output))),
        },
        [ScalarFunction.Sigmoid] = new(1, "VectorMath.Sigmoid({0})")
        {
            IsExpensive = true,
            Fold = (a, _, _) => 1 / (1 + Math.Exp(-a)),
            Derivative = Times(s => s.Builder.Multiply(s.Output, OneMinus(s, s.Output))),
        },
        [ScalarFunction.Erf] = new(1, "VectorMath.Erf({0})")
        {
            IsExpensive = true,
            Derivative = Times(s => s.Builder.Multiply(s.Builder.Exp(s.Builder.Negate(Square(s, s.Input(0)))), TwoOverRootPi)),
        },
        [ScalarFunction.Sin] = new(1, "VectorMath.Sin({0})")
        {
            IsExpensive = true,
            Derivative = Times(s => s.Builder.Pointwise(ScalarFunction.Cos, s.Input(0))),
        },
        [ScalarFunction.Cos] = new(1, "VectorMath.Cos({0})")
        {
            IsExpensive = true,
            Derivative = s => s.Give(0, () => s.Builder.Negate(Times(s, s.Builder.Pointwise(ScalarFunction.Sin, s.Input(0))))),
        },
        [ScalarFunction.Tan] = new(1, "VectorMath.Tan({0})")
        {
            IsExpensive = true,
            Derivative = Times(s => s.Builder.Add(Square(s, s.Output), 1f)),
        },
        [ScalarFunction.Asin] = new(1, "VectorMath.Asin({0})")
        {
            IsExpensive = true,
            Derivative = Times(s => s.Builder.Rsqrt(OneMinus(s, Square(s, s.Input(0))))),
        },
        [ScalarFunction.Acos] = new(1, "VectorMath.Acos({0})")
        {
            IsExpensive = true,
            Derivative = s => s.Give(0, () => s.Builder.Negate(Times(s, s.Builder.Rsqrt(OneMinus(s, Square(s, s.Input(0))))))),
        },
        [ScalarFunction.Atan] = new(1, "VectorMath.Atan({0})")
        {
            IsExpensive = true,
            Derivative = s => s.Give(0, () => s.Builder.Divide(s.Gradient, s.Builder.Add(Square(s, s.Input(0)), 1f))),
        },
        [ScalarFunction.Sinh] = new(1, "VectorMath.Sinh({0})")
        {
            IsExpensive = true,
            Derivative = Times(s => s.Builder.Pointwise(ScalarFunction.Cosh, s.Input(0))),
        },
        [ScalarFunction.Cosh] = new(1, "VectorMath.Cosh({0})")
        {
            IsExpensive = true,
            Derivative = Times(s => s.Builder.Pointwise(ScalarFunction.Sinh, s.Input(0))),
        },
        [ScalarFunction.Floor] = new(1, "V.Floor({0})")
        {
            Fold = (a, _, _) => Math.Floor(a),
        },
        [ScalarFunction.Ceil] = new(1, "V.Ceil({0})")
        {
            Fold = (a, _, _) => Math.Ceiling(a),
        },
        [ScalarFunction.Round] = new(1, "V.Round({0})")
        {
            Fold = (a, _, _) => Math.Round(a, MidpointRounding.ToEven),
        },
        [ScalarFunction.Reciprocal] = new(1, "1f / {0:atom}")
        {
            IsAtom = false,
            Fold = (a, _, _) => 1 / a,
            Derivative = s => s.Give(0, () => s.Builder.Negate(Times(s, Square(s, s.Output)))),
        },
        [ScalarFunction.ToFloat] = new(1, "{0}"),

        // Two inputs.
        [ScalarFunction.Add] = new(2, "{0} + {1:atom}")
        {
            IsAtom = false,
            IsCommutative = true,
            Hint = "total",
            Fold = (a, b, _) => a + b,
            Derivative = s =>
            {
                s.Give(0, () => s.Gradient);
                s.Give(1, () => s.Gradient);
            },
        },
        [ScalarFunction.Subtract] = new(2, "{0} - {1:atom}")
        {
            IsAtom = false,
            Hint = "difference",
            Fold = (a, b, _) => a - b,
            Derivative = s =>
            {
                s.Give(0, () => s.Gradient);
                s.Give(1, () => s.Builder.Negate(s.Gradient));
            },
        },
        [ScalarFunction.Multiply] = new(2, "{0:atom} * {1:atom}")
        {
            IsAtom = false,
            IsCommutative = true,
            Hint = "product",
            Fold = (a, b, _) => a * b,
            Derivative = s =>
            {
                s.Give(0, () => Times(s, s.Input(1)));
                s.Give(1, () => Times(s, s.Input(0)));
            },
        },
        [ScalarFunction.Divide] = new(2, "{0:atom} / {1:atom}")
        {
            IsAtom = false,
            Hint = "ratio",
            Fold = (a, b, _) => a / b,
            Derivative = Divide,
        },
        [ScalarFunction.Mod] = new(2, "VectorMath.Mod({0}, {1})")
        {
            IsExpensive = true,
            Hint = "remainder",
            Fold = (a, b, _) =>
            {
                var rest = a % b;
                return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
            },

            // The quotient is constant almost everywhere.
            Derivative = s =>
            {
                s.Give(0, () => s.Gradient);
                s.Give(1, () => s.Builder.Negate(Times(s, s.Builder.Pointwise(ScalarFunction.Floor, s.Builder.Divide(s.Input(0), s.Input(1))))));
            },
        },
        [ScalarFunction.Maximum] = new(2, "V.Max({0}, {1})")
        {
            IsCommutative = true,

            // The first of equals, as the runtime has it: they may be 0 and -0.
            Fold = (a, b, _) => double.IsNaN(a) || !(a < b || double.IsNaN(b)) ? a : b,
            Derivative = Extremum,
        },
        [ScalarFunction.Minimum] = new(2, "V.Min({0}, {1})")
        {
            IsCommutative = true,
            Fold = (a, b, _) => double.IsNaN(a) || !(a > b || double.IsNaN(b)) ? a : b,
            Derivative = Extremum,
        },
        [ScalarFunction.Less] = new(2, "V.Less({0}, {1})")
        {
            Hint = "mask",
            Fold = (a, b, _) => a < b ? 1 : 0,
        },
        [ScalarFunction.LessOrEqual] = new(2, "V.LessOrEqual({0}, {1})")
        {
            Hint = "mask",
            Fold = (a, b, _) => a <= b ? 1 : 0,
        },
        [ScalarFunction.Equal] = new(2, "V.Equal({0}, {1})")
        {
            IsCommutative = true,
            Hint = "mask",
            Fold = (a, b, _) => a == b ? 1 : 0,
        },

        // Three inputs.
        [ScalarFunction.Select] = new(3, "V.Select({0}, {1}, {2})")
        {
            Hint = "selected",
            Fold = (a, b, c) => a != 0 ? b : c,
            Derivative = s =>
            {
                s.GiveBranch(1, whereTrue: true);
                s.GiveBranch(2, whereTrue: false);
            },
        },
    };

    public static ScalarRow Of(ScalarFunction function) =>
        Rows.TryGetValue(function, out var row) ? row : throw new NotSupportedException($"{function} has no row in the table of scalar functions.");
}
