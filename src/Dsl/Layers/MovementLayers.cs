using Sinter.Graphs;

namespace Sinter;

/// <summary>Elements under another shape or in another order. Axes do not count the batch; negative ones count from the end.</summary>
public static class MovementLayers
{
    /// <summary>Several axes as one: <c>[C, H, W]</c> becomes <c>[C·H·W]</c>.</summary>
    /// <param name="x">Any shape; without an axis besides the batch, one of extent 1 is made.</param>
    /// <param name="startAxis">The first of the axes.</param>
    /// <param name="endAxis">The last of the axes.</param>
    /// <param name="name">The name in the summary; by default <c>flatten1</c>, …</param>
    /// <returns>The extents before, the product, the extents after.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or the last comes before the first.</exception>
    public static Tensor Flatten(this Tensor x, int startAxis = 0, int endAxis = -1, string? name = null)
    {
        var layer = Require.Title("Flatten", name);
        Require.NotNull(layer, "the input", x);
        if (x.Shape.Rank == 0) return x.Unsqueeze(0);
        var (start, end) = (x.FullAxis(startAxis, layer), x.FullAxis(endAxis, layer));
        if (end < start) throw Require.Error(DiagnosticIds.Range, $"{layer}: endAxis {endAxis} of {x.Shape} comes before startAxis {startAxis}; swap them.");
        return x.Layer("Flatten", name, () =>
        {
            var dims = x.Shape.Dims;
            var product = Extent.Of(dims.Skip(start).Take(end - start + 1)).ToDim() ??
                throw Require.Error(DiagnosticIds.Shape, $"{layer}: the axes of {x.Shape} would become one of {Extent.Of(dims.Skip(start).Take(end - start + 1))} elements; an extent can depend on one symbol only.");
            return x.Builder.Reshape(x.Id, new Shape(dims.Take(start).Concat([product]).Concat(dims.Skip(end + 1))));
        });
    }

    /// <summary>The same elements in the same order under another shape.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">The extents without the batch; one of them may be -1: whatever is left.</param>
    /// <returns>The shape asked for.</returns>
    /// <exception cref="NetworkDefinitionException">The number of elements differs, or an extent is not positive.</exception>
    public static Tensor Reshape(this Tensor x, params int[] shape) => Reshape(x, shape, name: null);

    /// <summary>Another order of the axes: axis <c>i</c> of the result is axis <c>axes[i]</c> of the input.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">Every axis once.</param>
    /// <returns>The extents in the new order.</returns>
    /// <exception cref="NetworkDefinitionException">An axis is missing, named twice or does not exist.</exception>
    public static Tensor Permute(this Tensor x, params int[] axes)
    {
        Require.NotNull("Permute", "the input", x);
        Require.NotNull("Permute", nameof(axes), axes);
        var full = axes.Select(axis => x.FullAxis(axis, "Permute")).ToArray();
        if (full.Length != x.Shape.Rank || full.Distinct().Count() != full.Length)
            throw Require.Error(DiagnosticIds.Range, $"Permute needs each of the axes {string.Join(", ", Enumerable.Range(0, x.Shape.Rank))} of {x.Shape} once, but gets {string.Join(", ", axes.Select(axis => $"{axis}"))}; the batch is not counted and stays first.");
        return x.With(x.Builder.Transpose(x.Id, x.Shape.IsBatched ? [0, .. full] : full));
    }

    /// <summary>Two axes exchanged: of a matrix, rows and columns.</summary>
    /// <param name="x">Any shape with both axes.</param>
    /// <param name="first">One axis; the last but one by default.</param>
    /// <param name="second">The other; the last by default.</param>
    /// <returns>The shape with both extents exchanged.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis.</exception>
    public static Tensor Transpose(this Tensor x, int first = -2, int second = -1)
    {
        Require.NotNull("Transpose", "the input", x);
        var (a, b) = (x.FullAxis(first, "Transpose"), x.FullAxis(second, "Transpose"));
        var order = Enumerable.Range(0, x.Shape.FullRank).ToArray();
        (order[a], order[b]) = (b, a);
        return x.With(x.Builder.Transpose(x.Id, order));
    }

