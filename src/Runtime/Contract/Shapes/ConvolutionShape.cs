using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>The extents of a two-dimensional convolution over images stored <c>[batch, height, width, channels]</c>.</summary>
/// <remarks>
/// Strides, dilations, image strides and groups are 1 unless set. Padding at the bottom and at the right follows from the output extents.
/// This file has no dependencies, because the generator links it beside <see cref="ScratchSizes"/>.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ConvolutionShape
{
    // Stored less one, so that the default value of the struct means 1.
    private readonly int strideHeight, strideWidth, dilationHeight, dilationWidth, inputStrideHeight, inputStrideWidth, groups;

    /// <summary>Rows and columns of the outputs that Winograd's filtering computes together.</summary>
    internal const int WinogradSide = 4;

    /// <summary>Winograd's filtering takes channels by as many as the widest vector has.</summary>
    internal const int WinogradChannels = 16;

    /// <summary>Rows of the image as it is stored.</summary>
    public int InHeight { get; init; }

    /// <summary>Columns of the image as it is stored.</summary>
    public int InWidth { get; init; }

    /// <summary>Channels of the image, of all groups together.</summary>
    public int InChannels { get; init; }

    /// <summary>Rows of the output.</summary>
    public int OutHeight { get; init; }

    /// <summary>Columns of the output.</summary>
    public int OutWidth { get; init; }

    /// <summary>Channels of the output, of all groups together.</summary>
    public int OutChannels { get; init; }

    /// <summary>Rows of the window.</summary>
    public int KernelHeight { get; init; }

    /// <summary>Columns of the window.</summary>
    public int KernelWidth { get; init; }

    /// <summary>Rows of zeros above the image; a negative number crops that many rows.</summary>
    public int PadTop { get; init; }

    /// <summary>Columns of zeros left of the image; a negative number crops that many columns.</summary>
    public int PadLeft { get; init; }

    /// <summary>Rows the window moves from one output row to the next.</summary>
    public int StrideHeight { get => strideHeight + 1; init => strideHeight = value - 1; }

    /// <summary>Columns the window moves from one output column to the next.</summary>
    public int StrideWidth { get => strideWidth + 1; init => strideWidth = value - 1; }

    /// <summary>The distance between two rows of the window.</summary>
    public int DilationHeight { get => dilationHeight + 1; init => dilationHeight = value - 1; }

    /// <summary>The distance between two columns of the window.</summary>
    public int DilationWidth { get => dilationWidth + 1; init => dilationWidth = value - 1; }

    /// <summary>The distance of two stored rows of the image with the zeros of a transposed convolution between them.</summary>
    public int InputStrideHeight { get => inputStrideHeight + 1; init => inputStrideHeight = value - 1; }

    /// <summary>The distance of two stored columns of the image with the zeros of a transposed convolution between them.</summary>
    public int InputStrideWidth { get => inputStrideWidth + 1; init => inputStrideWidth = value - 1; }

    /// <summary>The channels form this many independent convolutions.</summary>
    public int Groups { get => groups + 1; init => groups = value - 1; }

    /// <summary>Input channels of one group.</summary>
    internal int GroupIn => InChannels / Groups;

    /// <summary>Output channels of one group.</summary>
    internal int GroupOut => OutChannels / Groups;

    /// <summary>The products summed for one output element.</summary>
    internal long Inner => (long)KernelHeight * KernelWidth * GroupIn;

    /// <summary>The most stored image rows, padding included, that <paramref name="outputRows"/> consecutive output rows look at.</summary>
    internal int RowsRead(int outputRows) =>
        ((((outputRows - 1) * StrideHeight) + ((KernelHeight - 1) * DilationHeight)) / InputStrideHeight) + 1;

    /// <summary>The most stored image columns, padding included, that the output looks at.</summary>
    internal int ColumnsRead => ((((OutWidth - 1) * StrideWidth) + ((KernelWidth - 1) * DilationWidth)) / InputStrideWidth) + 1;

    /// <summary>Whether no window looks at padding.</summary>
    internal bool ReadsInPlace =>
        PadTop <= 0 && PadLeft <= 0 &&
        ((OutHeight - 1) * StrideHeight) + ((KernelHeight - 1) * DilationHeight) - PadTop <= (InHeight - 1) * InputStrideHeight &&
        ((OutWidth - 1) * StrideWidth) + ((KernelWidth - 1) * DilationWidth) - PadLeft <= (InWidth - 1) * InputStrideWidth;

    /// <summary>The same convolution of the image with the zeros of its input strides in it.</summary>
    internal ConvolutionShape WithZeros => this with
    {
        InHeight = ((InHeight - 1) * InputStrideHeight) + 1,
        InWidth = ((InWidth - 1) * InputStrideWidth) + 1,
        InputStrideHeight = 1,
        InputStrideWidth = 1,
    };

    /// <summary>Whether the window is a single pixel, and pixels between those it meets are passed over.</summary>
    internal bool PassesOverPixels =>
        KernelHeight == 1 && KernelWidth == 1 && Groups == 1 && !HasZeros && (StrideHeight > 1 || StrideWidth > 1) &&
        PadTop == 0 && PadLeft == 0 && ReadsInPlace;

    /// <summary>The same convolution of the image without the pixels that it passes over.</summary>
    internal ConvolutionShape WithoutPassedPixels => this with { InHeight = OutHeight, InWidth = OutWidth, StrideHeight = 1, StrideWidth = 1 };

    /// <summary>The output rows that are computed of a band: from the first to before the end.</summary>
    /// <param name="index">Which of the bands of the image.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="height">The rows of a band.</param>
    /// <param name="above">Rows of the band before that are computed too where no band before has left them.</param>
    /// <param name="ahead">Rows of the next band that are computed too.</param>
    /// <param name="isFirst">Whether no band before has left rows.</param>
    internal (int First, int End) RowsOfBand(int index, int count, int height, int above, int ahead, bool isFirst)
    {
        var start = index * height;
        var first = isFirst ? Math.Max(0, start - above) : index == 0 ? 0 : start + ahead;
        return (first, index == count - 1 ? OutHeight : start + height + ahead);
    }

    /// <summary>The convolution, without input strides, that computes some output rows from the image rows that these read.</summary>
    /// <param name="first">The first row of the output.</param>
    /// <param name="end">The row behind the last.</param>
    /// <param name="top">The image row that is the first of its image.</param>
    internal ConvolutionShape OfRows(int first, int end, out int top)
    {
        var begin = (first * StrideHeight) - PadTop;
        var read = ((end - 1) * StrideHeight) - PadTop + ((KernelHeight - 1) * DilationHeight) + 1;
        top = Math.Max(0, begin);
        return this with { OutHeight = end - first, InHeight = Math.Min(InHeight, read) - top, PadTop = top - begin };
    }

    /// <summary>Whether zeros lie between the stored elements of the image.</summary>
    internal bool HasZeros => InputStrideHeight > 1 || InputStrideWidth > 1;

    /// <summary>The first thing that keeps the convolution from being computed by Winograd's filtering F(4 x 4, 3 x 3).</summary>
    internal WinogradObstacle WinogradObstacle
    {
        get
        {
            if (KernelHeight != 3 || KernelWidth != 3) return WinogradObstacle.Window;
            if (StrideHeight != 1 || StrideWidth != 1) return WinogradObstacle.Stride;
            if (DilationHeight != 1 || DilationWidth != 1) return WinogradObstacle.Dilation;
            if (Groups != 1) return WinogradObstacle.Groups;
            if (HasZeros) return WinogradObstacle.Zeros;
            return InChannels % WinogradChannels == 0 && OutChannels % WinogradChannels == 0 ? WinogradObstacle.None : WinogradObstacle.Channels;
        }
    }
}

/// <summary>What keeps a convolution from being computed by Winograd's filtering.</summary>
internal enum WinogradObstacle
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The window is not one of 3 x 3.</summary>
    Window,

    /// <summary>The window moves by more than one pixel.</summary>
    Stride,

    /// <summary>The elements of the window are not neighbours.</summary>
    Dilation,

    /// <summary>The channels are in groups.</summary>
    Groups,

    /// <summary>Zeros lie between the stored elements of the image.</summary>
    Zeros,

    /// <summary>The channels do not fill vectors.</summary>
    Channels,
}
