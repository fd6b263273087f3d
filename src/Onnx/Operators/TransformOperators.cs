using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;
using Sinter.Onnx.Symbols;

namespace Sinter.Onnx.Operators;

/// <summary>Fourier transforms: products with tables of cosines and sines. A complex number is two elements of the last axis.</summary>
internal static class TransformOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["DFT"] = node => [Fourier(node)],
        ["STFT"] = node => [ShortTime(node)],
    };

    private static TensorOperand Fourier(NodeContext node)
    {
        var x = node.Tensor(0);
        var dims = node.Values.DimsOf(x);
        var axis = node.Axis(node.Opset >= 20 ? node.OptionalConstant(2, "axis")?.Integers()[0] ?? -2 : node.Integer("axis", 1), x.Rank);
        var extent = (int)(dims[axis].Value ?? throw node.Error("its length depends on a call"));
        var (isInverse, isHalf) = (node.Integer("inverse", 0) != 0, node.Integer("onesided", 0) != 0);
        // Half of the frequencies come from real values, and give real values back.
        var isReal = isInverse && isHalf;
        var length = (int)(node.OptionalConstant(1, "dft_length")?.Integers()[0] ?? (isReal ? 2 * (extent - 1) : extent));
        var count = isHalf && !isInverse ? (length / 2) + 1 : length;
        var isComplex = dims[dims.Length - 1].Value == 2;
        // The parts are an axis in front of the transformed one: [..., part, n] by [part, n, part, k].
        var last = MovementOperators.Permute(node, x, [.. Enumerable.Range(0, x.Rank).Where(other => other != axis && other != x.Rank - 1), x.Rank - 1, axis]);
        var rest = node.Values.DimsOf(last);
        var parts = isComplex ? 2 : 1;
        var row = node.Values.Reshape(last, [.. rest.Take(rest.Length - 2), (Count)(parts * extent)]);
        var (whole, along) = node.Values.On(row, row.Rank - 1);
        if (isReal && !isComplex) throw node.Error("its frequencies have no imaginary part");
        var product = ResizeOperators.Along(node, whole, along, isReal ? RealMatrix(extent, length) : Matrix(parts, extent, count, length, isInverse), isReal ? count : 2 * count);
        var split = node.Values.Reshape(product, [.. rest.Take(rest.Length - 2), (Count)(isReal ? 1 : 2), count]);
        var order = Enumerable.Range(0, x.Rank - 2).ToList();
        order.Insert(axis, x.Rank - 1);
        order.Add(x.Rank - 2);
        return MovementOperators.Permute(node, split, [.. order]);
    }

    // Frequencies that are left out are the conjugates of those that are there.
    private static float[] RealMatrix(int extent, int length)
    {
        var matrix = new float[2 * extent * length];
        for (var k = 0; k < Math.Min(extent, (length / 2) + 1); k++)
        {
            var weight = (k == 0 || 2 * k == length ? 1.0 : 2.0) / length;
            for (var n = 0; n < length; n++)
            {
                var angle = 2 * Math.PI * ((long)n * k % length) / length;
                matrix[(k * length) + n] = (float)(weight * Math.Cos(angle));
                matrix[((extent + k) * length) + n] = (float)(-weight * Math.Sin(angle));
            }
        }

        return matrix;
    }

    private static float[] Matrix(int parts, int extent, int count, int length, bool isInverse)
    {
        var matrix = new float[parts * extent * 2 * count];
        var (sign, scale) = isInverse ? (1, 1.0 / length) : (-1, 1.0);
        for (var n = 0; n < Math.Min(extent, length); n++)
        {
            for (var k = 0; k < count; k++)
            {
                // Whole turns are left out while they are whole.
                var angle = 2 * Math.PI * ((long)n * k % length) / length;
                var (cos, sin) = (Math.Cos(angle) * scale, sign * Math.Sin(angle) * scale);
                matrix[(n * 2 * count) + k] = (float)cos;
                matrix[(n * 2 * count) + count + k] = (float)sin;
                if (parts == 1) continue;
                matrix[((extent + n) * 2 * count) + k] = (float)-sin;
                matrix[((extent + n) * 2 * count) + count + k] = (float)cos;
            }
        }

        return matrix;
    }

    private static TensorOperand ShortTime(NodeContext node)
    {
        var x = node.Values.BatchFirst(node.Tensor(0), node.Error);
        if (x.Rank == 3 && x.Sample[1].Value != 1) throw node.Error("its signal is complex; real ones can be compiled");
        var step = (int)node.Constant(1, "frame_step").Integers()[0];
        var window = node.OptionalConstant(2, "window")?.Floats();
        var length = (int)(node.OptionalConstant(3, "frame_length")?.Integers()[0] ?? window?.Length ?? throw node.Error("it has neither a window nor a length of frames"));
        var signal = x.Sample[0].Value;
        var frames = ((signal - length) / step) + 1;
        var count = node.Integer("onesided", 1) != 0 ? (length / 2) + 1 : length;
        var table = Matrix(1, length, count, length, isInverse: false);
        for (var i = 0; i < table.Length; i++) table[i] *= window?[i / (2 * count)] ?? 1;
        var vector = node.Definition.Call("Reshape", x.Term, new Argument("shape", new[] { signal }));
        var parts = Enumerable.Range(0, frames).Select(frame => node.Definition.Call("Unsqueeze", node.Definition.Call("Slice", vector, new Argument("axis", 0), new Argument("start", frame * step), new Argument("end", (frame * step) + length)), new Argument("axis", 0))).ToArray();
        var rows = x with { Term = node.Definition.Concat(parts, 0) };
        var product = ResizeOperators.Along(node, rows, 1, table, 2 * count);
        var split = node.Definition.Call("Reshape", product.Term, new Argument("shape", new[] { frames, 2, count }));
        return x with { Term = node.Definition.Call("Transpose", split) };
    }
}