    /// <summary>Axes in reverse order: of images <c>[C, H, W]</c>, <c>x.Flip(-1)</c> exchanges left and right.</summary>
    /// <param name="x">Any shape with the axes.</param>
    /// <param name="axes">One axis or several, each once.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">No axis is given, or one is given twice or does not exist.</exception>
    public static Tensor Flip(this Tensor x, params int[] axes)
    {
        Require.NotNull("Flip", "the input", x);
        Require.NotNull("Flip", nameof(axes), axes);
        var full = axes.Select(axis => x.FullAxis(axis, "Flip")).ToArray();
        if (full.Length == 0) throw Require.Error(DiagnosticIds.Range, $"Flip needs the axes of {x.Shape} that it reverses, but gets none; Flip(-1) reverses the last.");
        for (var index = 1; index < full.Length; index++)
        {
            var before = Array.IndexOf(full, full[index], 0, index);
            if (before >= 0) throw Require.Error(DiagnosticIds.Range, $"Flip gets the same axis of {x.Shape} twice, as {axes[before]} and as {axes[index]}; give each once.");
        }

        return x.With(full.Aggregate(x.Id, (value, axis) => x.Builder.Add(new FlipOp(axis), value)));
    }

    /// <summary>A part of one axis: the elements <paramref name="start"/>, <c>start + step</c>, … before <paramref name="end"/>.</summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first element; a negative number counts from the end.</param>
    /// <param name="end">The first element that is left out; a negative number counts from the end; null for all the rest.</param>
    /// <param name="step">Every how many elements.</param>
    /// <returns>The shape with the axis shortened to <c>⌈(end - start) / step⌉</c>.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or the part is empty or reaches beyond the axis.</exception>
    public static Tensor Slice(this Tensor x, int axis, int start, int? end = null, int step = 1)
    {
        Require.NotNull("Slice", "the input", x);
        var full = x.FullAxis(axis, "Slice");
        Require.Positive("Slice", nameof(step), step);
        var extent = x.Shape.Dims[full];
        Dim Place(int index) => index < 0 ? Unification.Sum("Slice", extent, index) : index;
        var from = Place(start);
        var to = end is { } given ? Place(given) : extent;
        if (from.Minimum < 0 || Unification.LeastRest(extent, to) < 0 || Unification.LeastRest(to, from) < 1)
            throw extent.IsConstant ? Outside() : Unsure();
        var length = Unification.Sum("Slice", to, from.Times(-1));
        var size = length.Steps(step) ??
            throw Require.Error(DiagnosticIds.Range, $"Slice: {length} elements of axis {axis} of {x.Shape} in steps of {step} are no number that a shape can state; state MultipleOf = {step} of {length.Symbol}.");
        return x.With(x.Builder.Slice(x.Id, full, from, size, step));

        NetworkDefinitionException Unsure()
        {
            // Whether the part exists in an extent of so many elements.
            bool Exists(long count)
            {
                var (first, last) = (start < 0 ? count + start : start, end is not { } given ? count : given < 0 ? count + given : given);
                return first >= 0 && first < last && last <= count;
            }

            // The fewest elements at which one of the conditions begins to hold, if that is enough for all of them.
            long[] bounds = [extent.Minimum, -(long)start, start + 1L, end ?? 0, start - (long)(end ?? 0) + 1];
            var needed = bounds.Where(bound => bound >= extent.Minimum && bound <= extent.Maximum && Exists(bound)).DefaultIfEmpty(extent.Maximum).Min();
            var reason = Exists(needed) && Exists(extent.Maximum)
                ? $"it needs {extent} >= {needed}, but {extent} can be {extent.Minimum}; {Fixes.Bound(extent, needed)}"
                : (Phrase)$"{extent} can be anything from {extent.Minimum} to {extent.Maximum}; use places that exist for all of them";
            return Require.Error(DiagnosticIds.Range, $"Slice: the elements {start} to {(end is { } last ? $"{last}" : "the end")} of axis {axis} of {x.Shape} are not a part of it at every call: {reason}.");
        }

        NetworkDefinitionException Outside() => Require.Error(DiagnosticIds.Range, $"Slice: the elements {start} to {(end is { } last ? $"{last}" : "the end")} of axis {axis} of {x.Shape} are not a part of its {extent}; use 0 <= start < end <= {extent}.");
    }

    /// <summary>One element of an axis, which goes away: the last time step of a sequence is <c>x.Select(0, -1)</c>.</summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="index">The element; a negative number counts from the end.</param>
    /// <returns>The shape without the axis.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis or element.</exception>
    public static Tensor Select(this Tensor x, int axis, int index)
    {
        Require.NotNull("Select", "the input", x);
        var full = x.FullAxis(axis, "Select");
        var extent = x.Shape.Dims[full];
        long Needed() => index < 0 ? -(long)index : index + 1L;
        if (index < -extent.Minimum || index >= extent.Minimum)
        {
            throw extent.IsConstant
                ? Require.Error(DiagnosticIds.Range, $"Select: element {index} of axis {axis} of {x.Shape} does not exist; use {-extent.Value} … {extent.Value - 1}.")
                : Require.Error(DiagnosticIds.Range, $"Select: element {index} of axis {axis} of {x.Shape} does not exist at every call: it needs {extent} >= {Needed()}, but {extent} can be {extent.Minimum}; {Fixes.Bound(extent, Needed())}.");
        }

        var slice = x.Builder.Slice(x.Id, full, index < 0 ? Unification.Sum("Select", extent, index) : index, 1);
        return x.With(x.Builder.Reshape(slice, x.Shape.Without(full)));
    }

