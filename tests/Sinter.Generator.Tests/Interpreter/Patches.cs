using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>
/// What the windows of a convolution look at, as a matrix with a row for each number of a filter, in its order in memory, and a column for each
/// place of the window; what is padding, or a zero between pixels, is 0. With it a convolution of one group and sample is a product of matrices.
/// </summary>
internal sealed class Patches(Window window, int inputStrideHeight, int inputStrideWidth, ImageView image, ImageView weight, ImageView output)
{
    // Numbers of a matrix that is made at a time.
    private const int Room = 1 << 21;

    private bool IsImage => window is { KernelHeight: 1, KernelWidth: 1, StrideHeight: 1, StrideWidth: 1, PadTop: 0, PadLeft: 0 }
        && (inputStrideHeight, inputStrideWidth, output.Height, output.Width) == (1, 1, image.Height, image.Width);

    /// <summary>
    /// Calls <paramref name="visit"/> with matrices of a group of a sample: the patches of some rows, the filters, and their outputs.
    /// </summary>
    public void ForEach(int sample, int group, int groups, Action<Matrix, Matrix, Matrix> visit)
    {
        var (filters, size) = (output.Channels / groups, weight.Channels * window.KernelHeight * window.KernelWidth);
        var (firstChannel, firstFilter) = (group * weight.Channels, group * filters);
        var filter = new Matrix(weight.Data, weight.At(firstFilter, 0, 0, 0), filters, size, size, 1);
        var height = IsImage ? output.Height : Math.Clamp(Room / (size * output.Width), 1, output.Height);
        var patches = IsImage ? [] : new double[size * height * output.Width];
        for (var row = 0; row < output.Height; row += height)
        {
            var rows = Math.Min(height, output.Height - row);
            var places = rows * output.Width;
            var results = new Matrix(output.Data, output.At(sample, firstFilter, row, 0), filters, places, output.ChannelStride, output.ColumnStride);
            if (IsImage)
            {
                visit(new Matrix(image.Data, image.At(sample, firstChannel, row, 0), size, places, image.ChannelStride, image.ColumnStride), filter, results);
                continue;
            }

            Fill(patches, sample, firstChannel, row, rows);
            visit(new Matrix(patches, 0, size, places, places, 1), filter, results);
        }
    }

    private void Fill(double[] patches, int sample, int firstChannel, int firstRow, int rows)
    {
        var places = rows * output.Width;
        var size = weight.Channels * window.KernelHeight * window.KernelWidth;
        if ((long)size * places < 1 << 16)
        {
            for (var number = 0; number < size; number++) FillRow(number);
        }
        else
        {
            Parallel.For(0, size, FillRow);
        }

        void FillRow(int number)
        {
            var (channel, kernelRow, kernelColumn) = weight.Place(number);
            for (var row = 0; row < rows; row++)
            {
                var into = patches.AsSpan((number * places) + (row * output.Width), output.Width);
                into.Clear();
                var imageRow = Pixel(firstRow + row, window.StrideHeight, kernelRow * window.DilationHeight, window.PadTop, inputStrideHeight, image.Height);
                if (imageRow < 0) continue;
                var at = image.At(sample, firstChannel + channel, imageRow, 0);
                var shift = (kernelColumn * window.DilationWidth) - window.PadLeft;
                if (inputStrideWidth == 1)
                {
                    var (step, end) = (window.StrideWidth * image.ColumnStride, Math.Min(into.Length, (image.Width - shift + window.StrideWidth - 1) / window.StrideWidth));
                    for (var column = Math.Max(0, (window.StrideWidth - 1 - shift) / window.StrideWidth); column < end; column++)
                        into[column] = image.Data[at + (shift * image.ColumnStride) + (column * step)];
                    continue;
                }

                for (var column = 0; column < into.Length; column++)
                {
                    var imageColumn = Pixel(column, window.StrideWidth, kernelColumn * window.DilationWidth, window.PadLeft, inputStrideWidth, image.Width);
                    if (imageColumn >= 0) into[column] = image.Data[at + (imageColumn * image.ColumnStride)];
                }
            }
        }
    }

    /// <summary>The row or column of the image that a tap of a window sees, or -1 if that is padding or a zero between pixels.</summary>
    public static int Pixel(int place, int stride, int tap, int padding, int inputStride, int extent)
    {
        var spread = (place * stride) + tap - padding;
        return spread < 0 || spread % inputStride != 0 || spread / inputStride >= extent ? -1 : spread / inputStride;
    }
}
