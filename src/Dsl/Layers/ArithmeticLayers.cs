using Sinter.Graphs;

namespace Sinter;

/// <summary>Scalar functions of each element. Two values are broadcast as the operators do.</summary>
public static class ArithmeticLayers
{
    /// <summary><c>e^x</c>.</summary>
    public static Tensor Exp(this Tensor x) => Tensor.Unary(ScalarFunction.Exp, x);

    /// <summary><c>e^x - 1</c>, exact near 0.</summary>
    public static Tensor Expm1(this Tensor x) => Tensor.Unary(ScalarFunction.Expm1, x);

    /// <summary>The natural logarithm.</summary>
    public static Tensor Log(this Tensor x) => Tensor.Unary(ScalarFunction.Log, x);

    /// <summary>The natural logarithm of <c>1 + x</c>, exact near 0.</summary>
    public static Tensor Log1p(this Tensor x) => Tensor.Unary(ScalarFunction.Log1p, x);

    /// <summary>The square root.</summary>
    public static Tensor Sqrt(this Tensor x) => Tensor.Unary(ScalarFunction.Sqrt, x);

    /// <summary><c>1 / √x</c>.</summary>
    public static Tensor Rsqrt(this Tensor x) => Tensor.Unary(ScalarFunction.Rsqrt, x);

    /// <summary>The sine of an angle in radians.</summary>
    public static Tensor Sin(this Tensor x) => Tensor.Unary(ScalarFunction.Sin, x);

    /// <summary>The cosine of an angle in radians.</summary>
    public static Tensor Cos(this Tensor x) => Tensor.Unary(ScalarFunction.Cos, x);

    /// <summary>The tangent of an angle in radians.</summary>
    public static Tensor Tan(this Tensor x) => Tensor.Unary(ScalarFunction.Tan, x);

    /// <summary>The angle in radians, from -π/2 to π/2, whose sine is <c>x</c>. NaN beyond ±1.</summary>
    public static Tensor Asin(this Tensor x) => Tensor.Unary(ScalarFunction.Asin, x);

    /// <summary>The angle in radians, from 0 to π, whose cosine is <c>x</c>. NaN beyond ±1.</summary>
    public static Tensor Acos(this Tensor x) => Tensor.Unary(ScalarFunction.Acos, x);

    /// <summary>The angle in radians, from -π/2 to π/2, whose tangent is <c>x</c>.</summary>
    public static Tensor Atan(this Tensor x) => Tensor.Unary(ScalarFunction.Atan, x);

    /// <summary>The hyperbolic sine.</summary>
    public static Tensor Sinh(this Tensor x) => Tensor.Unary(ScalarFunction.Sinh, x);

    /// <summary>The hyperbolic cosine.</summary>
    public static Tensor Cosh(this Tensor x) => Tensor.Unary(ScalarFunction.Cosh, x);

    /// <summary>The error function.</summary>
    public static Tensor Erf(this Tensor x) => Tensor.Unary(ScalarFunction.Erf, x);

    /// <summary>The magnitude; its derivative at 0 is 0.</summary>
    public static Tensor Abs(this Tensor x) => Tensor.Unary(ScalarFunction.Abs, x);

    /// <summary>-1, 0 or 1, and 0 for NaN as in PyTorch. Its derivative is 0.</summary>
    public static Tensor Sign(this Tensor x) => Tensor.Unary(ScalarFunction.Sign, x);

    /// <summary>The largest integer that is not above. Its derivative is 0.</summary>
    public static Tensor Floor(this Tensor x) => Tensor.Unary(ScalarFunction.Floor, x);

    /// <summary>The smallest integer that is not below. Its derivative is 0.</summary>
    public static Tensor Ceil(this Tensor x) => Tensor.Unary(ScalarFunction.Ceil, x);

    /// <summary>The nearest integer, of two the even one as in PyTorch. Its derivative is 0.</summary>
    public static Tensor Round(this Tensor x) => Tensor.Unary(ScalarFunction.Round, x);

    /// <summary><c>1 / x</c>.</summary>
    public static Tensor Reciprocal(this Tensor x) => Tensor.Unary(ScalarFunction.Reciprocal, x);

    /// <summary>
    /// What division leaves, <c>x - other·⌊x / other⌋</c>: it has the sign of <paramref name="other"/>, as <c>torch.remainder</c> and
    /// Python's <c>%</c>, and C#'s has not. The gradient of <c>x</c> passes, that of <paramref name="other"/> is multiplied by
    /// <c>-⌊x / other⌋</c>.
    /// </summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor Mod(this Tensor x, Tensor other) => Tensor.Binary(x, ScalarFunction.Mod, other);

    /// <inheritdoc cref="Mod(Tensor, Tensor)"/>
    public static Tensor Mod(this Tensor x, float other) => Tensor.Binary(x, ScalarFunction.Mod, other);

    /// <summary><c>x²</c>.</summary>
    public static Tensor Square(this Tensor x)
    {
        Require.NotNull("Square", "the input", x);
        return x * x;
    }