    /// <summary>
    /// The first elements of an axis, as many as another value has: of a table of positions <c>[512, C]</c> those of a sequence
    /// <c>[T, C]</c>.
    /// </summary>
    /// <param name="x">Any shape with the axis, which is never shorter than that of <paramref name="other"/>.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="other">The value whose extent is taken.</param>
    /// <param name="otherAxis">The axis of <paramref name="other"/> that is meant.</param>
    /// <returns>The shape with the axis as long as the other one.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or it can be shorter than the other one.</exception>
    public static Tensor SliceLike(this Tensor x, int axis, Tensor other, int otherAxis)
    {
        Require.NotNull("SliceLike", "the input", x);
        Require.NotNull("SliceLike", nameof(other), other);
        var full = x.FullAxis(axis, "SliceLike");
        var size = other.Shape.Dims[other.FullAxis(otherAxis, "SliceLike")];
        var extent = x.Shape.Dims[full];
        if (Unification.LeastRest(extent, size) < 0)
            throw Require.Error(DiagnosticIds.Range, $"SliceLike: axis {axis} of {x.Shape} has {extent} elements, but {size} of {other.Shape} can be as many as {size.Maximum}; make the axis as long as that.");
        return x.With(x.Builder.Slice(x.Id, full, 0, size));
    }

    /// <summary>An axis cut into equal parts.</summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="count">The number of parts; it divides the extent.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The parts in order, each with the axis shortened to <c>extent / count</c>.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or <paramref name="count"/> does not divide it.</exception>
    public static Tensor[] Chunk(this Tensor x, int count, int axis = 0)
    {
        Require.NotNull("Chunk", "the input", x);
        var full = x.FullAxis(axis, "Chunk");
        Require.Positive("Chunk", nameof(count), count);
        var extent = x.Shape.Dims[full];
        if (extent.DividedBy(count) is not { } size)
        {
            var fix = extent.IsConstant ? $"use {Fixes.Divisors(extent.Value, count)} parts, or Slice" : (Phrase) $"state MultipleOf = {count} of {extent.Symbol}";
            throw Require.Error(DiagnosticIds.Range, $"Chunk: axis {axis} of {x.Shape} cannot be cut into {count} equal parts; {fix}.");
        }

        return Enumerable.Range(0, count).Select(i => x.With(x.Builder.Slice(x.Id, full, size.Times(i), size))).ToArray();
    }

    /// <summary>Two values one after the other along an axis; see <see cref="Tensor.Concat"/> for more than two.</summary>
    /// <param name="x">The first part.</param>
    /// <param name="other">The second part, with equal extents along all other axes.</param>
    /// <param name="axis">The axis; of images, 0 is the channels.</param>
    /// <returns>The shape with the axis as long as both together.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or the parts do not fit together.</exception>
    public static Tensor Concat(this Tensor x, Tensor other, int axis = 0) => Tensor.Concat([x, other], axis);

    /// <summary>An axis made longer at both ends.</summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="before">How many elements are added before the first.</param>
    /// <param name="after">How many elements are added after the last.</param>
    /// <param name="value">What they are.</param>
    /// <returns>The shape with the axis longer by <c>before + after</c>.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or a size is negative.</exception>
    public static Tensor Pad(this Tensor x, int axis, int before, int after, float value = 0)
    {
        Require.NotNull("Pad", "the input", x);
        var full = x.FullAxis(axis, "Pad");
        Require.NotNegative("Pad", nameof(before), before);
        Require.NotNegative("Pad", nameof(after), after);
        return x.With(x.Builder.Pad(x.Id, full, before, after, value: value));
    }

    /// <summary>An axis of extent 1 taken away.</summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>The shape without the axis.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or its extent is not 1.</exception>
    public static Tensor Squeeze(this Tensor x, int axis)
    {
        Require.NotNull("Squeeze", "the input", x);
        var full = x.FullAxis(axis, "Squeeze");
        if (!x.Shape.Dims[full].IsOne)
            throw Require.Error(DiagnosticIds.Range, $"Squeeze: axis {axis} of {x.Shape} has the extent {x.Shape.Dims[full]}, but must have 1; use Select to take one element of it.");
        return x.With(x.Builder.Reshape(x.Id, x.Shape.Without(full)));
    }

