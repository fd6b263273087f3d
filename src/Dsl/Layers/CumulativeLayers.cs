using Sinter.Graphs;

namespace Sinter;

/// <summary>What has come together up to each place of an axis.</summary>
public static class CumulativeLayers
{
    /// <summary>
    /// The sum of each element and all before it along an axis, as <c>torch.cumsum</c>. The axis may be as long as every call says.
    /// </summary>
    /// <remarks>
    /// Each pass adds what stands 1, 2, 4, … places before (Hillis and Steele 1986): no sum is a chain of more roundings than there are
    /// passes, and an infinite element spoils what follows it and nothing before.
    /// </remarks>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis, the batch not counted; negative ones count from the end.</param>
    /// <param name="name">The name in the summary; by default <c>cumsum1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis.</exception>
    public static Tensor Cumsum(this Tensor x, int axis, string? name = null)
    {
        var layer = Require.Title("Cumsum", name);
        Require.NotNull(layer, "the input", x);
        var full = x.FullAxis(axis, layer);
        return x.Layer("Cumsum", name, () =>
        {
            var (builder, sum) = (x.Builder, x.Id);
            var extent = x.Shape.Dims[full];
            for (long shift = 1; shift < extent.Maximum; shift *= 2) sum = builder.Add(sum, Shifted(builder, sum, full, (int)shift));
            return sum;
        });
    }

    // Moved back by some places, with zeros in front. Where every call has more than these, what falls off the end is not copied at all.
    private static int Shifted(GraphBuilder builder, int x, int axis, int shift)
    {
        var extent = builder.ShapeOf(x).Dims[axis];
        return extent.Minimum > shift
            ? builder.Pad(builder.Slice(x, axis, 0, extent.Plus(-shift)), axis, shift, 0)
            : builder.Slice(builder.Pad(x, axis, shift, 0), axis, 0, extent);
    }
}
