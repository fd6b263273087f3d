using Sinter.Onnx.Importing;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Folding;

/// <summary>A part of an axis that is taken.</summary>
internal readonly record struct SliceArgument(int Axis, Count Start, Count End, long Step);

/// <summary>Reads which parts of axes a node takes: in all versions, from attributes or inputs.</summary>
internal static class SliceArguments
{
    /// <summary>The slices, or null where they cannot be told.</summary>
    public static SliceArgument[]? Read(NodeContext node, int rank)
    {
        Count[] starts, ends;
        long[]? axes, steps;
        if (node.Integers("starts") is { } stated)
        {
            (starts, ends) = (Array.ConvertAll(stated, value => (Count)value), Array.ConvertAll(node.Integers("ends")!, value => (Count)value));
            (axes, steps) = (node.Integers("axes"), null);
        }
        else
        {
            (starts, ends) = (node.Counts(1, "starts"), node.Counts(2, "ends"));
            (axes, steps) = (node.OptionalConstant(3, "axes")?.Integers(), node.OptionalConstant(4, "steps")?.Integers());
        }

        var result = new SliceArgument[starts.Length];
        if (ends.Length != starts.Length || (axes is not null && axes.Length != starts.Length) || (steps is not null && steps.Length != starts.Length)) throw node.Error("its starts, ends, axes and steps are not as many");
        for (var i = 0; i < result.Length; i++)
        {
            var step = steps is null ? 1 : steps[i];
            if (step == 0) throw node.Error("a step is 0");
            result[i] = new SliceArgument(node.Axis(axes is null ? i : axes[i], rank), starts[i], ends[i], step);
        }

        return result;
    }

    /// <summary>The first element and how many, with bounds cut to the extent.</summary>
    public static (long First, long Count) Range(long start, long end, long step, long extent)
    {
        // A step is as large as the axis at most: larger ones take one element.
        if (step > 0)
        {
            var first = Clamp(start, 0, extent);
            var last = Clamp(end, 0, extent);
            return (first, last <= first ? 0 : ((last - first - 1) / step) + 1);
        }

        var from = Clamp(start, -1, extent - 1);
        var to = Clamp(end, -1, extent - 1);
        return (from, from <= to ? 0 : ((from - to - 1) / (step == long.MinValue ? long.MaxValue : -step)) + 1);

        long Clamp(long place, long least, long most)
        {
            var counted = place < 0 ? place + extent : place;
            return Math.Max(least, Math.Min(counted, most));
        }
    }

    /// <summary>The sizes of the parts that a Split gives, or null where they cannot be told.</summary>
    public static long[]? Parts(NodeContext node, long extent)
    {
        var stated = node.Integers("split") ?? (node.Optional(1) is null ? null : node.Constant(1, "split").Integers());
        if (stated is not null) return stated.Sum() == extent ? stated : throw node.Error($"its parts [{string.Join(", ", stated)}] are not the {extent} elements of the axis");
        var count = node.Integer("num_outputs", node.Node.Outputs.Count);
        if (count < 1) throw node.Error("it has no outputs");
        var size = (extent + count - 1) / count;
        return [.. Enumerable.Range(0, (int)count).Select(i => Math.Max(0, Math.Min(size, extent - (i * size))))];
    }
}
