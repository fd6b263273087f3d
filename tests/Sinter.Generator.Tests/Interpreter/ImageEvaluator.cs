using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Convolutions and pools in either memory order.</summary>
internal static class ImageEvaluator
{
    // Fewer products than these are summed up where they are.
    private const long Few = 1 << 14;

    public static Values Convolution(ConvolutionOp op, Values image, Values weight, int[] dims)
    {
        var result = Values.Zeros(dims);
        var (x, w, y) = (new ImageView(image, op.ChannelsLast), new ImageView(weight, op.ChannelsLast), new ImageView(result, op.ChannelsLast));
        Tally.Add(2L * w.Channels * y.Batch * y.Channels * Taps(y.Height, w.Height, op.Window.StrideHeight, op.Window.DilationHeight, op.Window.PadTop, op.InputStrideHeight, x.Height)
            * Taps(y.Width, w.Width, op.Window.StrideWidth, op.Window.DilationWidth, op.Window.PadLeft, op.InputStrideWidth, x.Width));
        if (IsLarge(op.Window, w, y) && IsFinite(weight))
        {
            var patches = new Patches(op.Window, op.InputStrideHeight, op.InputStrideWidth, x, w, y);
            Parallel.For(0, y.Batch * op.Groups, part => patches.ForEach(part / op.Groups, part % op.Groups, op.Groups, (seen, filters, results) => Products.Add(results, filters, seen)));
            return result;
        }

        ForEachPixel(op.Window, op.Groups, op.InputStrideHeight, op.InputStrideWidth, x, w, y, (inX, inW, inY) =>
        {
            var sum = result.Data[inY];
            for (var i = 0; i < w.Channels; i++) sum += image.Data[inX + (i * x.ChannelStride)] * weight.Data[inW + (i * w.ChannelStride)];
            result.Data[inY] = sum;
        });
        return result;
    }

    public static Values WeightGradient(ConvolutionWeightGradientOp op, Values image, Values gradient, int[] dims)
    {
        var result = Values.Zeros(dims);
        var (x, w, y) = (new ImageView(image, op.ChannelsLast), new ImageView(result, op.ChannelsLast), new ImageView(gradient, op.ChannelsLast));
        if (IsLarge(op.Window, w, y) && IsFinite(gradient))
        {
            var patches = new Patches(op.Window, 1, 1, x, w, y);
            Parallel.For(0, op.Groups, group =>
            {
                for (var n = 0; n < y.Batch; n++) patches.ForEach(n, group, op.Groups, (seen, filters, slopes) => Products.Add(filters, slopes, seen.Transposed));
            });
            return result;
        }

        ForEachPixel(op.Window, op.Groups, 1, 1, x, w, y, (inX, inW, inY) =>
        {
            var slope = gradient.Data[inY];
            for (var i = 0; i < w.Channels; i++) result.Data[inW + (i * w.ChannelStride)] += image.Data[inX + (i * x.ChannelStride)] * slope;
        });
        return result;
    }

    public static Values Pool(PoolOp op, Values image, int[] dims)
    {
        var result = Values.Filled(op.Kind == PoolKind.Max ? double.NegativeInfinity : 0, dims);
        var (x, y) = (new ImageView(image, op.ChannelsLast), new ImageView(result, op.ChannelsLast));
        var size = op.Window.KernelHeight * op.Window.KernelWidth;
        ForEachInWindows(op.Window, x, y, (inX, inY) =>
        {
            Tally.Add(1);
            ref var cell = ref result.Data[inY];
            cell = op.Kind == PoolKind.Max ? Math.Max(cell, image.Data[inX]) : cell + (image.Data[inX] / size);
        });
        return result;
    }

    public static Values MaxPoolGradient(MaxPoolGradientOp op, Values image, Values gradient, int[] dims)
    {
        var result = Values.Zeros(dims);
        var (x, y) = (new ImageView(image, op.ChannelsLast), new ImageView(gradient, op.ChannelsLast));
        var first = new int[gradient.Data.Length];
        Array.Fill(first, -1);
        ForEachInWindows(op.Window, x, y, (inX, inY) =>
        {
            if (first[inY] < 0 || image.Data[inX] > image.Data[first[inY]]) first[inY] = inX;
        });
        for (var i = 0; i < first.Length; i++)
        {
            if (first[i] >= 0) result.Data[first[i]] += gradient.Data[i];
        }

        return result;
    }

