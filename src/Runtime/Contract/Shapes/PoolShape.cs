using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>The extents of two-dimensional pooling over images stored <c>[batch, height, width, channels]</c>.</summary>
/// <remarks>Strides and dilations are 1 unless set. Padding at the bottom and at the right follows from the output extents.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PoolShape
{
    // Stored less one, so that the default value of the struct means 1.
    private readonly int strideHeight, strideWidth, dilationHeight, dilationWidth;

    /// <summary>Rows of the image.</summary>
    public int InHeight { get; init; }

    /// <summary>Columns of the image.</summary>
    public int InWidth { get; init; }

    /// <summary>Channels of the image and of the output.</summary>
    public int Channels { get; init; }

    /// <summary>Rows of the output.</summary>
    public int OutHeight { get; init; }

    /// <summary>Columns of the output.</summary>
    public int OutWidth { get; init; }

    /// <summary>Rows of the window.</summary>
    public int KernelHeight { get; init; }

    /// <summary>Columns of the window.</summary>
    public int KernelWidth { get; init; }

    /// <summary>Rows the window moves from one output row to the next.</summary>
    public int StrideHeight { get => strideHeight + 1; init => strideHeight = value - 1; }

    /// <summary>Columns the window moves from one output column to the next.</summary>
    public int StrideWidth { get => strideWidth + 1; init => strideWidth = value - 1; }

    /// <summary>Rows of padding above the image.</summary>
    public int PadTop { get; init; }

    /// <summary>Columns of padding left of the image.</summary>
    public int PadLeft { get; init; }

    /// <summary>The distance between two rows of the window.</summary>
    public int DilationHeight { get => dilationHeight + 1; init => dilationHeight = value - 1; }

    /// <summary>The distance between two columns of the window.</summary>
    public int DilationWidth { get => dilationWidth + 1; init => dilationWidth = value - 1; }

    /// <summary>The elements of one image.</summary>
    internal long InLength => (long)InHeight * InWidth * Channels;

    /// <summary>The elements of one output.</summary>
    internal long OutLength => (long)OutHeight * OutWidth * Channels;

    /// <summary>The positions of a window.</summary>
    internal int WindowLength => KernelHeight * KernelWidth;

    /// <summary>The image row under row <paramref name="kernelRow"/> of a window.</summary>
    internal int ImageRow(int outRow, int kernelRow) => (outRow * StrideHeight) - PadTop + (kernelRow * DilationHeight);

    /// <summary>The image column under column <paramref name="kernelColumn"/> of a window.</summary>
    internal int ImageColumn(int outColumn, int kernelColumn) => (outColumn * StrideWidth) - PadLeft + (kernelColumn * DilationWidth);

    /// <summary>The rows of a window that lie within the image: from the first up to but not including the second.</summary>
    internal (int Begin, int End) KernelRows(int outRow) => Inside(ImageRow(outRow, 0), DilationHeight, KernelHeight, InHeight);

    /// <summary>The columns of a window that lie within the image: from the first up to but not including the second.</summary>
    internal (int Begin, int End) KernelColumns(int outColumn) => Inside(ImageColumn(outColumn, 0), DilationWidth, KernelWidth, InWidth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Begin, int End) Inside(int start, int dilation, int kernel, int extent)
    {
        // Nearly all windows lie inside as a whole, and divisions are slow.
        if (start >= 0 && start + ((kernel - 1) * dilation) < extent) return (0, kernel);
        var begin = start >= 0 ? 0 : (dilation - 1 - start) / dilation;
        var end = start >= extent ? 0 : Math.Min(kernel, ((extent - 1 - start) / dilation) + 1);
        return (begin, end);
    }
}