    /// <summary>
    /// <c>x</c> to a constant power. Whole exponents become products, ±1/2 square roots; what is left of others goes through the logarithm,
    /// which is not a number below 0.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="exponent">A finite number.</param>
    /// <exception cref="NetworkDefinitionException"><paramref name="exponent"/> is not finite.</exception>
    public static Tensor Pow(this Tensor x, float exponent)
    {
        Require.NotNull("Pow", "the input", x);
        Require.Finite("Pow", nameof(exponent), exponent);
        return exponent switch
        {
            0 => x.With(x.Builder.Expand(x.Builder.ConstantLike(1, x.Id), x.Shape)),
            -0.5f => x.Rsqrt(),
            0.5f => x.Sqrt(),
            >= -(1 << 24) and < 0 when exponent == Math.Floor(exponent) => Product(1 / x, -(int)exponent),
            > 0 and <= 1 << 24 when exponent == Math.Floor(exponent) => Product(x, (int)exponent),
            > 1 << 24 or < -(1 << 24) => Fraction(x, exponent, isFactor: exponent > 0),
            _ => General(x, exponent),
        };
    }

    /// <summary>Bounded from below and above: <c>min(max(x, low), high)</c>. At the bounds themselves the gradient passes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="low">The smallest value of the result.</param>
    /// <param name="high">The largest value of the result.</param>
    /// <exception cref="NetworkDefinitionException"><paramref name="low"/> is above <paramref name="high"/>.</exception>
    public static Tensor Clamp(this Tensor x, float low, float high)
    {
        Require.NotNull("Clamp", "the input", x);
        if (!(low <= high)) throw Require.Error(DiagnosticIds.Range, $"Clamp: low is {low} and high is {high}, but low must not be above high.");
        return Inside(x, x.GreaterOrEqual(low) * x.LessOrEqual(high), bounded =>
            Tensor.Binary(Tensor.Binary(bounded, ScalarFunction.Maximum, low), ScalarFunction.Minimum, high));
    }

    /// <summary>Bounded from one side, as <c>torch.clamp</c> with one of its bounds. At the bound itself the gradient passes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="min">The smallest value of the result; by default there is none.</param>
    /// <param name="max">The largest value of the result; by default there is none.</param>
    /// <exception cref="NetworkDefinitionException">No bound is given, or <paramref name="min"/> is above <paramref name="max"/>.</exception>
    public static Tensor Clamp(this Tensor x, float? min = null, float? max = null) => (min, max) switch
    {
        ({ } low, { } high) => x.Clamp(low, high),
        ({ } low, null) => x.Maximum(low),
        (null, { } high) => x.Minimum(high),
        _ => throw Require.Error(DiagnosticIds.Range, $"Clamp gets no bound; state min, max or both."),
    };

    /// <summary>The larger of two values; where they are equal, each gets half of the gradient.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor Maximum(this Tensor x, Tensor other) => Tensor.Binary(x, ScalarFunction.Maximum, other);

    /// <summary>The larger of a value and a number: <see cref="Clamp(Tensor, float, float)"/> with one bound, at which the gradient passes.</summary>
    public static Tensor Maximum(this Tensor x, float other)
    {
        Require.NotNull("Maximum", "the input", x);
        return Inside(x, x.GreaterOrEqual(other), bounded => Tensor.Binary(bounded, ScalarFunction.Maximum, other));
    }

    /// <summary>The smaller of two values; where they are equal, each gets half of the gradient.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor Minimum(this Tensor x, Tensor other) => Tensor.Binary(x, ScalarFunction.Minimum, other);

    /// <summary>The smaller of a value and a number: <see cref="Clamp(Tensor, float, float)"/> with one bound, at which the gradient passes.</summary>
    public static Tensor Minimum(this Tensor x, float other)
    {
        Require.NotNull("Minimum", "the input", x);
        return Inside(x, x.LessOrEqual(other), bounded => Tensor.Binary(bounded, ScalarFunction.Minimum, other));
    }

    /// <summary>1 where <c>x &lt; other</c>, else 0.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor Less(this Tensor x, Tensor other) => Tensor.Binary(x, ScalarFunction.Less, other);

    /// <summary>1 where <c>x &lt; other</c>, else 0.</summary>
    public static Tensor Less(this Tensor x, float other) => Tensor.Binary(x, ScalarFunction.Less, other);

    /// <summary>1 where <c>x &lt;= other</c>, else 0.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor LessOrEqual(this Tensor x, Tensor other) => Tensor.Binary(x, ScalarFunction.LessOrEqual, other);

    /// <summary>1 where <c>x &lt;= other</c>, else 0.</summary>
    public static Tensor LessOrEqual(this Tensor x, float other) => Tensor.Binary(x, ScalarFunction.LessOrEqual, other);

    /// <summary>1 where <c>x &gt; other</c>, else 0.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor Greater(this Tensor x, Tensor other) => Tensor.Binary(other, ScalarFunction.Less, x);

    /// <summary>1 where <c>x &gt; other</c>, else 0.</summary>
    public static Tensor Greater(this Tensor x, float other) => Tensor.Binary(other, ScalarFunction.Less, x);