    /// <summary>A new axis of extent 1.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Where it is in the result, 0 … rank; a negative number counts from the end.</param>
    /// <returns>The shape with the axis.</returns>
    /// <exception cref="NetworkDefinitionException">The result would have no such axis.</exception>
    public static Tensor Unsqueeze(this Tensor x, int axis)
    {
        Require.NotNull("Unsqueeze", "the input", x);
        var rank = x.Shape.Rank;
        if (axis < -rank - 1 || axis > rank)
            throw Require.Error(DiagnosticIds.Range, $"Unsqueeze: {x.Shape} with one more has no axis {axis}; use {-rank - 1} … {rank}, the batch not counted.");
        var full = (axis < 0 ? axis + rank + 1 : axis) + (x.Shape.IsBatched ? 1 : 0);
        var dims = x.Shape.Dims;
        return x.With(x.Builder.Reshape(x.Id, new Shape(dims.Take(full).Concat([1]).Concat(dims.Skip(full)))));
    }

    /// <summary>Axes of extent 1 repeated. The operators do it by themselves; this is for where a shape must be exact.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">The extents without the batch, of the same rank; -1 keeps one as it is.</param>
    /// <returns>The shape asked for.</returns>
    /// <exception cref="NetworkDefinitionException">An extent other than 1 would change.</exception>
    public static Tensor Expand(this Tensor x, params int[] shape)
    {
        Require.NotNull("Expand", "the input", x);
        Require.NotNull("Expand", nameof(shape), shape);
        if (shape.Length != x.Shape.Rank)
            throw Require.Error(DiagnosticIds.Rank, $"Expand needs as many extents as {x.Shape} has axes besides the batch, {x.Shape.Rank}, but gets {shape.Length}; insert Unsqueeze before it to add an axis.");
        var dims = x.Shape.Dims.Skip(x.Shape.IsBatched ? 1 : 0).Select((dim, i) => shape[i] == -1 ? dim : (Dim)shape[i]).ToArray();
        foreach (var dim in dims)
        {
            if (dim.IsConstant) Require.Positive("Expand", "an extent", dim.Value);
        }

        return x.With(x.Builder.Expand(x.Id, new Shape(x.Shape.IsBatched ? [Dim.Batch, .. dims] : dims)));
    }

    internal static Tensor Reshape(Tensor x, int[] shape, string? name)
    {
        var layer = Require.Title("Reshape", name);
        Require.NotNull(layer, "the input", x);
        Require.NotNull(layer, nameof(shape), shape);
        var wanted = $"[{string.Join(", ", shape.Select(extent => $"{extent}"))}]";
        if (shape.Count(extent => extent == -1) > 1) throw Require.Error(DiagnosticIds.Range, $"{layer}: {wanted} has more than one -1; give all extents but one.");
        foreach (var extent in shape)
        {
            if (extent != -1) Require.Positive(layer, "an extent", extent);
        }

        var elements = Extent.Of(x.Shape.Dims.Skip(x.Shape.IsBatched ? 1 : 0));
        var known = shape.Where(extent => extent != -1).Aggregate(1L, (product, extent) => checked(product * extent));
        var isOpen = shape.Contains(-1);
        var rest = elements.DividedBy(known);
        if (isOpen ? rest is null : elements != known)
        {
            throw isOpen
                ? Require.Error(DiagnosticIds.Shape, $"{layer}: the {elements} elements of {x.Shape} cannot be divided by the {known} of {wanted}{(elements.ToDim() is { IsConstant: true } total && known < int.MaxValue ? (Phrase)$"; {Fixes.Divisors(total.Value, (int)known)} would divide them" : $"")}.")
                : Require.Error(DiagnosticIds.Shape, $"{layer}: {x.Shape} has {elements} elements, but {wanted} has {known}; {Fixes.Reshape(elements, shape)}.");
        }

        if (isOpen && rest!.Value.ToDim() is null)
            throw Require.Error(DiagnosticIds.Shape, $"{layer}: the -1 of {wanted} would stand for the {rest} elements of {x.Shape}; an extent can depend on one symbol only.");
        var dims = shape.Select(extent => extent == -1 ? rest!.Value.ToDim()!.Value : extent);
        var target = new Shape(x.Shape.IsBatched ? [Dim.Batch, .. dims] : dims);
        return x.Layer("Reshape", name, () => x.Builder.Reshape(x.Id, target));
    }
}
