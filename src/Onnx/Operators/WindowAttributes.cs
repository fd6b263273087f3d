using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>The windows of a convolution or a pool, along each axis that they slide along.</summary>
internal sealed record WindowAttributes(int[] Kernel, int[] Strides, int[] Dilations, int[] Before, int[] After)
{
    /// <summary>What a transposed convolution has to add at the end for the extents that are asked for.</summary>
    public int[] Missing { get; init; } = new int[Kernel.Length];

    public int Rank => Kernel.Length;

    /// <summary>Whether as much is added before as behind.</summary>
    public bool IsEven => Before.SequenceEqual(After);

    public static WindowAttributes Read(NodeContext node, TensorOperand x, int[] kernel, bool isTransposed = false)
    {
        var rank = x.Rank - 2;
        if (node.Integers("kernel_shape") is { } stated) kernel = Array.ConvertAll(stated, size => checked((int)size));
        if (kernel.Length != rank) throw node.Error($"its windows have {kernel.Length} axes, but its input [{string.Join(", ", (object[])node.Values.DimsOf(x))}] has {rank} behind the channels");
        var (strides, dilations) = (Sizes("strides", 1), Sizes("dilations", 1));
        var window = new WindowAttributes(kernel, strides, dilations, new int[rank], new int[rank]);
        switch (node.Text("auto_pad", "NOTSET"))
        {
            case "VALID": return window;
            case "SAME_UPPER" or "SAME_LOWER": return window.Same(node, x, isTransposed);
        }

        if (isTransposed && node.Integers("output_shape") is not null) return window.Same(node, x, isTransposed);
        var pads = node.Integers("pads") ?? new long[2 * rank];
        if (pads.Length != 2 * rank) throw node.Error($"it has {pads.Length} numbers of padding for {rank} axes");
        return window with { Before = [.. pads.Take(rank).Select(pad => checked((int)pad))], After = [.. pads.Skip(rank).Select(pad => checked((int)pad))] };

        int[] Sizes(string attribute, int missing)
        {
            var sizes = node.Integers(attribute) is { Length: > 0 } given ? Array.ConvertAll(given, size => checked((int)size)) : [.. Enumerable.Repeat(missing, rank)];
            return sizes.Length == rank && sizes.All(size => size > 0) ? sizes : throw node.Error($"its {attribute} are [{string.Join(", ", sizes)}] for {rank} axes");
        }
    }

    /// <summary>A number along one axis, a pair along two.</summary>
    public object Of(int[] sizes) => sizes.Length == 1 ? sizes[0] : (sizes[0], sizes[1]);

    /// <summary>Adds what a layer cannot: the padding that is not the same on both sides.</summary>
    /// <returns>The value, and what is left to the layer.</returns>
    public (TensorOperand Value, int[] Padding) Pad(NodeContext node, TensorOperand x)
    {
        if (IsEven && Before.All(pad => pad >= 0)) return (x, Before);
        var padding = new int[Rank];
        for (var axis = 0; axis < Rank; axis++)
        {
            if (Before[axis] == After[axis] && Before[axis] >= 0) padding[axis] = Before[axis];
            else x = Padded(node, x, axis, 0);
        }

        return (x, padding);
    }

    /// <summary>The value with all of the padding along an axis of the windows.</summary>
    public TensorOperand Padded(NodeContext node, TensorOperand x, int axis, float value)
    {
        var (before, after) = (Before[axis], After[axis]);
        if (before < 0 || after < 0) throw node.Error("it cuts off by a padding below 0");
        if (before == 0 && after == 0) return x;
        return x with { Term = node.Definition.Call("Pad", x.Term, new Argument("axis", axis + 1), new Argument("before", before), new Argument("after", after), new Argument("value", value)) };
    }

    // As many windows as the stride has steps, or an output of a stated size.
    private WindowAttributes Same(NodeContext node, TensorOperand x, bool isTransposed)
    {
        var (before, after, missing) = (new int[Rank], new int[Rank], new int[Rank]);
        var (shape, extra) = (node.Integers("output_shape"), node.Integers("output_padding"));
        var isUpper = node.Text("auto_pad", "NOTSET") == "SAME_UPPER";
        for (var axis = 0; axis < Rank; axis++)
        {
            var extent = x.Sample[axis + 1].IsConstant ? x.Sample[axis + 1].Value : throw node.Error("its padding follows from an extent that calls choose; export it with the numbers");
            var span = (Dilations[axis] * (Kernel[axis] - 1)) + 1;
            long total;
            if (isTransposed)
            {
                var wanted = shape is null ? (long)extent * Strides[axis] : shape[shape.Length - Rank + axis];
                total = (Strides[axis] * (extent - 1L)) + (extra?[axis] ?? 0) + span - wanted;
            }
            else
            {
                var outputs = (extent + Strides[axis] - 1) / Strides[axis];
                total = Math.Max(0, ((outputs - 1L) * Strides[axis]) + span - extent);
            }

            var padding = checked((int)Math.Max(total, 0));
            missing[axis] = checked((int)Math.Max(-total, 0));
            before[axis] = isUpper ? padding / 2 : padding - (padding / 2);
            after[axis] = padding - before[axis];
        }

        return this with { Before = before, After = after, Missing = missing };
    }
}
