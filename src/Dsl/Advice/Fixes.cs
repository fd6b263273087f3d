using Sinter.Graphs;

namespace Sinter;

/// <summary>The last part of messages: the smallest change that would do, computed from the numbers of the case.</summary>
internal static class Fixes
{
    /// <summary>The divisors of a number that are nearest to one that does not divide it: <c>4 or 6</c> for 12 and 5.</summary>
    public static Phrase Divisors(int number, int near)
    {
        var all = DivisorsOf(number);
        return Either(all.LastOrDefault(divisor => divisor < near), all.FirstOrDefault(divisor => divisor > near));
    }

    // In order: those up to the root, and what they leave.
    private static List<int> DivisorsOf(int number)
    {
        var (small, large) = (new List<int>(), new List<int>());
        for (var divisor = 1; (long)divisor * divisor <= number; divisor++)
        {
            if (number % divisor != 0) continue;
            small.Add(divisor);
            if (number / divisor != divisor) large.Add(number / divisor);
        }

        large.Reverse();
        return [.. small, .. large];
    }

    /// <summary>The numbers of groups nearest to the wanted one that split both: <c>2 groups</c>.</summary>
    public static Phrase Groups(int first, int second, int near)
    {
        var numbers = Divisors((int)Dim.Divisor(first, second), near);
        return numbers.ToString() == "1" ? $"{numbers} group" : (Phrase)$"{numbers} groups";
    }

    /// <summary>The multiples of a number that are nearest to one that is none: <c>4 or 8</c> for 4 and 6.</summary>
    public static Phrase Multiples(int number, int near) => Either(near / number * number, ((near / number) + 1) * number);

    /// <summary>The sides of squares nearest to the wanted one into which an image can be cut, with a comma; or nothing.</summary>
    public static Phrase Squares(Dim height, Dim width, int near)
    {
        if (!height.IsConstant || !width.IsConstant || Dim.Divisor(height.Value, width.Value) is not (> 1 and var divisor)) return $"";
        var sides = DivisorsOf((int)divisor).Where(side => side > 1).ToArray();
        return $"{Either(sides.LastOrDefault(side => side < near), sides.FirstOrDefault(side => side > near))}, or ";
    }

    /// <summary>The numbers of heads nearest to the wanted one that divide features into parts of an even size.</summary>
    public static Phrase EvenHeads(int features, int near)
    {
        if (features % 2 != 0) return $"an even number of features";
        var all = DivisorsOf(features / 2);
        var below = all.LastOrDefault(heads => heads < near);
        return all.Count > 0 ? $"{Either(below, all.FirstOrDefault(heads => heads > near))} heads" : (Phrase)$"an even number of features";
    }

    private static Phrase Either(int first, int second) => first < 1 ? $"{second}" : second < 1 ? $"{first}" : (Phrase)$"{first} or {second}";

    /// <summary>How a value becomes an image.</summary>
    public static Phrase Image(Shape shape)
    {
        if (!shape.IsBatched) return $"apply it to a value computed from an input";
        if (shape.Rank == 2) return $"{InsertedCall.Before("Unsqueeze(0)")} for one channel: {Shape.Of(Dim.Batch, 1, shape.Dims[1], shape.Dims[2])}";
        if (shape.Rank == 1 && shape.Dims[1].IsConstant)
        {
            foreach (var channels in new[] { 1, 3 })
            {
                var side = (int)Math.Round(Math.Sqrt(shape[0] / (double)channels));
                if (side > 1 && side * side * channels == shape[0]) return $"{InsertedCall.Before($"Reshape({channels}, {side}, {side})")} for {side}x{side} pixels of {(channels == 1 ? "one channel" : "three channels")}";
            }

            var height = Enumerable.Range(1, (int)Math.Sqrt(shape[0])).Last(rows => shape[0] % rows == 0);
            return $"{InsertedCall.Before($"Reshape(1, {height}, {shape[0] / height})")} for {height}x{shape[0] / height} pixels of one channel";
        }

        if (!shape.IsKnown && shape.Rank == 1) return $"declare the input as images of one size, such as [Shape(1, 28, 28)]";
        if (shape.Rank == 0) return $"{InsertedCall.Before("Reshape(1, 1, 1)")} for one pixel of one channel";
        return $"{InsertedCall.Before($"Flatten(0, {shape.Rank - 3})")} for {Extent.Of(shape.Dims.Skip(1).Take(shape.Rank - 2))} channels";
    }

    /// <summary>How a value becomes a sequence of which each channel has an element at every place.</summary>
    public static Phrase Channels(Shape shape)
    {
        if (!shape.IsBatched) return $"apply it to a value computed from an input";
        if (shape.Rank == 0) return $"{InsertedCall.Before("Reshape(1, 1)")} for one element of one channel";
        if (shape.Rank == 1) return $"{InsertedCall.Before("Unsqueeze(0)")} for one channel: {Shape.Of(Dim.Batch, 1, shape.Dims[1])}";
        return $"{InsertedCall.Before($"Flatten(0, {shape.Rank - 2})")} for {Extent.Of(shape.Dims.Skip(1).Take(shape.Rank - 1))} channels";
    }

