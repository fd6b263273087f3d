using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>An axis of elements in memory.</summary>
/// <param name="Extent">How many.</param>
/// <param name="Stride">Floats from one to the next; it may be negative.</param>
internal readonly record struct StridedAxis(long Extent, long Stride);

/// <summary>A value whose elements are those of another in its memory, at a stride along each axis.</summary>
/// <param name="Offset">Floats to the first element.</param>
/// <param name="Axes">One for each axis of the value.</param>
internal sealed record StridedView(long Offset, EquatableArray<StridedAxis> Axes)
{
    /// <summary>A value of constant extents as it lies in its own memory.</summary>
    public static StridedView Contiguous(Shape shape) => new(0, Split([new(shape.Dims.Aggregate(1L, (product, dim) => product * dim.Value), 1)], shape)!.Value);

    /// <summary>The view that <paramref name="op"/> makes of this one, or null if its elements have no strides.</summary>
    public StridedView? Then(Op op)
    {
        switch (op)
        {
            case TransposeOp transpose:
                return this with { Axes = transpose.Order.Select(axis => Axes[axis]).ToEquatableArray() };
            case ReverseOp reverse:
                var reversed = Axes[reverse.Axis];
                return new(Offset + ((reversed.Extent - 1) * reversed.Stride), Replaced(reverse.Axis, reversed with { Stride = -reversed.Stride }));
            case SliceOp { Start.IsConstant: true, Size.IsConstant: true } slice:
                var sliced = Axes[slice.Axis];
                return new(Offset + (slice.Start.Value * sliced.Stride), Replaced(slice.Axis, new(slice.Size.Value, sliced.Stride * slice.Step)));
            case ReshapeOp reshape:
                return Split(Merged(Axes), reshape.Shape) is { } axes ? this with { Axes = axes } : null;
            default:
                return null;
        }
    }

    /// <summary>
    /// The axes of consecutive parts of the value, each of a number of elements, as few as possible; or null if an axis would be in two of
    /// them.
    /// </summary>
    public EquatableArray<StridedAxis>[]? Parts(params long[] lengths)
    {
        var rest = new Queue<StridedAxis>(Merged(Axes));
        var parts = new EquatableArray<StridedAxis>[lengths.Length];
        for (var part = 0; part < parts.Length; part++)
        {
            if (Take(rest, lengths[part]) is not { } axes) return null;
            parts[part] = axes.ToEquatableArray();
        }

        return parts;
    }

    // Neighbouring axes as one where they are walked over as one; those of a single element are nowhere.
    private static List<StridedAxis> Merged(IEnumerable<StridedAxis> axes)
    {
        var merged = new List<StridedAxis>();
        foreach (var axis in axes)
        {
            if (axis.Extent == 1) continue;
            var last = merged.Count - 1;
            if (last >= 0 && merged[last].Stride == axis.Stride * axis.Extent) merged[last] = new(merged[last].Extent * axis.Extent, axis.Stride);
            else merged.Add(axis);
        }

        return merged;
    }

    private static EquatableArray<StridedAxis>? Split(List<StridedAxis> merged, Shape shape)
    {
        var rest = new Queue<StridedAxis>(merged);
        var axes = new List<StridedAxis>();
        foreach (var dim in shape.Dims)
        {
            if (Take(rest, dim.Value) is not { Count: <= 1 } taken) return null;
            axes.Add(taken.Count == 0 ? new(1, 0) : taken[0]);
        }

        return axes.ToEquatableArray();
    }

    // The first elements of what is left, by whole axes and at last the slower part of one.
    private static List<StridedAxis>? Take(Queue<StridedAxis> rest, long length)
    {
        var taken = new List<StridedAxis>();
        while (length > 1)
        {
            var axis = rest.Dequeue();
            if (length % axis.Extent == 0)
            {
                taken.Add(axis);
                length /= axis.Extent;
                continue;
            }

            if (axis.Extent % length != 0) return null;
            var inner = axis.Extent / length;
            taken.Add(new(length, axis.Stride * inner));
            var others = rest.ToArray();
            rest.Clear();
            rest.Enqueue(new(inner, axis.Stride));
            foreach (var other in others) rest.Enqueue(other);
            length = 1;
        }

        return taken;
    }

    private EquatableArray<StridedAxis> Replaced(int index, StridedAxis by) => Axes.Select((axis, i) => i == index ? by : axis).ToEquatableArray();
}
