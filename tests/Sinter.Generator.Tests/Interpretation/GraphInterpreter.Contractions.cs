using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpretation;

/// <summary>Matrix products, convolutions and pools.</summary>
internal sealed partial class GraphInterpreter
{
    private static Values MatMul(MatMulOp op, Values a, Values b, int[] extents)
    {
        var result = new Values(extents);
        var inner = a.Extents[a.Rank - (op.TransposeA ? 2 : 1)];
        var leading = a.Extents[..^2];
        var (rows, columns) = (extents[^2], extents[^1]);
        foreach (var outer in Values.Indices(leading))
        {
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    var sum = 0.0;
                    for (var k = 0; k < inner; k++)
                    {
                        int[] left = op.TransposeA ? [.. outer, k, row] : [.. outer, row, k];
                        int[] right = op.TransposeB ? [column, k] : [k, column];
                        sum += a[left] * b[b.Rank == 2 ? right : [.. outer, .. right]];
                    }

                    int[] target = op.ContractLeading ? [row, column] : [.. outer, row, column];
                    result[target] += sum;
                }
            }
        }

        return result;
    }

    private static Values Convolution(ConvolutionOp op, Values image, Values weight, int[] extents)
    {
        var result = new Values(extents);
        foreach (var (output, filter, pixel) in Taps(op.Window, op.Groups, op.ChannelsLast, image, extents, op.InputStrideHeight, op.InputStrideWidth))
            result[output] += image[pixel] * weight[filter];
        return result;
    }

    private static Values ConvolutionWeightGradient(ConvolutionWeightGradientOp op, Values image, Values gradient, int[] extents)
    {
        var result = new Values(extents);
        foreach (var (output, filter, pixel) in Taps(op.Window, op.Groups, op.ChannelsLast, image, gradient.Extents, 1, 1))
            result[filter] += image[pixel] * gradient[output];
        return result;
    }

    /// <summary>Every product of a convolution: where it goes, its weight and its pixel. Those in the padding are left out.</summary>
    private static IEnumerable<(int[] Output, int[] Filter, int[] Pixel)> Taps(
        Window window, int groups, bool channelsLast, Values image, int[] output, int inputStrideHeight, int inputStrideWidth)
    {
        var (batch, outChannels, outHeight, outWidth) = Read(output, channelsLast);
        var (_, channels, height, width) = Read(image.Extents, channelsLast);
        var (perGroup, filtersPerGroup) = (channels / groups, outChannels / groups);
        int[] space = [batch, outChannels, outHeight, outWidth, perGroup, window.KernelHeight, window.KernelWidth];
        foreach (var i in Values.Indices(space))
        {
            var y = (i[2] * window.StrideHeight) - window.PadTop + (i[5] * window.DilationHeight);
            var x = (i[3] * window.StrideWidth) - window.PadLeft + (i[6] * window.DilationWidth);
            if (y < 0 || x < 0 || y % inputStrideHeight != 0 || x % inputStrideWidth != 0) continue;
            (y, x) = (y / inputStrideHeight, x / inputStrideWidth);
            if (y >= height || x >= width) continue;
            var channel = (i[1] / filtersPerGroup * perGroup) + i[4];
            yield return (Place(i[0], i[1], i[2], i[3], channelsLast), Place(i[1], i[4], i[5], i[6], channelsLast), Place(i[0], channel, y, x, channelsLast));
        }
    }

    private static Values Pool(PoolOp op, Values image, int[] extents)
    {
        var result = Filled(extents, _ => op.Kind == PoolKind.Max ? double.NegativeInfinity : 0);
        foreach (var (output, pixel) in Elements(op.Window, op.ChannelsLast, image.Extents, extents))
        {
            ref var value = ref result[output];
            value = op.Kind == PoolKind.Max ? Math.Max(value, image[pixel]) : value + (image[pixel] / (op.Window.KernelHeight * op.Window.KernelWidth));
        }

        return result;
    }

    private static Values MaxPoolGradient(MaxPoolGradientOp op, Values image, Values gradient)
    {
        var result = new Values(image.Extents);
        var best = new Dictionary<string, (double Value, int[] Pixel, int[] Output)>(StringComparer.Ordinal);
        foreach (var (output, pixel) in Elements(op.Window, op.ChannelsLast, image.Extents, gradient.Extents))
        {
            var key = string.Join(",", output);
            if (!best.TryGetValue(key, out var first) || image[pixel] > first.Value) best[key] = (image[pixel], pixel, output);
        }

        foreach (var (_, pixel, output) in best.Values) result[pixel] += gradient[output];
        return result;
    }

    private static Values AveragePoolGradient(AveragePoolGradientOp op, Values gradient, int[] extents)
    {
        var result = new Values(extents);
        foreach (var (output, pixel) in Elements(op.Window, op.ChannelsLast, extents, gradient.Extents))
            result[pixel] += gradient[output] / (op.Window.KernelHeight * op.Window.KernelWidth);
        return result;
    }

    /// <summary>The elements of every window in row-major order, those in the padding left out.</summary>
    private static IEnumerable<(int[] Output, int[] Pixel)> Elements(Window window, bool channelsLast, int[] image, int[] output)
    {
        var (batch, channels, outHeight, outWidth) = Read(output, channelsLast);
        var (_, _, height, width) = Read(image, channelsLast);
        foreach (var i in Values.Indices([batch, channels, outHeight, outWidth, window.KernelHeight, window.KernelWidth]))
        {
            var y = (i[2] * window.StrideHeight) - window.PadTop + (i[4] * window.DilationHeight);
            var x = (i[3] * window.StrideWidth) - window.PadLeft + (i[5] * window.DilationWidth);
            if (y >= 0 && x >= 0 && y < height && x < width)
                yield return (Place(i[0], i[1], i[2], i[3], channelsLast), Place(i[0], i[1], y, x, channelsLast));
        }
    }

    private static (int Batch, int Channels, int Height, int Width) Read(int[] extents, bool channelsLast) =>
        channelsLast ? (extents[0], extents[3], extents[1], extents[2]) : (extents[0], extents[1], extents[2], extents[3]);

    private static int[] Place(int batch, int channel, int y, int x, bool channelsLast) =>
        channelsLast ? [batch, y, x, channel] : [batch, channel, y, x];
}
