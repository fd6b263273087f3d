using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Convolutions and pools in either memory order.</summary>
internal static class ImageEvaluator
{
    public static Values Convolution(ConvolutionOp op, Values image, Values weight, int[] dims)
    {
        var result = Values.Zeros(dims);
        var (x, w, y) = (new Image(image, op.ChannelsLast), new Image(weight, op.ChannelsLast), new Image(result, op.ChannelsLast));
        ForEachPixel(op.Window, op.Groups, op.InputStrideHeight, op.InputStrideWidth, x, w, y, (inX, inW, inY) =>
        {
            var sum = result.Data[inY];
            for (var i = 0; i < w.Channels; i++) sum += image.Data[inX + (i * x.ChannelStride)] * weight.Data[inW + (i * w.ChannelStride)];
            result.Data[inY] = sum;
            Tally.Add(2 * w.Channels);
        });
        return result;
    }

    public static Values WeightGradient(ConvolutionWeightGradientOp op, Values image, Values gradient, int[] dims)
    {
        var result = Values.Zeros(dims);
        var (x, w, y) = (new Image(image, op.ChannelsLast), new Image(result, op.ChannelsLast), new Image(gradient, op.ChannelsLast));
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
        var (x, y) = (new Image(image, op.ChannelsLast), new Image(result, op.ChannelsLast));
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
        var (x, y) = (new Image(image, op.ChannelsLast), new Image(gradient, op.ChannelsLast));
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
        var (x, y) = (new Image(result, op.ChannelsLast), new Image(gradient, op.ChannelsLast));
        var size = op.Window.KernelHeight * op.Window.KernelWidth;
        ForEachInWindows(op.Window, x, y, (inX, inY) => result.Data[inX] += gradient.Data[inY] / size);
        return result;
    }

    /// <summary>Every pair of a window's place and an image pixel in it, for all channels, windows in row-major order.</summary>
    private static void ForEachInWindows(Window window, Image x, Image y, Action<int, int> visit)
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
        Window window, int groups, int inputStrideHeight, int inputStrideWidth, Image x, Image w, Image y, Action<int, int, int> visit)
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
        Window window, int inputStrideHeight, int inputStrideWidth, Image x, Image y, Action<int, int, int, int, int, int> visit)
    {
        for (var row = 0; row < y.Height; row++)
        {
            for (var column = 0; column < y.Width; column++)
            {
                for (var kernelRow = 0; kernelRow < window.KernelHeight; kernelRow++)
                {
                    var spreadRow = (row * window.StrideHeight) + (kernelRow * window.DilationHeight) - window.PadTop;
                    if (spreadRow < 0 || spreadRow % inputStrideHeight != 0 || spreadRow / inputStrideHeight >= x.Height) continue;
                    for (var kernelColumn = 0; kernelColumn < window.KernelWidth; kernelColumn++)
                    {
                        var spreadColumn = (column * window.StrideWidth) + (kernelColumn * window.DilationWidth) - window.PadLeft;
                        if (spreadColumn < 0 || spreadColumn % inputStrideWidth != 0 || spreadColumn / inputStrideWidth >= x.Width) continue;
                        visit(row, column, kernelRow, kernelColumn, spreadRow / inputStrideHeight, spreadColumn / inputStrideWidth);
                    }
                }
            }
        }
    }

    /// <summary>The axes of an image batch, or of a weight, whatever their order in memory.</summary>
    private readonly struct Image
    {
        private readonly int rowStride;
        private readonly int columnStride;
        private readonly int batchStride;

        public Image(Values values, bool channelsLast)
        {
            var (channel, row, column) = channelsLast ? (3, 1, 2) : (1, 2, 3);
            var strides = values.Strides;
            (Batch, Channels, Height, Width) = (values.Dims[0], values.Dims[channel], values.Dims[row], values.Dims[column]);
            (batchStride, ChannelStride, rowStride, columnStride) = (strides[0], strides[channel], strides[row], strides[column]);
        }

        public int Batch { get; }

        public int Channels { get; }

        public int ChannelStride { get; }

        public int Height { get; }

        public int Width { get; }

        public int At(int n, int channel, int row, int column) =>
            (n * batchStride) + (channel * ChannelStride) + (row * rowStride) + (column * columnStride);
    }
}
