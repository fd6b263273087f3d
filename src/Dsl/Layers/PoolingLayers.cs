using Sinter.Graphs;

namespace Sinter;

/// <summary>Layers that make images smaller.</summary>
public static class PoolingLayers
{
    /// <summary>The largest element of every window.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; the kernel by default.</param>
    /// <param name="padding">Rows and columns added on each side, which never win; at most half the kernel.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="ceilMode">Whether a last window that reaches over the bottom or right edge counts too.</param>
    /// <param name="name">The name in the summary; by default <c>maxpool1</c>, …</param>
    /// <returns><c>[channels, height', width']</c> with <c>height' = ⌊(height + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, or the window does not fit.</exception>
    public static Tensor MaxPool2d(
        this Tensor x, int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false, string? name = null)
    {
        var step = stride ?? kernel;
        return x.MaxPool2d((kernel, kernel), (step, step), (padding, padding), (dilation, dilation), ceilMode, name);
    }

    /// <summary>The largest element of every window, which need not be square.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; the kernel by default.</param>
    /// <param name="padding">Rows and columns added on each side, which never win; at most half the kernel.</param>
    /// <param name="dilation">The distance between the elements of a window; (1, 1) by default.</param>
    /// <param name="ceilMode">Whether a last window that reaches over the bottom or right edge counts too.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[channels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, or the window does not fit.</exception>
    public static Tensor MaxPool2d(
        this Tensor x,
        (int Height, int Width) kernel,
        (int Height, int Width)? stride = null,
        (int Height, int Width)? padding = null,
        (int Height, int Width)? dilation = null,
        bool ceilMode = false,
        string? name = null)
    {
        var layer = Require.Title("MaxPool2d", name);
        var window = Check(layer, x, kernel, stride, padding, dilation ?? (1, 1));
        if (ceilMode) window = ReachOver(layer, x, window);
        RequireInput.Fits(layer, x, window);
        return x.Layer("MaxPool2d", name, () => x.Builder.Add(new PoolOp(PoolKind.Max, window), x.Id));
    }

    /// <summary>The mean of every window.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; the kernel by default.</param>
    /// <param name="padding">Rows and columns of zeros added on each side; at most half the kernel.</param>
    /// <param name="countIncludePad">Whether the mean counts the padding; if not, windows at the edges divide by fewer elements.</param>
    /// <param name="name">The name in the summary; by default <c>avgpool1</c>, …</param>
    /// <returns><c>[channels, height', width']</c> with <c>height' = ⌊(height + 2·padding - kernel) / stride⌋ + 1</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, or the window does not fit.</exception>
    public static Tensor AvgPool2d(this Tensor x, int kernel, int? stride = null, int padding = 0, bool countIncludePad = true, string? name = null)
    {
        var step = stride ?? kernel;
        return x.AvgPool2d((kernel, kernel), (step, step), (padding, padding), countIncludePad, name);
    }

    /// <summary>The mean of every window, which need not be square.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; the kernel by default.</param>
    /// <param name="padding">Rows and columns of zeros added on each side; at most half the kernel.</param>
    /// <param name="countIncludePad">Whether the mean counts the padding; if not, windows at the edges divide by fewer elements.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[channels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, or the window does not fit.</exception>
    public static Tensor AvgPool2d(
        this Tensor x,
        (int Height, int Width) kernel,
        (int Height, int Width)? stride = null,
        (int Height, int Width)? padding = null,
        bool countIncludePad = true,
        string? name = null)
    {
        var layer = Require.Title("AvgPool2d", name);
        var window = Check(layer, x, kernel, stride, padding, (1, 1));
        RequireInput.Fits(layer, x, window);
        return x.Layer("AvgPool2d", name, () =>
        {
            var pooled = x.Builder.Add(new PoolOp(PoolKind.Average, window), x.Id);
            var hasPadding = window.PadTop > 0 || window.PadLeft > 0;
            return countIncludePad || !hasPadding ? pooled : x.Builder.Multiply(pooled, PaddingCorrection(x, window));
        });
    }

    /// <summary>The mean of every channel over all its pixels (Lin et al. 2014).</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="keepDims">Whether height and width stay, with the extent 1.</param>
    /// <param name="name">The name in the summary; by default <c>globalavgpool1</c>, …</param>
    /// <returns><c>[channels]</c>, or <c>[channels, 1, 1]</c> with <paramref name="keepDims"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image.</exception>
    public static Tensor GlobalAvgPool2d(this Tensor x, bool keepDims = false, string? name = null)
    {
        var layer = Require.Title("GlobalAvgPool2d", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        return x.Layer("GlobalAvgPool2d", name, () =>
        {
            var mean = x.Builder.Mean(x.Id, 2, 3);
            return keepDims ? mean : x.Builder.Reshape(mean, new Shape(x.Shape.Dims.Take(2)));
        });
    }

    private static Window Check(
        string layer, Tensor x, (int Height, int Width) kernel, (int Height, int Width)? stride, (int Height, int Width)? padding, (int Height, int Width) dilation)
    {
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        var window = Windows.Of(layer, kernel, stride ?? kernel, padding ?? (0, 0), dilation);
        if (window.PadTop * 2 > kernel.Height || window.PadLeft * 2 > kernel.Width)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: a padding of ({window.PadTop}, {window.PadLeft}) is more than half the kernel of ({kernel.Height}, {kernel.Width}), so that some windows would see padding only; use at most ({kernel.Height / 2}, {kernel.Width / 2}).");
        return window;
    }

    // PyTorch's rule: one window more if there are elements left over, unless it would begin in the padding beyond the edge.
    private static Window ReachOver(string layer, Tensor x, Window window)
    {
        var (height, width) = (RequireInput.Constant(layer, "images of a constant height", x, 2), RequireInput.Constant(layer, "images of a constant width", x, 3));
        return window with
        {
            PadBottom = window.PadBottom + Missing(height, window.KernelHeight, window.StrideHeight, window.PadTop, window.DilationHeight),
            PadRight = window.PadRight + Missing(width, window.KernelWidth, window.StrideWidth, window.PadLeft, window.DilationWidth),
        };

        static int Missing(int extent, int kernel, int stride, int padding, int dilation)
        {
            var span = extent + (2L * padding) - (dilation * (kernel - 1L)) - 1;
            var last = (long)Math.Ceiling((double)span / stride) * stride;
            if (last >= (long)extent + padding) last -= stride;
            return last < 0 ? 0 : (int)Math.Max(last - span, 0);
        }
    }

    /// <summary>The window's size by the number of its elements that lie inside the image, for each position.</summary>
    private static int PaddingCorrection(Tensor x, Window window)
    {
        var (height, width) = (x.Shape[1], x.Shape[2]);
        var (outHeight, outWidth) = (window.OutHeight(height), window.OutWidth(width));
        Require.Written("AvgPool2d with countIncludePad: false", "places of its output", (long)outHeight * outWidth);
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

        return x.Builder.Add(new TableOp(new(values), Shape.Of(1, 1, outHeight, outWidth)));

        static int Inside(int index, int stride, int padding, int kernel, int extent)
        {
            var begin = ((long)index * stride) - padding;
            return (int)(Math.Min(begin + kernel, extent) - Math.Max(begin, 0));
        }
    }
}
