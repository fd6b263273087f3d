using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// The derivatives of the scalar functions. Where the output tells the derivative it is used rather than the input, because
/// the output is often in memory anyway.
/// </summary>
internal static class PointwiseGradients
{
    private const float TwoOverRootPi = 1.12837917f;

    /// <summary>One row for each function that has a derivative; the others are constant almost everywhere.</summary>
    public static IReadOnlyDictionary<ScalarFunction, GradientRule> Rules { get; } = new Dictionary<ScalarFunction, GradientRule>
    {
        [ScalarFunction.Negate] = s => s.Give(0, () => s.Builder.Negate(s.Gradient)),
        [ScalarFunction.Abs] = s => s.Give(0, () => Times(s, s.Builder.Pointwise(ScalarFunction.Sign, s.Input(0)))),
        [ScalarFunction.Exp] = s => s.Give(0, () => Times(s, s.Output)),
        // Not by the output, which has no digits left of e^x where that is small.
        [ScalarFunction.Expm1] = s => s.Give(0, () => Times(s, s.Builder.Exp(s.Input(0)))),
        [ScalarFunction.Log] = s => s.Give(0, () => s.Builder.Divide(s.Gradient, s.Input(0))),
        [ScalarFunction.Log1p] = s => s.Give(0, () => s.Builder.Divide(s.Gradient, s.Builder.Add(s.Input(0), 1f))),
        [ScalarFunction.Sqrt] = s => s.Give(0, () => s.Builder.Divide(s.Builder.Multiply(s.Gradient, 0.5f), s.Output)),
        [ScalarFunction.Rsqrt] = s => s.Give(0, () =>
            Times(s, s.Builder.Multiply(s.Builder.Multiply(Square(s, s.Output), s.Output), -0.5f))),
        [ScalarFunction.Tanh] = s => s.Give(0, () => Times(s, OneMinus(s, Square(s, s.Output)))),
        [ScalarFunction.Sigmoid] = s => s.Give(0, () => Times(s, s.Builder.Multiply(s.Output, OneMinus(s, s.Output)))),
        [ScalarFunction.Erf] = s => s.Give(0, () =>
            Times(s, s.Builder.Multiply(s.Builder.Exp(s.Builder.Negate(Square(s, s.Input(0)))), TwoOverRootPi))),
        [ScalarFunction.Sin] = s => s.Give(0, () => Times(s, s.Builder.Pointwise(ScalarFunction.Cos, s.Input(0)))),
        [ScalarFunction.Cos] = s => s.Give(0, () => s.Builder.Negate(Times(s, s.Builder.Pointwise(ScalarFunction.Sin, s.Input(0))))),

        [ScalarFunction.Add] = s =>
        {
            s.Give(0, () => s.Gradient);
            s.Give(1, () => s.Gradient);
        },
        [ScalarFunction.Subtract] = s =>
        {
            s.Give(0, () => s.Gradient);
            s.Give(1, () => s.Builder.Negate(s.Gradient));
        },
        [ScalarFunction.Multiply] = s =>
        {
            s.Give(0, () => Times(s, s.Input(1)));
            s.Give(1, () => Times(s, s.Input(0)));
        },
        [ScalarFunction.Divide] = Divide,
        [ScalarFunction.Maximum] = Extremum,
        [ScalarFunction.Minimum] = Extremum,
        [ScalarFunction.Select] = s =>
        {
            s.GiveBranch(1, whereTrue: true);
            s.GiveBranch(2, whereTrue: false);
        },
    };

    /// <summary>Whether the function is constant almost everywhere.</summary>
    public static bool Stops(ScalarFunction function) => function is
        ScalarFunction.Sign or ScalarFunction.Floor or ScalarFunction.ToFloat or
        ScalarFunction.Less or ScalarFunction.LessOrEqual or ScalarFunction.Equal;

    public static void Apply(BackwardStep step) => Rules[((PointwiseOp)step.Node.Op).Function](step);

    private static void Divide(BackwardStep step)
    {
        var builder = step.Builder;
        if (!step.Wants(0) && !step.Wants(1)) return;
        var scaled = builder.Divide(step.Gradient, step.Input(1));
        step.Give(0, () => scaled);
        step.Give(1, () => builder.Negate(builder.Multiply(scaled, step.Output)));
    }

    /// <summary>
    /// The larger or smaller of two. Against a number, as in ReLU, the gradient passes where the output differs from the number.
    /// Between two values that are equal it is split in halves; where one is not a number, both get all of it.
    /// </summary>
    private static void Extremum(BackwardStep step)
    {
        var builder = step.Builder;
        var isMaximum = ((PointwiseOp)step.Node.Op).Function == ScalarFunction.Maximum;
        int IsLess(int left, int right) => builder.Pointwise(ScalarFunction.Less, isMaximum ? left : right, isMaximum ? right : left);

        for (var i = 0; i < 2; i++)
        {
            var (self, other) = (i, 1 - i);
            step.Give(self, () =>
            {
                if (step.IsConstant(other)) return builder.Select(IsLess(step.Input(other), step.Output), step.Gradient, Zero(step));
                var share = builder.Select(
                    builder.Pointwise(ScalarFunction.Equal, step.Input(0), step.Input(1)),
                    builder.ConstantLike(0.5f, step.Output),
                    builder.Select(IsLess(step.Input(self), step.Input(other)), Zero(step), builder.ConstantLike(1, step.Output)));
                return Times(step, share);
            });
        }
    }

    private static int Times(BackwardStep step, int factor) => step.Builder.Multiply(step.Gradient, factor);

    private static int Square(BackwardStep step, int value) => step.Builder.Multiply(value, value);

    private static int OneMinus(BackwardStep step, int value) => step.Builder.Subtract(step.Builder.ConstantLike(1, value), value);

    private static int Zero(BackwardStep step) => step.Builder.ConstantLike(0, step.Output);
}
