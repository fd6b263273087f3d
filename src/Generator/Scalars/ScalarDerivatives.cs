using Sinter.Graphs;

namespace Sinter.Generator.Scalars;

/// <summary>What derivatives of scalar functions are made of, and those that do not fit into a row.</summary>
internal static class ScalarDerivatives
{
    public const float TwoOverRootPi = 1.12837917f;

    /// <summary>The rule of a function of one input, whose gradient is the output's times a derivative.</summary>
    public static DerivativeRule Times(Func<IDerivation, int> derivative) => step => step.Give(0, () => Times(step, derivative(step)));

    public static int Times(IDerivation step, int factor) => step.Builder.Multiply(step.Gradient, factor);

    public static int Square(IDerivation step, int value) => step.Builder.Multiply(value, value);

    public static int OneMinus(IDerivation step, int value) => step.Builder.Subtract(step.Builder.ConstantLike(1, value), value);

    public static void Divide(IDerivation step)
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
    public static void Extremum(IDerivation step)
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

    private static int Zero(IDerivation step) => step.Builder.ConstantLike(0, step.Output);
}
