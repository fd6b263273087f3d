using Sinter.Graphs;

namespace Sinter;

/// <summary>Elements repeated. Axes do not count the batch; negative ones count from the end.</summary>
public static class RepetitionLayers
{
    /// <summary>The whole value again and again along each axis, as <c>torch.tile</c>: <c>[a, b]</c> twice is <c>[a, b, a, b]</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="repeats">How often along each of the last axes. More of them than there are axes make new ones in front, behind the batch.</param>
    /// <returns>Each extent times its number.</returns>
    /// <exception cref="NetworkDefinitionException">A number is not positive.</exception>
    public static Tensor Tile(this Tensor x, params int[] repeats) => Repeated(x, "Tile", repeats);

    /// <summary>The whole value again and again along each axis, as <c>torch.Tensor.repeat</c>: <see cref="Tile"/> with a number for every axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="sizes">How often along each axis, the batch not counted. More of them than there are axes make new ones in front, behind the batch.</param>
    /// <returns>Each extent times its number.</returns>
    /// <exception cref="NetworkDefinitionException">There are fewer numbers than axes, or a number is not positive.</exception>
    public static Tensor Repeat(this Tensor x, params int[] sizes)
    {
        Require.NotNull("Repeat", "the input", x);
        Require.NotNull("Repeat", nameof(sizes), sizes);
        if (sizes.Length < x.Shape.Rank)
            throw Require.Error(DiagnosticIds.Rank, $"Repeat needs a number for each of the {x.Shape.Rank} axes of {x.Shape} besides the batch, but gets {sizes.Length}; write 1 for an axis that stays, or use Tile for the last axes alone.");
        return Repeated(x, "Repeat", sizes);
    }

    /// <summary>Each element several times in a row, as <c>torch.repeat_interleave</c>: <c>[a, b]</c> twice is <c>[a, a, b, b]</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="repeats">How often. One number for all elements: a shape cannot depend on what a call passes in.</param>
    /// <param name="axis">The axis; by default all axes become one first.</param>
    /// <returns>The shape with the axis <paramref name="repeats"/> times as long.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="repeats"/> is not positive, or there is no such axis.</exception>
    public static Tensor RepeatInterleave(this Tensor x, int repeats, int? axis = null)
    {
        Require.NotNull("RepeatInterleave", "the input", x);
        Require.Positive("RepeatInterleave", nameof(repeats), repeats);
        if (axis is null) x = x.Flatten();
        var full = x.FullAxis(axis ?? 0, "RepeatInterleave");
        if (repeats == 1) return x;
        var dims = x.Shape.Dims.ToArray();
        var single = new Shape([.. dims.Take(full + 1), 1, .. dims.Skip(full + 1)]);
        var several = new Shape([.. dims.Take(full + 1), repeats, .. dims.Skip(full + 1)]);
        dims[full] = dims[full].Times(repeats);
        return x.With(x.Builder.Reshape(x.Builder.Expand(x.Builder.Reshape(x.Id, single), several), new Shape(dims)));
    }

    private static Tensor Repeated(Tensor x, string layer, int[] repeats)
    {
        Require.NotNull(layer, "the input", x);
        Require.NotNull(layer, nameof(repeats), repeats);
        foreach (var repeat in repeats) Require.Positive(layer, "a number", repeat);
        var lead = x.Shape.IsBatched ? 1 : 0;
        var dims = x.Shape.Dims.Take(lead).Concat(Enumerable.Repeat((Dim)1, Math.Max(repeats.Length - x.Shape.Rank, 0))).Concat(x.Shape.Dims.Skip(lead)).ToArray();
        var (single, several, joined) = (new List<Dim>(), new List<Dim>(), new List<Dim>());
        for (var axis = 0; axis < dims.Length; axis++)
        {
            var place = axis - dims.Length + repeats.Length;
            var repeat = place < 0 || axis < lead ? 1 : repeats[place];
            if (repeat > 1 && !dims[axis].IsOne) (single, several) = ([.. single, 1], [.. several, repeat]);
            single.Add(dims[axis]);
            several.Add(dims[axis].IsOne ? repeat : dims[axis]);
            joined.Add(dims[axis].Times(repeat));
        }

        var builder = x.Builder;
        return x.With(builder.Reshape(builder.Expand(builder.Reshape(x.Id, new Shape(single)), new Shape(several)), new Shape(joined)));
    }
}
