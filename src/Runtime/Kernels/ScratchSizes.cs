namespace Sinter.Runtime;

/// <summary>
/// The lengths, in floats, of the scratch buffers the contractions take, and the number of pieces they cut long sums into.
/// All of it follows from sizes alone, never from the number of threads, so it can be known at build time, and the order of
/// additions is the same on every machine.
/// </summary>
/// <remarks>
/// The generator links this file, <c>MatMulShape.cs</c> and <c>ConvolutionShape.cs</c>: plain C#, no dependencies.
/// Every length grows with the batch (or stays), so the length for the largest batch serves all smaller ones.
/// </remarks>
public static class ScratchSizes
{
    /// <summary>Columns of one packed panel; the widest register tile.</summary>
    internal const int PanelWidth = 32;

    /// <summary>Rows of the tallest register tile.</summary>
    internal const int TileRows = 12;

    /// <summary>Sums are cut until there are about this many independent pieces of work.</summary>
    private const int WantedPieces = 32;

    private const int MostChunks = 16;

    /// <summary>The padded copy of an image is made in bands of output rows whose copy has about this many floats: half of a small L2 cache.</summary>
    private const int BandFloats = 32 * 1024;

    /// <summary>
    /// Floats for <c>MatMul.RunSplit</c>, per call (not per worker). Grows with <see cref="MatMulShape.Inner"/>: pass the largest.
    /// </summary>
    public static long MatMulSplit(in MatMulShape shape)
    {
        var chunks = MatMulChunks(shape);
        return chunks == 1 ? 0 : Align(chunks * shape.Count * shape.Rows * shape.Columns);
    }

    /// <summary>The number of pieces <c>MatMul.RunSplit</c> cuts the inner extent into.</summary>
    internal static int MatMulChunks(in MatMulShape shape)
    {
        var tiles = shape.Count * Divide(shape.Rows, TileRows) * Divide(shape.Columns, PanelWidth);
        return (int)Math.Min(Chunks(tiles), Math.Max(1, shape.Inner / 128));
    }

    /// <summary>
    /// Floats for <c>Convolution.Forward</c> and <c>Convolution.Depthwise</c>: the result for one worker times the number of workers.
    /// Does not depend on the batch.
    /// </summary>
    public static long ConvolutionForward(in ConvolutionShape shape, int workers) => CopyLength(shape) * workers;

    /// <summary>
    /// Floats for <c>Convolution.WeightGradient</c>: partial sums once per call, which grow with <paramref name="batch"/> up to a limit,
    /// and an image copy for each of the <paramref name="workers"/>.
    /// </summary>
    public static long ConvolutionWeightGradient(in ConvolutionShape shape, long batch, int workers) =>
        (WeightGradientChunks(shape, batch) * WeightGradientLength(shape)) + (CopyLength(shape) * workers);

    /// <summary>The same for <c>Convolution.DepthwiseWeightGradient</c>.</summary>
    public static long ConvolutionDepthwiseWeightGradient(in ConvolutionShape shape, long batch, int workers) =>
        (DepthwiseWeightGradientChunks(shape, batch) * WeightGradientLength(shape)) + (CopyLength(shape) * workers);

    /// <summary>Floats of one partial sum of a weight gradient.</summary>
    internal static long WeightGradientLength(in ConvolutionShape shape) =>
        Align((long)shape.KernelHeight * shape.KernelWidth * (shape.InChannels / shape.Groups) * shape.OutChannels);

    /// <summary>The number of partial sums of a weight gradient; the work is cut over the (image, band) pairs.</summary>
    internal static int WeightGradientChunks(in ConvolutionShape shape, long batch)
    {
        long inner = shape.KernelHeight * shape.KernelWidth * (shape.InChannels / shape.Groups);
        var tiles = shape.Groups * Divide(inner, TileRows) * Divide(shape.OutChannels / shape.Groups, PanelWidth);
        return (int)Math.Max(1, Math.Min(Chunks(tiles), batch * Bands(shape)));
    }

    /// <inheritdoc cref="WeightGradientChunks"/>
    internal static int DepthwiseWeightGradientChunks(in ConvolutionShape shape, long batch) =>
        (int)Math.Max(1, Math.Min(MostChunks, batch * Bands(shape)));

    /// <summary>Output rows of a full band; an image is worked on in bands of nearly equal height.</summary>
    internal static int BandRows(in ConvolutionShape shape)
    {
        var row = Math.Max(1, (long)shape.ColumnsRead * shape.InChannels);
        var spare = Math.Max(0, (BandFloats / row) - shape.RowsRead(1));
        var rows = Math.Min(shape.OutHeight, (spare / shape.StrideHeight) + 1);
        return (int)Divide(shape.OutHeight, Divide(shape.OutHeight, rows));
    }

    /// <summary>The number of bands of an image.</summary>
    internal static int Bands(in ConvolutionShape shape) => (int)Divide(shape.OutHeight, BandRows(shape));

    /// <summary>Floats of the padded copy of one band; 0 when the image is read where it lies.</summary>
    internal static long CopyLength(in ConvolutionShape shape) =>
        shape.ReadsInPlace ? 0 : Align((long)shape.RowsRead(BandRows(shape)) * shape.ColumnsRead * shape.InChannels);

    private static long Chunks(long tiles) => Math.Max(1, Math.Min(MostChunks, WantedPieces / Math.Max(1, tiles)));

    private static long Divide(long value, long by) => (value + by - 1) / by;

    private static long Align(long floats) => (floats + 15) / 16 * 16;
}
