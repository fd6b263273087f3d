using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Operators;

/// <summary>Pools of sequences, images and volumes.</summary>
internal static class PoolingOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["MaxPool"] = node => [Maximum(node)],
        ["AveragePool"] = node => [Average(node)],
        ["LpPool"] = Norm,
        ["GlobalAveragePool"] = node => Global(node, "Mean", "GlobalAvgPool2d"),
        ["GlobalMaxPool"] = node => Global(node, "Max", "GlobalMaxPool2d"),
        ["GlobalLpPool"] = GlobalNorm,
    };

    private static TensorOperand Maximum(NodeContext node)
    {
        if (node.HasOutput(1)) throw node.Error("the places of the maxima are wanted, which are not kept");
        var x = node.Values.BatchFirst(node.Tensor(0), node.Error);
        var window = WindowAttributes.Read(node, x, []);
        var isCeil = node.Integer("ceil_mode", 0) != 0;
        if (!Fits(window)) (x, window) = (Padded(node, x, window, float.NegativeInfinity), window with { Before = new int[window.Rank], After = new int[window.Rank] });
        if (window.Rank <= 2) return Pool(node, "MaxPool", x, window, isCeil, dilated: true);
        return Separately(node, x, window, isCeil);
    }

    private static TensorOperand Average(NodeContext node)
    {
        var x = node.Values.BatchFirst(node.Tensor(0), node.Error);
        var window = WindowAttributes.Read(node, x, []);
        var isCeil = node.Integer("ceil_mode", 0) != 0;
        var counts = node.Integer("count_include_pad", 0) != 0;
        var isPadded = window.Before.Concat(window.After).Any(pad => pad != 0);
        if (window.Rank <= 2 && Fits(window) && window.Dilations.All(dilation => dilation == 1)) return Pool(node, "AvgPool", x, window, isCeil, counts: counts || !isPadded);
        return Weighted(node, x, window, isCeil, counts);
    }

    // A mean along each axis is a product with a matrix of constant weights, whatever the padding.
    private static TensorOperand Weighted(NodeContext node, TensorOperand x, WindowAttributes window, bool isCeil, bool counts)
    {
        for (var axis = 0; axis < window.Rank; axis++)
        {
            var extent = x.Sample[axis + 1].IsConstant ? x.Sample[axis + 1].Value : throw node.Error("its windows slide along an axis whose extent calls choose");
            var windows = Count(extent, window, axis, isCeil);
            var matrix = new float[extent * windows];
            for (var i = 0; i < windows; i++)
            {
                var places = Enumerable.Range(0, window.Kernel[axis]).Select(k => (i * window.Strides[axis]) - window.Before[axis] + (k * window.Dilations[axis])).ToArray();
                var inside = places.Where(place => place >= 0 && place < extent).ToArray();
                // What a last window has beyond the padding is not counted.
                var divisor = counts ? places.Count(place => place < extent + window.After[axis]) : inside.Length;
                foreach (var place in inside) matrix[(place * windows) + i] += 1f / divisor;
            }

            x = ResizeOperators.Along(node, x, axis + 1, matrix, windows);
        }

        return x;
    }

    private static int Count(int extent, WindowAttributes window, int axis, bool isCeil)
    {
        var span = (window.Dilations[axis] * (window.Kernel[axis] - 1)) + 1;
        var free = extent + window.Before[axis] + window.After[axis] - span;
        var count = (isCeil ? (free + window.Strides[axis] - 1) / window.Strides[axis] : free / window.Strides[axis]) + 1;
        // No window begins in the padding behind the end.
        return isCeil && (count - 1) * window.Strides[axis] >= extent + window.Before[axis] ? count - 1 : count;
    }

    private static bool Fits(WindowAttributes window) =>
        window.IsEven && window.Before.Select((pad, axis) => 2 * pad <= window.Kernel[axis]).All(fits => fits);

    private static TensorOperand Padded(NodeContext node, TensorOperand x, WindowAttributes window, float value)
    {
        for (var axis = 0; axis < window.Rank; axis++) x = window.Padded(node, x, axis, value);
        return x;
    }

    private static TensorOperand Pool(NodeContext node, string method, TensorOperand x, WindowAttributes window, bool isCeil, bool dilated = false, bool counts = true)
    {
        var arguments = new List<Argument> { new("kernel", window.Of(window.Kernel)) };
        // A window's stride is its size unless it is stated.
        if (!window.Strides.SequenceEqual(window.Kernel)) arguments.Add(new Argument("stride", window.Of(window.Strides)));
        if (window.Before.Any(pad => pad != 0)) arguments.Add(new Argument("padding", window.Of(window.Before)));
        if (dilated && window.Dilations.Any(dilation => dilation != 1)) arguments.Add(new Argument("dilation", window.Of(window.Dilations)));
        if (isCeil) arguments.Add(new Argument("ceilMode", true));
        if (!counts) arguments.Add(new Argument("countIncludePad", false));
        return PointwiseOperators.Call(node, $"{method}{window.Rank}d", x, [.. arguments]);
    }

    // The largest of a volume is the largest along one axis of the largest along the others.
    private static TensorOperand Separately(NodeContext node, TensorOperand x, WindowAttributes window, bool isCeil)
    {
        for (var axis = 0; axis < window.Rank; axis++)
        {
            var dims = node.Values.DimsOf(x);
            var behind = Symbols.Count.Product(dims.Skip(axis + 3));
            var before = Symbols.Count.Product(dims.Skip(1).Take(axis + 1));
            var image = node.Values.Reshape(x, [dims[0], before, dims[axis + 2], behind]);
            var part = new WindowAttributes([window.Kernel[axis], 1], [window.Strides[axis], 1], [window.Dilations[axis], 1], [window.Before[axis], 0], [window.After[axis], 0]);
            var pooled = Pool(node, "MaxPool", image, part, isCeil, dilated: true);
            x = node.Values.Reshape(pooled, [.. dims.Take(axis + 2), node.Values.DimsOf(pooled)[2], .. dims.Skip(axis + 3)]);
        }

        return x;
    }

    private static Operand?[] Norm(NodeContext node)
    {
        var p = node.Integer("p", 2);
        var x = node.Values.BatchFirst(node.Tensor(0), node.Error);
        var window = WindowAttributes.Read(node, x, []);
        var powers = Power(node, PointwiseOperators.Call(node, "Abs", x), p);
        // The mean of a padded window times its size is its sum.
        var mean = Weighted(node, powers, window, node.Integer("ceil_mode", 0) != 0, counts: true);
        var sum = PointwiseOperators.Scale(node, mean, window.Kernel.Aggregate(1, (product, size) => product * size));
        return [Root(node, sum, p)];
    }

    private static Operand?[] Global(NodeContext node, string reduce, string layer)
    {
        var x = node.Tensor(0);
        if (x.Rank == 4 && x.BatchAxis == 0) return [PointwiseOperators.Call(node, layer, x, new Argument("keepDims", true))];
        return [ReductionOperators.Reduce(node, reduce, x, [.. Enumerable.Range(2, x.Rank - 2)], keepDims: true)];
    }

    private static Operand?[] GlobalNorm(NodeContext node)
    {
        var (x, p) = (node.Tensor(0), node.Integer("p", 2));
        var sum = ReductionOperators.Reduce(node, "Sum", Power(node, PointwiseOperators.Call(node, "Abs", x), p), [.. Enumerable.Range(2, x.Rank - 2)], keepDims: true);
        return [Root(node, sum, p)];
    }

    private static TensorOperand Power(NodeContext node, TensorOperand x, long p) => p switch
    {
        1 => x,
        2 => PointwiseOperators.Call(node, "Square", x),
        _ => PointwiseOperators.Call(node, "Pow", x, new Argument("exponent", (float)p)),
    };

    private static TensorOperand Root(NodeContext node, TensorOperand x, long p) => p switch
    {
        1 => x,
        2 => PointwiseOperators.Call(node, "Sqrt", x),
        _ => PointwiseOperators.Call(node, "Pow", x, new Argument("exponent", 1f / p)),
    };
}
