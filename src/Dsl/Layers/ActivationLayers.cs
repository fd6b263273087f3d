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

    /// <summary>Bounded from below and above: <c>min(max(x, minVal), maxVal)</c> (Collobert 2004). At the bounds the gradient is 0, unlike that of <see cref="ArithmeticLayers.Clamp(Tensor, float, float)"/>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="minVal">The smallest value of the result.</param>
    /// <param name="maxVal">The largest value of the result.</param>
    /// <param name="name">The name in the summary.</param>
    /// <exception cref="NetworkDefinitionException"><paramref name="minVal"/> is not below <paramref name="maxVal"/>.</exception>
    public static Tensor Hardtanh(this Tensor x, float minVal = -1, float maxVal = 1, string? name = null)
    {
        if (!(minVal < maxVal))
            throw Require.Error(DiagnosticIds.Range, $"{Require.Title("Hardtanh", name)}: minVal is {minVal} and maxVal is {maxVal}, but minVal must be below maxVal.");
        return Activation(x, "Hardtanh", name, () => Bounded(x, minVal, maxVal));
    }

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

    /// <summary>
    /// A leaky rectifier that learns its slope (He et al. 2015): <c>x</c> above 0, else <c>weight·x</c>.
    /// Parameter: <c>weight [numParameters]</c>, to which weight decay does not apply.
    /// </summary>
    /// <param name="x">Any shape; <c>[channels, …]</c> if each channel has a slope of its own.</param>
    /// <param name="numParameters">1 for one slope, or the number of channels.</param>
    /// <param name="init">What the slopes begin with.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>prelu1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="numParameters"/> is neither 1 nor the number of channels, or <paramref name="init"/> is not finite.</exception>
    public static Tensor PRelu(this Tensor x, int numParameters = 1, float init = 0.25f, string? name = null)
    {
        var layer = Require.Title("PRelu", name);
        Require.NotNull(layer, "the input", x);
        Require.Positive(layer, nameof(numParameters), numParameters);
        Require.Finite(layer, nameof(init), init);
        if (numParameters > 1)
        {
            RequireInput.Vector(layer, x);
            var channels = RequireInput.Channels(layer, x);
            if (channels != numParameters)
                throw Require.Error(DiagnosticIds.Weight, $"{layer} has {numParameters} slopes, but {x.Shape} has {channels} channels; use {new ArgumentValue(nameof(numParameters), $"{channels}")}, or 1 for one slope.");
        }

        return x.Layer("PRelu", name, () =>
        {
            var slopes = x.With(x.Builder.Parameter("weight", Shape.Of(numParameters), Initializer.Constant(init), decays: false));
            var aligned = numParameters > 1 ? slopes.PerChannel(x) : x.With(x.Builder.Reshape(slopes.Id, Shape.Ones(x.Shape.Rank)));

            // The product comes last, so that no slope sees the gradient of a place above 0, infinite or not.
            return (x * Above0(x).Where(1, aligned)).Id;
        });
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
        return Activation(x, "Elu", name, () => Exponential(x, alpha));
    }

    /// <summary>
    /// An Elu that keeps mean 0 and variance 1 from layer to layer (Klambauer et al. 2017): <c>scale·x</c> above 0, else
    /// <c>scale·alpha·(e^x - 1)</c>, with alpha 1.67326324 and a scale of 1.05070099.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor Selu(this Tensor x, string? name = null) =>
        Activation(x, "Selu", name, () => 1.0507009873554805f * Exponential(x, 1.6732632423543772f));

    /// <summary>An Elu whose slope is 1 at 0 whatever its alpha (Barron 2017): <c>x</c> above 0, else <c>alpha·(e^(x/alpha) - 1)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="alpha">The negative of the limit at -∞, above 0.</param>
    /// <param name="name">The name in the summary.</param>
    /// <exception cref="NetworkDefinitionException"><paramref name="alpha"/> is not positive.</exception>
    public static Tensor Celu(this Tensor x, float alpha = 1, string? name = null)
    {
        Require.Positive(Require.Title("Celu", name), nameof(alpha), alpha);
        return Activation(x, "Celu", name, () => alpha == 1 ? Exponential(x, 1) : alpha * Exponential(x * (1 / alpha), 1));
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

    /// <summary>The logarithm of the logistic function: <c>-ln(1 + e^-x)</c>, exact where that is near 0 or 1.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor LogSigmoid(this Tensor x, string? name = null) =>
        Activation(x, "LogSigmoid", name, () => -SmoothPositive(-x));

    /// <summary><c>x·tanh(ln(1 + e^x))</c> (Misra 2019).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor Mish(this Tensor x, string? name = null) =>
        Activation(x, "Mish", name, () => x * Tensor.Unary(ScalarFunction.Tanh, SmoothPositive(x)));

    /// <summary>A piecewise Swish: <c>x·min(max(x + 3, 0), 6) / 6</c> (Howard et al. 2019). Its slope is -1/2 at -3 and 1 at 3, as in PyTorch.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor HardSwish(this Tensor x, string? name = null) =>
        Activation(x, "HardSwish", name, () => x * Tensor.Binary((x + 3).Maximum(0), ScalarFunction.Minimum, 6) * (1 / 6f));

    /// <summary><c>x</c> where it is above a threshold, else a number.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="threshold">What <paramref name="x"/> has to be above.</param>
    /// <param name="value">What stands for all the rest.</param>
    /// <param name="name">The name in the summary.</param>
    /// <exception cref="NetworkDefinitionException">A number is not finite.</exception>
    public static Tensor Threshold(this Tensor x, float threshold, float value, string? name = null)
    {
        var layer = Require.Title("Threshold", name);
        Require.Finite(layer, nameof(threshold), threshold);
        Require.Finite(layer, nameof(value), value);
        return Activation(x, "Threshold", name, () => x.LessOrEqual(threshold).Where(value, x));
    }

    /// <summary><c>x / (1 + |x|)</c> (Bergstra et al. 2009).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor Softsign(this Tensor x, string? name = null) => Activation(x, "Softsign", name, () => x / (1 + x.Abs()));

    /// <summary><c>x - tanh(x)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="name">The name in the summary.</param>
    public static Tensor Tanhshrink(this Tensor x, string? name = null) =>
        Activation(x, "Tanhshrink", name, () => x - Tensor.Unary(ScalarFunction.Tanh, x));

    /// <summary>Nearer to 0 by <paramref name="lambd"/>, and 0 for what is as near already (Donoho 1995).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="lambd">How much is taken away, 0 or more.</param>
    /// <param name="name">The name in the summary.</param>
    /// <exception cref="NetworkDefinitionException"><paramref name="lambd"/> is negative or not finite.</exception>
    public static Tensor Softshrink(this Tensor x, float lambd = 0.5f, string? name = null)
    {
        Require.NotNegative(Require.Title("Softshrink", name), nameof(lambd), lambd);
        return Activation(x, "Softshrink", name, () => x - x.Clamp(-lambd, lambd));
    }

    /// <summary><c>x</c>, or 0 where its magnitude is at most <paramref name="lambd"/> (Donoho and Johnstone 1994).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="lambd">The largest magnitude that becomes 0; below 0 nothing does.</param>
    /// <param name="name">The name in the summary.</param>
    /// <exception cref="NetworkDefinitionException"><paramref name="lambd"/> is not finite.</exception>
    public static Tensor Hardshrink(this Tensor x, float lambd = 0.5f, string? name = null)
    {
        Require.Finite(Require.Title("Hardshrink", name), nameof(lambd), lambd);
        return Activation(x, "Hardshrink", name, () => x.Abs().LessOrEqual(lambd).Where(0, x));
    }

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

    // The exponential never sees a positive number: an overflow in the branch not taken would spoil its gradient.
    private static Tensor Exponential(Tensor x, float alpha)
    {
        var isAbove = Above0(x);
        var below = isAbove.Where(0, x).Expm1();
        return isAbove.Where(x, alpha * below);
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
