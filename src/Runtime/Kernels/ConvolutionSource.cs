namespace Sinter.Runtime;

/// <summary>
/// Bands of images laid out so that every window reads real memory: a padded copy, or, where nothing is padded, the images themselves.
/// A band is a number of consecutive output rows of one image.
/// </summary>
internal readonly unsafe struct ConvolutionSource
{
    /// <summary>What the first window of the first band reads first.</summary>
    public readonly float* Pixels;

    /// <summary>Floats from one image row to the next.</summary>
    public readonly long Pitch;

    /// <summary>Floats from one band to the next of those prepared together.</summary>
    public readonly long BandStride;

    private ConvolutionSource(float* pixels, long pitch, long bandStride)
    {
        Pixels = pixels;
        Pitch = pitch;
        BandStride = bandStride;
    }

    /// <summary>Prepares bands of consecutive images, the same rows of each.</summary>
    /// <param name="image">The first image.</param>
    /// <param name="count">How many images.</param>
    /// <param name="firstRow">The first output row.</param>
    /// <param name="rows">Output rows.</param>
    /// <param name="room">Where copies may go.</param>
    public static ConvolutionSource Prepare(
        in ConvolutionShape shape, float* image, int count, int firstRow, int rows, float* room)
    {
        var imageLength = (long)shape.InHeight * shape.InWidth * shape.InChannels;
        var firstRead = (firstRow * shape.StrideHeight) - shape.PadTop;
        if (shape.ReadsInPlace)
        {
            var offset = (((long)firstRead * shape.InWidth) - shape.PadLeft) * shape.InChannels;
            return new(image + offset, (long)shape.InWidth * shape.InChannels, imageLength);
        }

        var pitch = (long)shape.ColumnsRead * shape.InChannels;
        var read = shape.RowsRead(rows);
        for (var i = 0; i < count; i++)
        {
            var target = room + (i * read * pitch);
            for (var row = 0; row < read; row++)
                CopyRow(shape, new Span<float>(target + (row * pitch), (int)pitch), image + (i * imageLength), firstRead + row);
        }

        return new(room, pitch, read * pitch);
    }

    private static void CopyRow(in ConvolutionShape shape, Span<float> target, float* image, int row)
    {
        var stored = row / shape.InputStrideHeight;
        if (row < 0 || row % shape.InputStrideHeight != 0 || stored >= shape.InHeight)
        {
            target.Clear();
            return;
        }

        var channels = shape.InChannels;
        var source = image + ((long)stored * shape.InWidth * channels);
        if (shape.InputStrideWidth == 1)
        {
            var skipped = Math.Max(0, -shape.PadLeft);
            var before = Math.Min(shape.ColumnsRead, Math.Max(0, shape.PadLeft));
            var copied = Math.Max(0, Math.Min(shape.ColumnsRead - before, shape.InWidth - skipped));
            target[..(before * channels)].Clear();
            new ReadOnlySpan<float>(source + ((long)skipped * channels), copied * channels).CopyTo(target[(before * channels)..]);
            target[((before + copied) * channels)..].Clear();
            return;
        }

        target.Clear();
        for (var column = 0; column < shape.InWidth; column++)
        {
            var place = (column * shape.InputStrideWidth) + shape.PadLeft;
            if (place >= 0 && place < shape.ColumnsRead)
                new ReadOnlySpan<float>(source + ((long)column * channels), channels).CopyTo(target[(place * channels)..]);
        }
    }
}
