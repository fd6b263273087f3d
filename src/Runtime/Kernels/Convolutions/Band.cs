using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>
/// One of the bands of rows that the images of a call are cut into. Generated code runs a number of convolutions over one band before it
/// goes on to the next, so that what one of them writes is in a cache when the next one reads it (the fused layers of Alwani et al. 2016).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Band
{
    private readonly int index;
    private readonly int count;
    private readonly long image;
    private readonly bool isFirst;

    /// <summary>A band of one of the images.</summary>
    /// <param name="number">Counts the bands of all images.</param>
    /// <param name="count">The bands of an image.</param>
    /// <param name="isFirst">Whether the thread has not computed the band before.</param>
    internal Band(long number, int count, bool isFirst)
    {
        this.count = count;
        index = (int)(number % count);
        image = number / count;
        this.isFirst = isFirst;
    }

    /// <summary>The rows that a convolution computes of this band.</summary>
    /// <param name="shape">The convolution of a whole image, without input strides.</param>
    /// <param name="height">Output rows of a band.</param>
    /// <param name="above">Rows of the band before that this band's readers look at: computed here if no band before has left them.</param>
    /// <param name="ahead">Rows of the next band that are computed too, because this band's readers look at them.</param>
    public BandRows Rows(in ConvolutionShape shape, int height, int above, int ahead)
    {
        var (first, end) = shape.RowsOfBand(index, count, height, above, ahead, isFirst);
        return new BandRows(shape, image, first, end, start: index * height);
    }

    /// <summary>Moves the rows of a buffer that the band before has left for this one.</summary>
    /// <param name="window">A buffer that holds the rows of one band.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="from">Where the band before has them.</param>
    /// <param name="count">How many floats.</param>
    public unsafe void Carry(FloatBuffer window, long to, long from, int count)
    {
        if (index == 0 || isFirst) return;
        Transfer.Readable(window.Pointer + from, count).CopyTo(Transfer.Writable(window.Pointer + to, count));
    }
}