    /// <summary>How a value becomes a memory of vectors.</summary>
    public static Phrase Memory(Shape shape, int features) => shape.Rank switch
    {
        0 => $"{InsertedCall.After($"Reshape(1, 1).Linear({features})")} for one place",
        1 when shape.Dims[shape.FullRank - 1] == features => (Phrase)$"{InsertedCall.After("Unsqueeze(0)")} for one place",
        1 => $"{InsertedCall.After($"Unsqueeze(1).Linear({features})")} for a place of each of its values",
        _ => $"{InsertedCall.After($"Flatten(1).Linear({features})")}",
    };

    /// <summary>How a value becomes heads <c>[length, heads, size]</c>.</summary>
    public static Phrase Heads(Shape shape) => shape.Rank switch
    {
        0 => $"{InsertedCall.Before("Reshape(1, 1, 1)")}",
        1 => (Phrase)$"{InsertedCall.Before("Unsqueeze(0).Unsqueeze(0)")} for one place and one head",
        2 => $"{InsertedCall.Before("Unsqueeze(1)")} for one head",
        _ => $"{InsertedCall.Before("Flatten(2)")}",
    };

    /// <summary>Values of which only some have the batch cannot stand one after the other.</summary>
    public static NetworkDefinitionException OneBatch(Shape first, Shape other)
    {
        var single = first.IsBatched ? other : first;
        return Require.Error(DiagnosticIds.Shape, $"Concat needs the batch in all of its parts or in none, but gets {first} and {other}; add Zeros({string.Join(", ", single.Dims)}) of a value that has the batch to {single}, which repeats it for each sample.");
    }

    /// <summary>Which axis of a mask does not broadcast, and what turns it; with what stands before it.</summary>
    /// <param name="dims">The axes of the mask, the batch not counted.</param>
    /// <param name="all">Heads, queries and keys.</param>
    public static Phrase Mask(Dim[] dims, Dim[] all)
    {
        if (dims.Length == 0) return $"; {InsertedCall.After("Unsqueeze(-1)")} for one number to all keys";
        if (dims.Length > all.Length) return $", which has {dims.Length} axes besides the batch; leave {dims.Length - all.Length} of them out";
        var isTransposed = dims.Length > 1 && all[1] != all[2] && dims[dims.Length - 1] == all[1] && dims[dims.Length - 2] == all[2];
        if (isTransposed && (dims.Length == 2 || dims[0].IsOne || dims[0] == all[0])) return $"; {InsertedCall.After("Transpose(-2, -1)")}: the queries come before the keys";
        string[] names = ["heads", "queries", "keys"];
        var wrong = Enumerable.Range(1, dims.Length).First(back => !dims[dims.Length - back].IsOne && dims[dims.Length - back] != all[all.Length - back]);
        return $": of {names[all.Length - wrong]} it has {dims[dims.Length - wrong]}, where {all[all.Length - wrong]} or 1 would do";
    }

    /// <summary>How a value becomes a sequence of vectors <c>[T, features]</c>, where it makes sense of a single feature each.</summary>
    public static Phrase Sequence(Shape shape, bool ofOneFeature = true)
    {
        var dims = shape.Dims.Skip(shape.IsBatched ? 1 : 0).ToArray();
        Dim[] batch = shape.IsBatched ? [Dim.Batch] : [];
        if (dims.Length == 1) return $"{InsertedCall.Before("Unsqueeze(0)")} for a sequence of one step, {new Shape([.. batch, 1, .. dims])}{(ofOneFeature ? ", or Unsqueeze(1) for one feature in each step" : "")}";
        return dims.Length > 2 && Extent.Of(dims.Skip(1)).ToDim() is { } features
            ? $"{InsertedCall.Before("Flatten(1)")}: {new Shape([.. batch, dims[0], features])}"
            : shape.Rank == 0 ? $"{InsertedCall.Before("Reshape(1, 1)")} for a sequence of one step" : (Phrase)$"flatten all axes but one to its features";
    }

    /// <summary>What would make a window fit: a smaller kernel or more padding, in the words of the layer.</summary>
    public static Phrase Window(Dim height, Dim width, Window window)
    {
        if (!height.IsConstant || !width.IsConstant) return $"use a smaller kernel, more padding, or one reduction of the image less before it";
        var kernel = Math.Min(LargestKernel(window.PaddedHeight(height.Value), window.DilationHeight), LargestKernel(window.PaddedWidth(width.Value), window.DilationWidth));
        var rows = LeastPadding(height.Value, window.SpanHeight);
        var columns = LeastPadding(width.Value, window.SpanWidth);
        var padding = rows == columns || window.KernelHeight == window.KernelWidth ? $"{Math.Max(rows, columns)}" : (Phrase)$"({rows}, {columns})";
        return $"{Kernel(kernel)}padding: {padding} or more, or one reduction of the image less before it";
    }

    /// <summary>The same for sequences.</summary>
    public static Phrase Window(int length, Window window) =>
        $"{Kernel(LargestKernel(window.PaddedWidth(length), window.DilationWidth))}padding: {LeastPadding(length, window.SpanWidth)} or more, or one reduction of the length less before it";

