using Sinter.Graphs;

namespace Sinter.Generator.LoweredOps;

/// <summary>An axis of elements in memory.</summary>
/// <param name="Extent">How many.</param>
/// <param name="Stride">Floats from one to the next; it may be negative.</param>
internal readonly record struct StridedAxis(long Extent, long Stride);

/// <summary>A value whose elements are those of another in its memory, at strides.</summary>
/// <param name="Offset">Floats to the first element.</param>
/// <param name="Axes">For each axis of the value its parts, slowest first: one where a single stride is enough, none for a single element.</param>
internal sealed record StridedView(long Offset, EquatableArray<EquatableArray<StridedAxis>> Axes)
{
    /// <summary>A value of constant extents as it lies in its own memory.</summary>
    public static StridedView Contiguous(Shape shape)
    {
        var axes = new EquatableArray<StridedAxis>[shape.FullRank];
        var stride = 1L;
        for (var axis = axes.Length - 1; axis >= 0; axis--)
        {
            axes[axis] = Parts(new(shape.Dims[axis].Value, stride));
            stride *= shape.Dims[axis].Value;
        }

        return new(0, new(axes));
    }

    /// <summary>The view that a movement makes of this one, or null if its elements have no strides.</summary>
    public StridedView? Then(Op op, Shape from, Shape to)
    {
        if (!op.Traits.HasFlag(OpTraits.Moves)) return null;
        var links = op.MapAxes([from], to)[0];
        if (links.Any(link => link is RegroupedAxis or ReducedAxis)) return Split(to.Dims.Select(dim => (long)dim.Value)) is { } regrouped ? this with { Axes = regrouped } : null;
        var (offset, axes) = (Offset, new EquatableArray<StridedAxis>[to.FullRank]);
        for (var axis = 0; axis < links.Count; axis++)
        {
            if (links[axis] is not WindowedAxis windowed || Moved(Axes[axis], windowed.Window, from.Dims[axis].Value, to.Dims[windowed.Axis].Value) is not { } moved) return null;
            offset += moved.Offset;
            axes[windowed.Axis] = moved.Parts;
        }

        return new(offset, new(axes));
    }

    // The same axis, all of it turned around, or a run of it where a single stride is enough.
    private static (long Offset, EquatableArray<StridedAxis> Parts)? Moved(EquatableArray<StridedAxis> parts, AxisWindow window, long extent, long count)
    {
        if (window.IsSame && extent == count) return (0, parts);
        if (!window.IsOne || window.Spread != 1 || window.First is not { IsConstant: true, Value: var first }) return null;
        if (window.Stride == -1 && first == extent - 1 && count == extent)
            return (parts.Sum(part => (part.Extent - 1) * part.Stride), parts.Select(part => part with { Stride = -part.Stride }).ToEquatableArray());
        var last = first + ((count - 1) * window.Stride);
        if (parts.Count > 1 || Math.Min(first, last) < 0 || Math.Max(first, last) >= extent) return null;
        var stride = parts.Sum(part => part.Stride);
        return (first * stride, Parts(new(count, stride * window.Stride)));
    }

    /// <summary>The parts of other axes over the same elements in the same order, or null if one would begin or end within a part.</summary>
    public EquatableArray<EquatableArray<StridedAxis>>? Split(IEnumerable<long> extents)
    {
        var (parts, next) = (Merged(), 0);
        var axes = new List<EquatableArray<StridedAxis>>();
        foreach (var extent in extents)
        {
            var (taken, rest) = (new List<StridedAxis>(), extent);
            while (rest > 1)
            {
                var part = parts[next];
                if (rest % part.Extent == 0)
                {
                    taken.Add(part);
                    rest /= part.Extent;
                    next++;
                }
                else if (part.Extent % rest == 0)
                {
                    // The slower elements of the part; the faster ones are left for the next axis.
                    var left = part.Extent / rest;
                    taken.Add(new(rest, part.Stride * left));
                    parts[next] = part with { Extent = left };
                    rest = 1;
                }
                else
                {
                    return null;
                }
            }

            axes.Add(taken.ToEquatableArray());
        }

        return axes.ToEquatableArray();
    }

    private static EquatableArray<StridedAxis> Parts(StridedAxis axis) => axis.Extent == 1 ? EquatableArray<StridedAxis>.Empty : EquatableArray.Of(axis);

    // All parts, neighbours as one where they are walked over as one.
    private List<StridedAxis> Merged()
    {
        var merged = new List<StridedAxis>();
        foreach (var part in Axes.SelectMany(parts => parts))
        {
            var last = merged.Count - 1;
            if (last >= 0 && merged[last].Stride == part.Stride * part.Extent) merged[last] = new(merged[last].Extent * part.Extent, part.Stride);
            else merged.Add(part);
        }

        return merged;
    }
}
