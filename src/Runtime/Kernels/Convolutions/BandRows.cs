using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>
/// Some rows of the output of a convolution as a convolution of their own, and where they are: in a buffer for all images, or in one for the
/// rows of a band (a window), which begins with some rows of the band before.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BandRows
{
    private readonly long firstOut;
    private readonly long firstIn;
    private readonly int outInBand;
    private readonly int inInBand;
    private readonly long outPitch;
    private readonly long inPitch;

    /// <param name="whole">The convolution of an image.</param>
    /// <param name="image">Which of the images.</param>
    /// <param name="first">The first output row.</param>
    /// <param name="end">The output row behind the last.</param>
    /// <param name="start">The first output row of the band.</param>
    internal BandRows(in ConvolutionShape whole, long image, int first, int end, int start)
    {
        Shape = whole.OfRows(first, end, out var top);
        firstOut = (image * whole.OutHeight) + first;
        firstIn = (image * whole.InHeight) + top;
        outInBand = first - start;
        inInBand = top - (start * whole.StrideHeight);
        outPitch = (long)whole.OutWidth * whole.OutChannels;
        inPitch = (long)whole.InWidth * whole.InChannels;
    }

    /// <summary>The convolution that computes the rows, of one image.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>The first of the rows.</summary>
    /// <param name="all">The outputs of all images, or what else has their shape.</param>
    public FloatBuffer Output(FloatBuffer all) => all.At(firstOut * outPitch);

    /// <summary>The first of the rows.</summary>
    /// <param name="window">The outputs of a band.</param>
    /// <param name="above">The rows it has room for before those of the band.</param>
    public FloatBuffer Output(FloatBuffer window, int above) => window.At((outInBand + above) * outPitch);

    /// <summary>The first row that the convolution reads.</summary>
    /// <param name="all">All images.</param>
    public FloatBuffer Image(FloatBuffer all) => all.At(firstIn * inPitch);

    /// <summary>The first row that the convolution reads.</summary>
    /// <param name="window">The rows of a band.</param>
    /// <param name="above">The rows it has room for before those of the band.</param>
    public FloatBuffer Image(FloatBuffer window, int above) => window.At((inInBand + above) * inPitch);
}
