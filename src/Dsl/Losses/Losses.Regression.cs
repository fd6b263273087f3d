using Sinter.Graphs;

namespace Sinter;

/// <content>Losses of numbers that are to be near others.</content>
public static partial class Losses
{
    /// <summary>The mean of <c>(x - target)²</c>.</summary>
    /// <param name="output">What the network computes, any shape.</param>
    /// <param name="target">What it should compute, in the same shape.</param>
    /// <param name="reduction">What becomes of the losses of all elements.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or the shape of <paramref name="output"/> with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ, or <paramref name="reduction"/> is no <see cref="Reduction"/>.</exception>
    public static Tensor MeanSquaredError(this Tensor output, Tensor target, Reduction reduction = Reduction.Mean, string? name = null) =>
        Compared(output, target, "MeanSquaredError", name, reduction, () =>
        {
            var difference = output - target;
            return difference * difference;
        });

    /// <summary>The mean of <c>|x - target|</c>.</summary>
    /// <inheritdoc cref="MeanSquaredError" path="/param|/returns|/exception"/>
    public static Tensor L1(this Tensor output, Tensor target, Reduction reduction = Reduction.Mean, string? name = null) =>
        Compared(output, target, "L1", name, reduction, () => (output - target).Abs());

    /// <summary>
    /// Squared for small errors, linear for large ones (Huber 1964): the mean of <c>d²/2</c> where <c>d = |x - target|</c>
    /// is below <paramref name="delta"/>, else <c>delta·(d - delta/2)</c>.
    /// </summary>
    /// <param name="output">What the network computes, any shape.</param>
    /// <param name="target">What it should compute, in the same shape.</param>
    /// <param name="reduction">What becomes of the losses of all elements.</param>
    /// <param name="delta">Where the two pieces meet.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or the shape of <paramref name="output"/> with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ, <paramref name="delta"/> is not positive, or <paramref name="reduction"/> is no <see cref="Reduction"/>.</exception>
    public static Tensor Huber(this Tensor output, Tensor target, Reduction reduction = Reduction.Mean, float delta = 1, string? name = null)
    {
        Require.Positive(Require.Title("Huber", name), nameof(delta), delta);
        return Compared(output, target, "Huber", name, reduction, () => TwoPieces(output, target, delta));
    }

    /// <summary>
    /// The Huber loss divided by where its pieces meet (Girshick 2015): the mean of <c>d²/(2·beta)</c> where <c>d = |x - target|</c> is below
    /// <paramref name="beta"/>, else <c>d - beta/2</c>.
    /// </summary>
    /// <param name="output">What the network computes, any shape.</param>
    /// <param name="target">What it should compute, in the same shape.</param>
    /// <param name="reduction">What becomes of the losses of all elements.</param>
    /// <param name="beta">Where the two pieces meet; with 0 it is <see cref="L1"/>.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or the shape of <paramref name="output"/> with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes differ, <paramref name="beta"/> is negative or not finite, or <paramref name="reduction"/> is no <see cref="Reduction"/>.</exception>
    public static Tensor SmoothL1(this Tensor output, Tensor target, Reduction reduction = Reduction.Mean, float beta = 1, string? name = null)
    {
        Require.NotNegative(Require.Title("SmoothL1", name), nameof(beta), beta);
        return Compared(output, target, "SmoothL1", name, reduction, () => beta == 0 ? (output - target).Abs() : TwoPieces(output, target, beta) * (1 / beta));
    }

    // One form for both pieces, which neither of them can overflow: m·(d - m/2) with m = min(d, delta).
    private static Tensor TwoPieces(Tensor output, Tensor target, float delta)
    {
        var magnitude = (output - target).Abs();
        var near = Tensor.Binary(magnitude, ScalarFunction.Minimum, delta);
        return near * (magnitude - (0.5f * near));
    }
}