    /// <summary>1 where <c>x &gt;= other</c>, else 0.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor GreaterOrEqual(this Tensor x, Tensor other) => Tensor.Binary(other, ScalarFunction.LessOrEqual, x);

    /// <summary>1 where <c>x &gt;= other</c>, else 0.</summary>
    public static Tensor GreaterOrEqual(this Tensor x, float other) => Tensor.Binary(other, ScalarFunction.LessOrEqual, x);

    /// <summary>1 where both are equal, else 0.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor EqualTo(this Tensor x, Tensor other) => Tensor.Binary(x, ScalarFunction.Equal, other);

    /// <summary>1 where <c>x</c> equals the number, else 0.</summary>
    public static Tensor EqualTo(this Tensor x, float other) => Tensor.Binary(x, ScalarFunction.Equal, other);

    /// <summary>Chooses per element: <paramref name="then"/> where the condition is not 0, else <paramref name="otherwise"/>.</summary>
    /// <exception cref="NetworkDefinitionException">The shapes cannot be broadcast.</exception>
    public static Tensor Where(this Tensor condition, Tensor then, Tensor otherwise)
    {
        Require.NotNull("Where", "the condition", condition);
        Require.NotNull("Where", nameof(then), then);
        Require.NotNull("Where", nameof(otherwise), otherwise);
        var aligned = Broadcasting.Align(condition, then, otherwise);
        return Select(condition, aligned[0], aligned[1], aligned[2]);
    }

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(this Tensor condition, Tensor then, float otherwise)
    {
        Require.NotNull("Where", "the condition", condition);
        Require.NotNull("Where", nameof(then), then);
        var aligned = Broadcasting.Align(condition, then);
        return Select(condition, aligned[0], aligned[1], condition.Builder.ConstantLike(otherwise, aligned[0]));
    }

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(this Tensor condition, float then, Tensor otherwise)
    {
        Require.NotNull("Where", "the condition", condition);
        Require.NotNull("Where", nameof(otherwise), otherwise);
        var aligned = Broadcasting.Align(condition, otherwise);
        return Select(condition, aligned[0], condition.Builder.ConstantLike(then, aligned[0]), aligned[1]);
    }

    /// <inheritdoc cref="Where(Tensor, Tensor, Tensor)"/>
    public static Tensor Where(this Tensor condition, float then, float otherwise)
    {
        Require.NotNull("Where", "the condition", condition);
        var (builder, id) = (condition.Builder, condition.Id);
        return Select(condition, id, builder.ConstantLike(then, id), builder.ConstantLike(otherwise, id));
    }

    /// <summary>The same value as a constant: training does not reach what computed it.</summary>
    public static Tensor Detach(this Tensor x)
    {
        Require.NotNull("Detach", "the input", x);
        return x.With(x.Builder.Add(new DetachOp(), x.Id));
    }

    private static Tensor Product(Tensor x, int exponent)
    {
        if (exponent == 1) return x;
        var half = Product(x, exponent / 2);
        return exponent % 2 == 0 ? half * half : half * half * x;
    }

    // Whole powers times one of the fraction: of a product of both neither the value nor the derivative overflows before its time.
    private static Tensor General(Tensor x, float exponent)
    {
        var whole = (int)exponent;
        if (exponent > 1) return Product(x.Abs(), whole) * Fraction(x, exponent - whole, isFactor: true);
        return exponent < -1 ? Product(1 / (x + 0f), -whole) * Fraction(x, exponent - whole, isFactor: true) : Fraction(x, exponent, isFactor: false);
    }

    // A power between -1 and 1, through the logarithm, which sees no number at which it or its derivative is infinite. At 0 stands another
    // function of the same value and derivative: 1 / z, or √z, or nothing where a factor 0 stands beside it; at ±∞ a constant.
    private static Tensor Fraction(Tensor x, float exponent, bool isFactor)
    {
        var (isZero, isInfinite) = (x.EqualTo(0), x.Abs().EqualTo(float.PositiveInfinity));
        var inner = (isZero + isInfinite).Where(1, x);
        var power = exponent switch
        {
            0.5f => inner.Sqrt(),
            -0.5f => inner.Rsqrt(),
            _ => (exponent * inner.Log()).Exp(),
        };
        power = isInfinite.Where(exponent < 0 ? 0 : float.PositiveInfinity, power);
        if (isFactor && exponent > 0) return isZero.Where(0, power);

        // The sum makes 0 of -0.
        var zero = isZero.Where(x + 0f, 1);
        return isZero.Where(exponent < 0 ? 1 / zero : zero.Sqrt(), power);
    }

    // What is inside of bounds as it is, the gradient with it; the rest as a constant.
    private static Tensor Inside(Tensor x, Tensor isInside, Func<Tensor, Tensor> bound) => isInside.Where(x, bound(x.Detach()));

    private static Tensor Select(Tensor condition, int aligned, int then, int otherwise) =>
        condition.With(condition.Builder.Select(aligned, then, otherwise));
}
