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
        return x.Layer("Dropout", name, () => Dropped(x, p, x.Shape));
    }

    /// <summary>
    /// Whole samples dropped from a branch (Huang et al. 2016; <c>torchvision.ops.stochastic_depth</c>): while training, what the branch
    /// adds becomes 0 with probability <paramref name="p"/> and is divided by <c>1 - p</c> otherwise. At inference nothing happens.
    /// Stands at the end of a residual branch: <c>x + branch.StochasticDepth(0.1f)</c>.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="p">The probability, at least 0 and below 1: what is always dropped is better left out.</param>
    /// <param name="mode">Whether samples are dropped one by one, or all of a batch or none.</param>
    /// <param name="name">The name in the summary; by default <c>stochasticdepth1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="p"/> is out of range, or <paramref name="mode"/> is no <see cref="StochasticDepthMode"/>.</exception>
    public static Tensor StochasticDepth(this Tensor x, float p, StochasticDepthMode mode = StochasticDepthMode.Row, string? name = null)
    {
        var layer = Require.Title("StochasticDepth", name);
        Require.NotNull(layer, "the input", x);
        Require.Fraction(layer, nameof(p), p);
        if (mode is not (StochasticDepthMode.Row or StochasticDepthMode.Batch))
            throw Require.Error(DiagnosticIds.Range, $"{layer}: {mode} is not a StochasticDepthMode; use Row or Batch.");
        var drawn = new Shape(x.Shape.Dims.Select(dim => dim.IsBatch && mode == StochasticDepthMode.Row ? dim : 1));
        return x.Layer("StochasticDepth", name, () => Dropped(x, p, drawn));
    }

    // One number is drawn for each element of a shape that is repeated to that of the value.
    private static int Dropped(Tensor x, float p, Shape drawn)
    {
        if (p == 0) return x.Id;
        var builder = x.Builder;
        var random = builder.Add(new RandomOp(builder.NextStream(), drawn));
        var keep = builder.Pointwise(ScalarFunction.LessOrEqual, builder.ConstantLike(p, random), random);
        return builder.Add(new PhaseOp(), builder.Multiply(x.Id, builder.Multiply(keep, 1 / (1 - p))), x.Id);
    }
}

/// <summary>What <see cref="DropoutLayers.StochasticDepth"/> drops at once.</summary>
public enum StochasticDepthMode
{
    /// <summary>Each sample by itself.</summary>
    Row,

    /// <summary>The samples of a batch together: all or none.</summary>
    Batch,
}
