using Sinter.Graphs;

namespace Sinter;

/// <summary>Noise that only training sees.</summary>
public static class DropoutLayers
{
    /// <summary>
    /// While training, each element becomes 0 with probability <paramref name="p"/> and is divided by <c>1 - p</c> otherwise
    /// (Srivastava et al. 2014). At inference nothing happens. Which elements are dropped depends only on the trainer's seed,
    /// the step, and the element's place.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="p">The probability, at least 0 and below 1.</param>
    /// <param name="name">The name in the summary; by default <c>dropout1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="p"/> is out of range.</exception>
    public static Tensor Dropout(this Tensor x, float p = 0.5f, string? name = null)
    {
        var layer = Require.Title("Dropout", name);
        Require.NotNull(layer, "the input", x);
        Require.Fraction(layer, nameof(p), p);
        return x.Layer("Dropout", name, () =>
        {
            if (p == 0) return x.Id;
            var builder = x.Builder;
            var random = x.With(builder.Add(new RandomOp(builder.NextStream(), x.Shape)));
            var keep = random.GreaterOrEqual(p);
            return builder.Add(new PhaseOp(), (x * (keep * (1 / (1 - p)))).Id, x.Id);
        });
    }
}
