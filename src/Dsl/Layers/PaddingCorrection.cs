using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// What makes of the mean over a whole window the mean over what of it lies inside the image, with or without its padding: the size of
/// the window by the number of its elements that do, for each position.
/// </summary>
internal static class PaddingCorrection
{
    /// <summary>The factors <c>[1, 1, height', width']</c>.</summary>
    public static int Of(GraphBuilder builder, int image, Window window, bool countIncludePad)
    {
        var dims = builder.ShapeOf(image).Dims;
        return dims[2].IsConstant && dims[3].IsConstant
            ? Table(builder, dims[2].Value, dims[3].Value, window, countIncludePad)
            : AtEveryCall(builder, dims[2], dims[3], window, countIncludePad);
    }

    private static int Table(GraphBuilder builder, int height, int width, Window window, bool countIncludePad)
    {
        var (outHeight, outWidth) = (window.OutHeight(height).Value, window.OutWidth(width).Value);
        Require.Written("AvgPool2d with ceilMode or without countIncludePad", "places of its output", (long)outHeight * outWidth);
        var values = new float[outHeight * outWidth];
        for (var row = 0; row < outHeight; row++)
        {
            var rows = Inside(row, window.StrideHeight, window.PadTop, window.KernelHeight, height);
            for (var column = 0; column < outWidth; column++)
            {
                var columns = Inside(column, window.StrideWidth, window.PadLeft, window.KernelWidth, width);
                values[(row * outWidth) + column] = (float)((double)window.KernelHeight * window.KernelWidth / (rows * columns));
            }
        }

        return builder.Add(new TableOp(new(values), Shape.Of(1, 1, outHeight, outWidth)));

        int Inside(int index, int stride, int padding, int kernel, int extent)
        {
            var begin = ((long)index * stride) - padding;
            return (int)(countIncludePad ? Math.Min(kernel, extent + padding - begin) : Math.Min(begin + kernel, extent) - Math.Max(begin, 0));
        }
    }

    // Worked out where the size of the image is known: at a call.
    private static int AtEveryCall(GraphBuilder builder, Dim height, Dim width, Window window, bool countIncludePad)
    {
        var rows = Inside(2, window.OutHeight(height), window.StrideHeight, window.PadTop, window.KernelHeight, height);
        var columns = Inside(3, window.OutWidth(width), window.StrideWidth, window.PadLeft, window.KernelWidth, width);
        var size = builder.Constant((float)window.KernelHeight * window.KernelWidth, 4);
        return builder.Divide(size, builder.Multiply(rows, columns));

        int Inside(int axis, Dim count, int stride, int padding, int kernel, Dim extent)
        {
            var place = builder.Add(new IotaOp(axis, new Shape(Enumerable.Range(0, 4).Select(other => other == axis ? count : (Dim)1))));
            var begin = builder.Add(builder.Multiply(place, (float)stride), -(float)padding);
            var most = builder.WithRank(builder.Add(new SizeOp(EquatableArray.Of(extent))), 4);
            if (countIncludePad) most = builder.Add(most, (float)padding);
            var end = builder.Pointwise(ScalarFunction.Minimum, builder.Add(begin, (float)kernel), most);
            return builder.Subtract(end, countIncludePad ? begin : builder.Maximum(begin, 0));
        }
    }
}