    private static Phrase Kernel(long largest) => largest > 0 ? $"use a kernel of {largest}{(largest > 1 ? " or less" : "")}, " : (Phrase)$"use ";

    private static long LargestKernel(long extent, int dilation) => ((extent - 1) / dilation) + 1;

    private static long LeastPadding(int extent, long span) => Math.Max((span + 1 - extent) / 2, 0);

    /// <summary>The shape nearest to the wanted one that has as many elements as there are: one of its extents changed.</summary>
    public static Phrase Reshape(Extent elements, int[] wanted)
    {
        if (elements.ToDim() is { IsConstant: true } constant)
        {
            for (var axis = wanted.Length - 1; axis >= 0; axis--)
            {
                var others = wanted.Where((_, i) => i != axis).Aggregate(1L, (product, extent) => product * extent);
                if (constant.Value % others == 0) return $"[{Joined((int)(constant.Value / others), axis)}] would fit";
            }

            return $"make the products equal";
        }

        for (var axis = wanted.Length - 1; axis >= 0; axis--)
        {
            var others = wanted.Where((_, i) => i != axis).Aggregate(1L, (product, extent) => product * extent);
            if (elements.DividedBy(others)?.ToDim() is { } rest) return $"[{Joined(-1, axis)}] would fit, where -1 stands for {rest}";
        }

        return $"make the products equal, or use -1 for one extent";

        Numbers Joined(int extent, int axis) => new([.. wanted.Select((other, i) => i == axis ? extent : other)]);
    }

    /// <summary>What would make two values that an operator combines element by element fit; with the semicolon, or nothing.</summary>
    public static Phrase Broadcast(Shape left, Shape right)
    {
        var (first, second) = (left.Dims.Skip(left.IsBatched ? 1 : 0).ToArray(), right.Dims.Skip(right.IsBatched ? 1 : 0).ToArray());
        if (first.Length != second.Length)
        {
            var (small, large, side) = first.Length < second.Length ? (first, second, "left") : (second, first, "right");
            return small.Select((dim, axis) => dim == large[axis] || dim.IsOne).All(fits => fits) && small.All(dim => dim.IsConstant)
                ? $"; extents are aligned at the end: insert Reshape({string.Join(", ", small.Select(dim => dim.ToString()).Concat(Enumerable.Repeat("1", large.Length - small.Length)))}) after the {side} side to align them at the front"
                : (Phrase)$"";
        }

        var different = Enumerable.Range(0, first.Length).Where(axis => first[axis] != second[axis] && !first[axis].IsOne && !second[axis].IsOne).ToArray();
        if (different.Any(axis => !first[axis].IsConstant || !second[axis].IsConstant) || !left.IsBatched || !right.IsBatched) return $"";
        if (first.Length == 3 && different.Length == 1 && different[0] == 0) return $"; Conv2d({first[0]}, kernel: 1) after the right side would give both {first[0]} channels";
        if (first.Length == 3) return $"; give what leads to both the same strides and paddings";
        return different.Length == 1 && different[0] == first.Length - 1 ? $"; Linear({first[first.Length - 1]}) after the right side would give both {first[first.Length - 1]} features" : (Phrase)$"";
    }

    /// <summary>Why two parts cannot be one after the other along an axis, and along which one they could.</summary>
    public static Phrase Concat(Shape first, Shape other, int full)
    {
        if (first.FullRank != other.FullRank || first.IsBatched != other.IsBatched) return $"";
        var batch = first.IsBatched ? 1 : 0;
        var different = Enumerable.Range(batch, first.FullRank - batch).Where(axis => first.Dims[axis] != other.Dims[axis]).ToArray();
        if (different.Length == 1 && different[0] != full) return $"; they differ along axis {different[0] - batch} alone: use axis: {different[0] - batch}";
        return $": {string.Join(", and ", different.Where(axis => axis != full).Select(axis => $"{first.Dims[axis]} and {other.Dims[axis]} along axis {axis - batch}"))}";
    }

    /// <summary>The weight that would fit, written as it is declared; with the semicolon.</summary>
    public static Phrase Weight(params int[] shape) => $"; declare it with [{new Numbers(shape)}]";

    /// <summary>A bound of a symbol that makes an extent at least as large as needed at every call.</summary>
    public static Phrase Bound(Dim extent, long needed)
    {
        if (extent.Symbol is not { } symbol || extent.IsBatch || extent.Scale <= 0) return $"state a larger Min of {extent.Symbol?.Bound}";
        if (symbol.Quotient is { } quotient) return Bound(quotient.Dividend, (needed - extent.Offset + extent.Scale - 1) / extent.Scale * quotient.Divisor);
        var units = (needed - extent.Offset + extent.Scale - 1) / extent.Scale;
        return units > symbol.MaxUnits ? $"no Max of {symbol} up to {symbol.Max} is enough" : (Phrase) $"state Min = {units * symbol.MultipleOf} of {symbol}";
    }
}
