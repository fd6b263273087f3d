namespace Sinter.Runtime;

/// <summary>
/// Bands of images laid out so that every window reads real memory: a padded copy, or, where nothing is padded, the images themselves.
/// A band is a number of consecutive output rows of one image.
/// </summary>
internal readonly unsafe struct ConvolutionSource
{
    /// <summary>What the first window of the first band reads first.</summary>
    public readonly FloatPointer Pixels;

    /// <summary>Floats from one image row to the next.</summary>
    public readonly long Pitch;

    /// <summary>Floats from one band to the next of those prepared together.</summary>
    public readonly long BandStride;

    private ConvolutionSource(FloatPointer pixels, long pitch, long bandStride)
    {
        Pixels = pixels;
        Pitch = pitch;
        BandStride = bandStride;
    }

    /// <summary>Prepares bands of consecutive images, the same rows of each.</summary>
    /// <param name="shape">
    /// The convolution; without input strides if the copies are to hold their zeros, without strides if they are to leave out pixels.
    /// </param>
    /// <param name="stored">The convolution as it is.</param>
    /// <param name="image">The first image.</param>
    /// <param name="count">How many images.</param>
    /// <param name="firstRow">The first output row.</param>
    /// <param name="rows">Output rows.</param>
    /// <param name="room">Where copies may go.</param>
    /// <param name="isCopied">The copies are there already.</param>
    public static ConvolutionSource Prepare(
        in ConvolutionShape shape, in ConvolutionShape stored, FloatPointer image, int count, int firstRow, int rows, FloatPointer room,
        bool isCopied = false)
    {
        var firstRead = ConvolutionAxis.Height(shape).FirstSource(firstRow);
        var firstColumn = ConvolutionAxis.Width(shape).FirstSource(0);
        var imageLength = (long)stored.InHeight * stored.InWidth * stored.InChannels;
        if (shape.ReadsInPlace && shape == stored)
        {
            var offset = (((long)firstRead * shape.InWidth) + firstColumn) * shape.InChannels;
            return new(image + offset, (long)shape.InWidth * shape.InChannels, imageLength);
        }

        var pitch = (long)shape.ColumnsRead * shape.InChannels;
        var read = shape.RowsRead(rows);
        var insertHeight = stored.InputStrideHeight / shape.InputStrideHeight;
        var insertWidth = stored.InputStrideWidth / shape.InputStrideWidth;
        var (passHeight, passWidth) = (stored.StrideHeight / shape.StrideHeight, stored.StrideWidth / shape.StrideWidth);
        for (var i = 0; i < count && !isCopied; i++)
        {
            var target = room + (i * read * pitch);
            for (var row = 0; row < read; row++)
            {
                var span = Transfer.Writable(target + (row * pitch), (int)pitch);
                var place = firstRead + row;
                if (place < 0 || place >= shape.InHeight || place % insertHeight != 0)
                {
                    span.Clear();
                    continue;
                }

                var source = image + (i * imageLength) + ((long)(place / insertHeight * passHeight) * stored.InWidth * stored.InChannels);
                if (passWidth > 1) CopyEvery(span, source, stored.InChannels, passWidth);
                else if (insertWidth == 1) CopyRow(span, source, stored.InWidth, stored.InChannels, firstColumn);
                else CopyApart(span, source, stored.InWidth, stored.InChannels, firstColumn, insertWidth);
            }
        }

        return new(room, pitch, read * pitch);
    }

    /// <summary>Copies the columns from <paramref name="firstColumn"/> on; those outside of the image are zeros.</summary>
    private static void CopyRow(Span<float> target, FloatPointer source, int width, int channels, int firstColumn)
    {
        var columns = target.Length / channels;
        var before = Math.Min(columns, Math.Max(0, -firstColumn));
        var skipped = Math.Max(0, firstColumn);
        var copied = Math.Max(0, Math.Min(columns - before, width - skipped));
        target[..(before * channels)].Clear();
        Transfer.Readable(source + ((long)skipped * channels), copied * channels).CopyTo(target[(before * channels)..]);
        target[((before + copied) * channels)..].Clear();
    }

    /// <summary>Copies columns that lie a distance apart.</summary>
    private static void CopyEvery(Span<float> target, FloatPointer source, int channels, int distance)
    {
        for (; !target.IsEmpty; target = target[channels..])
        {
            Transfer.Readable(source, channels).CopyTo(target);
            source += (long)distance * channels;
        }
    }

    /// <summary>The same with zeros between the columns.</summary>
    private static void CopyApart(Span<float> target, FloatPointer source, int width, int channels, int firstColumn, int distance)
    {
        target.Clear();
        for (var column = 0; column < width; column++)
        {
            var place = ((column * distance) - firstColumn) * channels;
            if (place >= 0 && place < target.Length)
                Transfer.Readable(source + ((long)column * channels), channels).CopyTo(target[place..]);
        }
    }
}