    public static Values AveragePoolGradient(AveragePoolGradientOp op, Values gradient, int[] dims)
    {
        var result = Values.Zeros(dims);
        var (x, y) = (new ImageView(result, op.ChannelsLast), new ImageView(gradient, op.ChannelsLast));
        var size = op.Window.KernelHeight * op.Window.KernelWidth;
        ForEachInWindows(op.Window, x, y, (inX, inY) => result.Data[inX] += gradient.Data[inY] / size);
        return result;
    }

    /// <summary>Every pair of a window's place and an image pixel in it, for all channels, windows in row-major order.</summary>
    private static void ForEachInWindows(Window window, ImageView x, ImageView y, Action<int, int> visit)
    {
        for (var n = 0; n < y.Batch; n++)
        {
            for (var c = 0; c < y.Channels; c++)
            {
                ForEachTap(window, 1, 1, x, y, (row, column, kernelRow, kernelColumn, imageRow, imageColumn) =>
                    visit(x.At(n, c, imageRow, imageColumn), y.At(n, c, row, column)));
            }
        }
    }

    /// <summary>Every output and every pixel that goes into it: where the first of the pixel's channels lies, and those of its weights.</summary>
    private static void ForEachPixel(
        Window window, int groups, int inputStrideHeight, int inputStrideWidth, ImageView x, ImageView w, ImageView y, Action<int, int, int> visit)
    {
        var (inPerGroup, outPerGroup) = (w.Channels, y.Channels / groups);
        for (var n = 0; n < y.Batch; n++)
        {
            for (var o = 0; o < y.Channels; o++)
            {
                var firstInput = o / outPerGroup * inPerGroup;
                ForEachTap(window, inputStrideHeight, inputStrideWidth, x, y, (row, column, kernelRow, kernelColumn, imageRow, imageColumn) =>
                    visit(x.At(n, firstInput, imageRow, imageColumn), w.At(o, 0, kernelRow, kernelColumn), y.At(n, o, row, column)));
            }
        }
    }

    /// <summary>Every place of the window and every pixel under it that is neither padding nor a zero between pixels.</summary>
    private static void ForEachTap(
        Window window, int inputStrideHeight, int inputStrideWidth, ImageView x, ImageView y, Action<int, int, int, int, int, int> visit)
    {
        for (var row = 0; row < y.Height; row++)
        {
            for (var column = 0; column < y.Width; column++)
            {
                for (var kernelRow = 0; kernelRow < window.KernelHeight; kernelRow++)
                {
                    var imageRow = Patches.Pixel(row, window.StrideHeight, kernelRow * window.DilationHeight, window.PadTop, inputStrideHeight, x.Height);
                    if (imageRow < 0) continue;
                    for (var kernelColumn = 0; kernelColumn < window.KernelWidth; kernelColumn++)
                    {
                        var imageColumn = Patches.Pixel(column, window.StrideWidth, kernelColumn * window.DilationWidth, window.PadLeft, inputStrideWidth, x.Width);
                        if (imageColumn < 0) continue;
                        visit(row, column, kernelRow, kernelColumn, imageRow, imageColumn);
                    }
                }
            }
        }
    }

    private static bool IsLarge(Window window, ImageView w, ImageView y) =>
        (long)y.Batch * y.Channels * y.Height * y.Width * w.Channels * window.KernelHeight * window.KernelWidth > Few;

    // What is not finite would spoil the padding, which it never meets.
    private static bool IsFinite(Values values) => Array.TrueForAll(values.Data, double.IsFinite);

    /// <summary>How many pairs of places and taps along an axis meet a pixel.</summary>
    private static long Taps(int places, int kernel, int stride, int dilation, int padding, int inputStride, int extent)
    {
        long count = 0;
        for (var place = 0; place < places; place++)
        {
            for (var tap = 0; tap < kernel; tap++) count += Patches.Pixel(place, stride, tap * dilation, padding, inputStride, extent) >= 0 ? 1 : 0;
        }

        return count;
    }
}
