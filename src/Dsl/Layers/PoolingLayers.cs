using Sinter.Graphs;

namespace Sinter;

/// <summary>Layers that make images smaller. PyTorch's <c>return_indices</c> is no argument: gradients know where the largest elements were.</summary>
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
        if (ceilMode) window = ReachOver(x.Shape.Dims[2], x.Shape.Dims[3], window);
        RequireInput.Fits(layer, x, window);
        return x.Layer("MaxPool2d", name, () => Largest(x.Builder, x.Id, window));
    }

    /// <summary>The mean of every window.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; the kernel by default.</param>
    /// <param name="padding">Rows and columns of zeros added on each side; at most half the kernel.</param>
    /// <param name="ceilMode">Whether a last window that reaches over the bottom or right edge counts too; what lies beyond the padding is not counted.</param>
    /// <param name="countIncludePad">Whether the mean counts the padding; if not, windows at the edges divide by fewer elements.</param>
    /// <param name="divisorOverride">What sums are divided by instead of the number of their elements, or null.</param>
    /// <param name="name">The name in the summary; by default <c>avgpool1</c>, …</param>
    /// <returns><c>[channels, height', width']</c> with <c>height' = ⌊(height + 2·padding - kernel) / stride⌋ + 1</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, or the window does not fit.</exception>
    public static Tensor AvgPool2d(
        this Tensor x, int kernel, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePad = true, int? divisorOverride = null, string? name = null)
    {
        var step = stride ?? kernel;
        return x.AvgPool2d((kernel, kernel), (step, step), (padding, padding), ceilMode, countIncludePad, divisorOverride, name);
    }

    /// <summary>The mean of every window, which need not be square.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; the kernel by default.</param>
    /// <param name="padding">Rows and columns of zeros added on each side; at most half the kernel.</param>
    /// <param name="ceilMode">Whether a last window that reaches over the bottom or right edge counts too; what lies beyond the padding is not counted.</param>
    /// <param name="countIncludePad">Whether the mean counts the padding; if not, windows at the edges divide by fewer elements.</param>
    /// <param name="divisorOverride">What sums are divided by instead of the number of their elements, or null.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[channels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, or the window does not fit.</exception>
    public static Tensor AvgPool2d(
        this Tensor x,
        (int Height, int Width) kernel,
        (int Height, int Width)? stride = null,
        (int Height, int Width)? padding = null,
        bool ceilMode = false,
        bool countIncludePad = true,
        int? divisorOverride = null,
        string? name = null)
    {
        var layer = Require.Title("AvgPool2d", name);
        var window = Check(layer, x, kernel, stride, padding, (1, 1));
        if (divisorOverride is { } divisor) Require.Positive(layer, nameof(divisorOverride), divisor);
        if (ceilMode) window = ReachOver(x.Shape.Dims[2], x.Shape.Dims[3], window);
        RequireInput.Fits(layer, x, window);
        return x.Layer("AvgPool2d", name, () => divisorOverride is { } given
            ? x.Builder.Multiply(x.Builder.Add(new PoolOp(PoolKind.Average, window), x.Id), (float)((double)kernel.Height * kernel.Width / given))
            : Average(x.Builder, x.Id, window, countIncludePad));
    }

    /// <summary>The mean of every channel over all its pixels (Lin et al. 2014).</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="keepDims">Whether height and width stay, with the extent 1.</param>
    /// <param name="name">The name in the summary; by default <c>globalavgpool1</c>, …</param>
    /// <returns><c>[channels]</c>, or <c>[channels, 1, 1]</c> with <paramref name="keepDims"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image.</exception>
    public static Tensor GlobalAvgPool2d(this Tensor x, bool keepDims = false, string? name = null) =>
        Global(x, "GlobalAvgPool2d", keepDims, name, static (builder, image) => builder.Mean(image, 2, 3));

    /// <summary>The largest of every channel over all its pixels. Pixels that are equally large share the gradient, as those of <c>Max</c> and PyTorch's <c>amax</c> do.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="keepDims">Whether height and width stay, with the extent 1.</param>
    /// <param name="name">The name in the summary; by default <c>globalmaxpool1</c>, …</param>
    /// <returns><c>[channels]</c>, or <c>[channels, 1, 1]</c> with <paramref name="keepDims"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image.</exception>
    public static Tensor GlobalMaxPool2d(this Tensor x, bool keepDims = false, string? name = null) =>
        Global(x, "GlobalMaxPool2d", keepDims, name, static (builder, image) => builder.Max(image, 2, 3));

    private static Tensor Global(Tensor x, string kind, bool keepDims, string? name, Func<GraphBuilder, int, int> reduce)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        return x.Layer(kind, name, () =>
        {
            var reduced = reduce(x.Builder, x.Id);
            return keepDims ? reduced : x.Builder.Reshape(reduced, new Shape(x.Shape.Dims.Take(2)));
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

    /// <summary>Adds the largest element of every window.</summary>
    internal static int Largest(GraphBuilder builder, int image, Window window) => builder.Add(new PoolOp(PoolKind.Max, window), image);

    /// <summary>Adds the mean of every window. What of it lies beyond the padding, where it reaches over the edge, never counts.</summary>
    internal static int Average(GraphBuilder builder, int image, Window window, bool countIncludePad)
    {
        var pooled = builder.Add(new PoolOp(PoolKind.Average, window), image);
        var reachesOver = window.PadBottom > window.PadTop || window.PadRight > window.PadLeft;
        var hasPadding = window.PadTop > 0 || window.PadLeft > 0;
        return reachesOver || (hasPadding && !countIncludePad) ? builder.Multiply(pooled, PaddingCorrection.Of(builder, image, window, countIncludePad)) : pooled;
    }

    /// <summary>PyTorch's rule: one window more if there are elements left over, unless it would begin in the padding beyond the edge.</summary>
    internal static Window ReachOver(Dim height, Dim width, Window window)
    {
        return window with
        {
            PadBottom = window.PadBottom + Missing(height, window.SpanHeight, window.StrideHeight, window.PadTop),
            PadRight = window.PadRight + Missing(width, window.SpanWidth, window.StrideWidth, window.PadLeft),
        };

        static int Missing(Dim extent, long span, int stride, int padding)
        {
            // The most that any extent needs: a window more begins with its last element at the latest, and none fits in behind it.
            if (!extent.IsConstant) return (int)Math.Min(stride - 1, span - 1 - padding);
            var rest = extent.Value + (2L * padding) - span;
            var last = (long)Math.Ceiling((double)rest / stride) * stride;
            if (last >= (long)extent.Value + padding) last -= stride;
            return last < 0 ? 0 : (int)Math.Max(last - rest, 0);
        }
    }
}
