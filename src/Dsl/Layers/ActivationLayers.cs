using Sinter.Graphs;

namespace Sinter;

/// <summary>How <see cref="ActivationLayers.Gelu"/> is computed.</summary>
public enum GeluApproximation
{
    /// <summary>Exactly, through the error function.</summary>
    None,

    /// <summary>Through the hyperbolic tangent, off by at most 5e-4 (GPT-2, BERT).</summary>
    Tanh,
}

/// <summary>Scalar functions between layers. Each keeps the shape and has no parameters.</summary>
public static class ActivationLayers
{
    /// <summary>The positive part: <c>max(x, 0)</c> (Nair and Hinton 2010).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary; by default <c>relu1</c>, …</param>
    public static Tensor Relu(this Tensor x, string? name = null) =>
        Activation(x, "Relu", name, () => Tensor.Binary(x, ScalarFunction.Maximum, 0));

    /// <summary>The positive part, at most 6: <c>min(max(x, 0), 6)</c> (Krizhevsky 2010).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor Relu6(this Tensor x, string? name = null) =>
        Activation(x, "Relu6", name, () => Bounded(x, 0, 6));

    /// <summary>The positive part and a little of the negative: <c>x</c> above 0, else <c>negativeSlope·x</c> (Maas et al. 2013).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="negativeSlope">The slope below 0.</param>
    /// <param name="name">The name in the summary.</param>
    /// <exception cref="NetworkDefinitionException"><paramref name="negativeSlope"/> is not finite.</exception>
    public static Tensor LeakyRelu(this Tensor x, float negativeSlope = 0.01f, string? name = null)
    {
        Require.Finite(Require.Title("LeakyRelu", name), nameof(negativeSlope), negativeSlope);
        return Activation(x, "LeakyRelu", name, () => x * Above0(x).Where(1, negativeSlope));
    }

    /// <summary>The logistic function: <c>1 / (1 + e^-x)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor Sigmoid(this Tensor x, string? name = null) =>
        Activation(x, "Sigmoid", name, () => Tensor.Unary(ScalarFunction.Sigmoid, x));

    /// <summary>A piecewise linear logistic function: <c>min(max(x + 3, 0), 6) / 6</c> (Courbariaux et al. 2015; Howard et al. 2019).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor HardSigmoid(this Tensor x, string? name = null) =>
        Activation(x, "HardSigmoid", name, () => Bounded(x + 3, 0, 6) * (1 / 6f));

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor Tanh(this Tensor x, string? name = null) =>
        Activation(x, "Tanh", name, () => Tensor.Unary(ScalarFunction.Tanh, x));

    /// <summary>
    /// <c>x·Φ(x)</c> with Φ the normal distribution function (Hendrycks and Gimpel 2016):
    /// <c>x·(1 + erf(x/√2)) / 2</c>, or <c>x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2</c>.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="approximate">Exact by default.</param>
    /// <param name="name">The name in the summary.</param>
    /// <exception cref="NetworkDefinitionException"><paramref name="approximate"/> is no <see cref="GeluApproximation"/>.</exception>
    public static Tensor Gelu(this Tensor x, GeluApproximation approximate = GeluApproximation.None, string? name = null) => approximate switch
    {
        GeluApproximation.None => Activation(x, "Gelu", name, () => 0.5f * x * (1 + (x * 0.70710678f).Erf())),
        GeluApproximation.Tanh => Activation(x, "Gelu", name, () =>
        {
            var inner = 0.79788456f * (x + (0.044715f * x * x * x));
            return 0.5f * x * (1 + Tensor.Unary(ScalarFunction.Tanh, inner));
        }),
        _ => throw Require.Error(DiagnosticIds.Range, $"{Require.Title("Gelu", name)}: {approximate} is not a GeluApproximation; use None or Tanh."),
    };

    /// <summary><c>x·sigmoid(x)</c>, also called Swish (Elfwing et al. 2017; Ramachandran et al. 2017).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor Silu(this Tensor x, string? name = null) =>
        Activation(x, "Silu", name, () => x * Tensor.Unary(ScalarFunction.Sigmoid, x));

    /// <summary><c>x</c> above 0, else <c>alpha·(e^x - 1)</c> (Clevert et al. 2015).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="alpha">The negative of the limit at -∞.</param>
    /// <param name="name">The name in the summary.</param>
    /// <exception cref="NetworkDefinitionException"><paramref name="alpha"/> is not finite.</exception>
    public static Tensor Elu(this Tensor x, float alpha = 1, string? name = null)
    {
        Require.Finite(Require.Title("Elu", name), nameof(alpha), alpha);
        return Activation(x, "Elu", name, () =>
        {
            // The exponential never sees a positive number: an overflow in the branch not taken would spoil its gradient.
            var isAbove = Above0(x);
            var below = isAbove.Where(0, x);
            return isAbove.Where(x, alpha * below.Expm1());
        });
    }

    /// <summary>A smooth positive part: <c>ln(1 + e^(beta·x)) / beta</c> (Dugas et al. 2001). Exact for large <paramref name="x"/>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="beta">The larger, the nearer to ReLU.</param>
    /// <param name="name">The name in the summary.</param>
    /// <exception cref="NetworkDefinitionException"><paramref name="beta"/> is not positive.</exception>
    public static Tensor Softplus(this Tensor x, float beta = 1, string? name = null)
    {
        Require.Positive(Require.Title("Softplus", name), nameof(beta), beta);
        return Activation(x, "Softplus", name, () => beta == 1 ? SmoothPositive(x) : SmoothPositive(x, beta));
    }

    /// <summary>A piecewise Swish: <c>x·min(max(x + 3, 0), 6) / 6</c> (Howard et al. 2019). Its slope is -1/2 at -3 and 1 at 3, as in PyTorch.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor HardSwish(this Tensor x, string? name = null) =>
        Activation(x, "HardSwish", name, () => x * Tensor.Binary((x + 3).Maximum(0), ScalarFunction.Minimum, 6) * (1 / 6f));

    /// <summary>
    /// <c>ln(1 + e^(beta·x)) / beta</c> without overflow: only the magnitude is multiplied by beta. The sign is chosen by comparison, not by max and abs, whose derivatives at 0
    /// would not add up to 1/2.
    /// </summary>
    internal static Tensor SmoothPositive(Tensor x, float beta = 1)
    {
        var isAbove = Above0(x);
        var minusMagnitude = isAbove.Where(-x, x);
        return beta == 1
            ? isAbove.Where(x, 0) + minusMagnitude.Exp().Log1p()
            : isAbove.Where(x, 0) + ((minusMagnitude * beta).Exp().Log1p() * (1 / beta));
    }

    private static Tensor Above0(Tensor x) => x.Greater(0);

    // No gradient at the bounds, as of a rectifier at 0; that of Clamp passes there.
    private static Tensor Bounded(Tensor x, float low, float high) =>
        Tensor.Binary(Tensor.Binary(x, ScalarFunction.Maximum, low), ScalarFunction.Minimum, high);

    private static Tensor Activation(Tensor x, string kind, string? name, Func<Tensor> body)
    {
        Require.NotNull(Require.Title(kind, name), "the input", x);
        return x.Layer(kind, name, () => body().Id);
    }
}
