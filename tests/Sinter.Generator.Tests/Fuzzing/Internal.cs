using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Primitives, or forms of them, that no layer of the Dsl has a spelling for. Axes count the batch.</summary>
internal static class Internal
{
    /// <summary>The sum over any set of axes, the batch among them, given as bits.</summary>
    public static Tensor Sum(Tensor x, int axes) => x.With(x.Builder.Sum(x.Id, Axes(x, axes)));

    public static Tensor Mean(Tensor x, int axes) => x.With(x.Builder.Mean(x.Id, Axes(x, axes)));

    public static Tensor Max(Tensor x, int axes) => x.With(x.Builder.Max(x.Id, Axes(x, axes)));

    /// <summary>A product with what a reduction has left of the same value: the extents are those of <paramref name="x"/>, or 1.</summary>
    public static Tensor Times(Tensor x, Tensor y) => x.With(x.Builder.Multiply(x.Id, y.Id));

    public static Tensor Minus(Tensor x, Tensor y) => x.With(x.Builder.Subtract(x.Id, y.Id));

    /// <summary>Padding at both ends and between neighbours.</summary>
    public static Tensor Spread(Tensor x, int axis, int before, int after, int interior, float value) =>
        x.With(x.Builder.Pad(x.Id, x.FullAxis(axis, "Pad"), before, after, interior, value));

    /// <summary>The position along an axis, to be broadcast.</summary>
    public static Tensor Position(Tensor x, int axis)
    {
        var full = x.FullAxis(axis, "Position");
        return x.With(x.Builder.Add(new IotaOp(full, new Shape(x.Shape.Dims.Select((dim, i) => i == full ? dim : 1)))));
    }

    /// <summary>While training, random numbers that are an input of arithmetic rather than a mask.</summary>
    public static Tensor Noise(Tensor x)
    {
        var random = x.Builder.Add(new RandomOp(x.Builder.NextStream(), x.Shape));
        return x.With(x.Builder.Add(new PhaseOp(), random, x.Id));
    }

    public static Tensor MatMul(Tensor x, Tensor y, int flags) => x.With(x.Builder.MatMul(x.Id, y.Id, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0));

    /// <summary>A convolution by a weight [O, C/groups, KH, KW], with different padding at each side and zeros between pixels.</summary>
    public static Tensor Convolve(Tensor x, Tensor y, int top, int bottom, int left, int right, (int, int) stride, (int, int) dilation, (int, int) inputStride)
    {
        Images(x);
        if (y.Shape.IsBatched || y.Shape.Rank != 4) throw NetworkDefinitionException.Shape($"No weight.");
        var (channels, weight) = (x.Shape[0], Partners.Extents(y.Shape));
        var window = Window(weight[2], weight[3], top, bottom, left, right, stride, dilation);
        var op = new ConvolutionOp(window, Math.Max(channels / weight[1], 1)) { InputStrideHeight = inputStride.Item1, InputStrideWidth = inputStride.Item2 };
        if (weight[0] % op.Groups != 0) throw NetworkDefinitionException.Shape($"The filters cannot be split into groups.");
        return x.With(x.Builder.Add(op, x.Id, y.Id));
    }

    public static Tensor Pool(Tensor x, PoolKind kind, (int, int) kernel, int top, int bottom, int left, int right, (int, int) stride, (int, int) dilation)
    {
        // A window that sees padding only would have no maximum.
        if (top >= kernel.Item1 || bottom >= kernel.Item1 || left >= kernel.Item2 || right >= kernel.Item2 || (dilation != (1, 1) && top + bottom + left + right > 0))
            throw NetworkDefinitionException.Shape($"A window lies in the padding.");
        Images(x);
        return x.With(x.Builder.Add(new PoolOp(kind, Window(kernel.Item1, kernel.Item2, top, bottom, left, right, stride, dilation)), x.Id));
    }

    private static Window Window(int height, int width, int top, int bottom, int left, int right, (int, int) stride, (int, int) dilation) => new(height, width)
    {
        PadTop = top, PadBottom = bottom, PadLeft = left, PadRight = right,
        StrideHeight = stride.Item1, StrideWidth = stride.Item2, DilationHeight = dilation.Item1, DilationWidth = dilation.Item2,
    };

    private static void Images(Tensor x)
    {
        if (!x.Shape.IsBatched || x.Shape.Rank != 3) throw NetworkDefinitionException.Shape($"No images.");
    }

    private static int[] Axes(Tensor x, int bits) => [.. Enumerable.Range(0, x.Shape.FullRank).Where(axis => (bits >> axis & 1) != 0)];

    /// <summary>A factor for each class along an axis; one where the axis is none.</summary>
    public static float[] Weights(Tensor x, int axis)
    {
        var dims = x.Shape.Dims.Skip(x.Shape.IsBatched ? 1 : 0).ToArray();
        return [.. Enumerable.Range(1, axis < dims.Length && dims[axis].IsConstant ? dims[axis].Value : 1).Select(factor => factor / 4f)];
    }
}
