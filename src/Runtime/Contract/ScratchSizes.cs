using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>
/// The lengths, in floats, of the scratch buffers the contractions take, and the number of pieces they cut long sums into.
/// All of it follows from sizes alone, never from the number of threads, so it can be known at build time, and the order of
/// additions is the same on every machine.
/// </summary>
/// <remarks>
/// The generator links this file, <c>MatMulShape.cs</c>, <c>ConvolutionShape.cs</c> and <c>AttentionShape.cs</c>: plain C#, no
/// dependencies.
/// Every length grows with the batch (or stays), so the length for the largest batch serves all smaller ones.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScratchSizes
{
    /// <summary>Columns of one packed panel; the widest register tile.</summary>
    internal const int PanelWidth = KernelLimits.PanelWidth;

    /// <summary>Rows of the tallest register tile.</summary>
    internal const int TileRows = 12;

    /// <summary>Products of a window from which on a panel outgrows the L2 cache and is used a slice at a time.</summary>
    internal const int LongWindow = 4096;

    /// <summary>Sums of more products are long. Shorter ones are as exact as those of other libraries without more ado.</summary>
    internal const int LongSum = 8192;

    /// <summary>Sums are cut until there are about this many independent pieces of work.</summary>
    private const int WantedPieces = 32;

    private const int MostChunks = 16;

    /// <summary>Keys of a tile of attention scores; its queries are as many as a panel has columns.</summary>
    internal const int AttentionKeys = 128;

    /// <summary>Keys a single query is compared with at a time.</summary>
    internal const int AttentionRowKeys = 32;

    /// <summary>Products of a sum that are not cut further.</summary>
    private const int ShortestChunk = 128;

    // Images are worked on in bands of output rows, or a few at a time, whose padded copies have about this many floats: a part of an
    // L2 cache that leaves room for the weights.
    private const int CopiedFloats = 64 * 1024;

    // Larger where a slice of each pixel is used at a time, and the weights would be read from memory again for each band.
    private const int SlicedFloats = 192 * 1024;
    private const int MostCopiedImages = 8;

    // Transformed pixels that are kept at a time, and the tiles they may be of: with the least, a weight from memory is used often enough
    // to be there in time. Where their pixels outgrow a cache, one position of them serves a few panels of weights in turn.
    private const int TransformedFloats = 160 * 1024;
    private const int LeastTiles = 60;
    private const int MostTiles = 96;
    private const int PanelsTogether = 4;

    /// <summary>Pixels a weight gradient sums up between storing its sums: enough to make that cheap, few enough for the L1 cache.</summary>
    internal const int WantedPixels = 256;

    /// <summary>
    /// Floats for <c>MatMul.RunSplit</c>, per call (not per worker). Enough for every shape that is nowhere larger.
    /// </summary>
    public static long MatMulSplit(in MatMulShape shape)
    {
        // Chunks times tiles are at most the pieces wanted, so this much holds all the sums whatever the extents.
        const long AllPieces = WantedPieces * TileRows * PanelWidth;
        return shape.Inner < 2 * ShortestChunk ? 0 : Math.Min(AllPieces, Align(MostChunks * shape.Count * shape.Rows * shape.Columns));
    }

    /// <summary>The number of pieces <c>MatMul.RunSplit</c> cuts the inner extent into.</summary>
    internal static int MatMulChunks(in MatMulShape shape)
    {
        var tiles = shape.Count * Divide(shape.Rows, TileRows) * Divide(shape.Columns, PanelWidth);
        return (int)Math.Min(Chunks(tiles), Math.Max(1, shape.Inner / ShortestChunk));
    }

    /// <summary>
    /// Floats for <c>Convolution.Forward</c>: image copies for each of the <paramref name="workers"/>. Does not depend on the batch.
    /// (<c>Convolution.Depthwise</c> needs none.)
    /// </summary>
    public static long ConvolutionForward(in ConvolutionShape shape, int workers) => CopyLength(shape) * workers;

    /// <summary>
    /// The most floats that <c>Convolution.Forward</c>, or a weight gradient for its copies, needs of a convolution whose image and output
    /// are nowhere larger: of smaller images more are copied at a time.
    /// </summary>
    public static long ConvolutionForwardAtMost(in ConvolutionShape shape, int workers)
    {
        // A band has no more floats than are meant to be copied, or than a single output row reads.
        var ofRow = Align((long)shape.RowsRead(1) * shape.ColumnsRead * shape.InChannels);
        var most = Math.Max(shape.Inner > LongWindow ? SlicedFloats : CopiedFloats, ofRow);

        // Several images of few pixels each.
        const int FewPixels = WantedPixels / 2;
        for (var height = 1; height <= Math.Min(FewPixels, shape.OutHeight); height++)
        {
            for (var width = 1; width <= Math.Min(FewPixels / height, shape.OutWidth); width++)
            {
                var image = shape with { OutHeight = height, OutWidth = width };
                most = Math.Max(most, Math.Min(MostCopiedImages, WantedPixels / (height * width)) * Align((long)image.RowsRead(height) * image.ColumnsRead * image.InChannels));
            }
        }

        return most * workers;
    }

    /// <summary>Positions of a tile of Winograd's F(4 x 4, 3 x 3): the products for 4 x 4 outputs.</summary>
    internal const int WinogradPositions = 36;

    /// <summary>
    /// Floats for <c>Convolution.ForwardWinograd</c>: transformed pixels and sums for each of the <paramref name="workers"/>. Does not
    /// depend on the batch.
    /// </summary>
    public static long ConvolutionWinograd(in ConvolutionShape shape, int workers) =>
        workers *
        (shape.InChannels + (WinogradPositions * (WinogradPixelStride(shape) + (WinogradPanels(shape) * WinogradSumStride(shape)))));

    /// <summary>Floats for <c>Convolution.ForwardWinogradPacked</c>: the same for one panel at a time, and a row of its transformed positions.</summary>
    public static long ConvolutionWinogradPacked(in ConvolutionShape shape, int workers) =>
        workers * (shape.InChannels + (WinogradPositions * (WinogradPixelStride(shape) + WinogradSumStride(shape))) + (6L * shape.InChannels * PanelWidth));

    /// <summary>Whether the tiles of one image are worked on together, so that a call of one image uses each weight once.</summary>
    public static bool IsOneWinogradChunk(in ConvolutionShape shape)
    {
        const int Side = ConvolutionShape.WinogradSide;
        return (long)Divide(shape.OutHeight, Side) * Divide(shape.OutWidth, Side) <= WinogradTiles(shape);
    }

    /// <summary>Floats of a weight that <c>Convolution.TransformWeight</c> has transformed.</summary>
    public static long WinogradWeight(int inChannels, int outChannels) =>
        Divide(outChannels, PanelWidth) * PanelWidth * inChannels * WinogradPositions;

    /// <summary>
    /// The tiles that are worked on together: as many as leave room for weights in an L2 cache, but enough to use a weight often once
    /// it is there.
    /// </summary>
    internal static int WinogradTiles(in ConvolutionShape shape) =>
        (int)Math.Max(LeastTiles, Math.Min(MostTiles, TransformedFloats / (WinogradPositions * shape.InChannels))) / TileRows * TileRows;

    /// <summary>The panels of weights that are multiplied with a position of all the tiles before the next position.</summary>
    internal static int WinogradPanels(in ConvolutionShape shape) =>
        (long)WinogradPositions * WinogradTiles(shape) * shape.InChannels <= TransformedFloats
            ? 1 : (int)Math.Min(PanelsTogether, Divide(shape.OutChannels, PanelWidth));

    /// <summary>Floats from one position to the next. Not a multiple of a page, whose places in a cache are the same.</summary>
    internal static long WinogradPixelStride(in ConvolutionShape shape) => ((long)WinogradTiles(shape) * shape.InChannels) + 16;

    /// <inheritdoc cref="WinogradPixelStride"/>
    internal static long WinogradSumStride(in ConvolutionShape shape) => ((long)WinogradTiles(shape) * PanelWidth) + 16;

    /// <summary>
    /// Floats for <c>Convolution.WeightGradient</c>: partial sums once per call, which grow with <paramref name="batch"/> up to a limit,
    /// and image copies for each of the <paramref name="workers"/>.
    /// </summary>
    public static long ConvolutionWeightGradient(in ConvolutionShape shape, long batch, int workers) =>
        GradientSums(shape, batch, WeightGradientChunks(shape, batch), WeightGradientLength(shape)) + (GradientCopyLength(shape) * workers);

    /// <summary>The same for <c>Convolution.DepthwiseWeightGradient</c>.</summary>
    public static long ConvolutionDepthwiseWeightGradient(in ConvolutionShape shape, long batch, int workers) =>
        GradientSums(shape, batch, DepthwiseWeightGradientChunks(shape, batch), DepthwiseWeightGradientLength(shape)) +
        (GradientCopyLength(shape) * workers);

    /// <summary>Whether each of the partial sums of a weight gradient runs over so many pixels that it keeps its rounding errors.</summary>
    internal static bool IsLongGradient(in ConvolutionShape shape, long batch, int chunks) =>
        batch * shape.OutHeight * shape.OutWidth > (long)LongSum * chunks;

    /// <summary>Floats of the partial sums of a weight gradient: where they are long, two more for each.</summary>
    internal static long GradientSums(in ConvolutionShape shape, long batch, int chunks, long length) =>
        chunks * length * (IsLongGradient(shape, batch, chunks) ? 3 : 1);

    /// <summary>Floats of one partial sum of a weight gradient: packed panels, for the kernels store whole vectors.</summary>
    internal static long WeightGradientLength(in ConvolutionShape shape) =>
        shape.Inner * shape.Groups * Divide(shape.GroupOut, PanelWidth) * PanelWidth;

    /// <summary>Floats of one partial sum of a depthwise weight gradient, <c>[KH * KW]</c> rows of whole vectors.</summary>
    internal static long DepthwiseWeightGradientLength(in ConvolutionShape shape) =>
        shape.KernelHeight * shape.KernelWidth * Divide(shape.OutChannels, PanelWidth) * PanelWidth;

    /// <summary>The number of partial sums of a weight gradient; each takes its share of the (image, band) pairs.</summary>
    internal static int WeightGradientChunks(in ConvolutionShape shape, long batch)
    {
        var tiles = shape.Groups * Divide(shape.Inner, TileRows) * Divide(shape.GroupOut, PanelWidth);
        return (int)Math.Max(1, Math.Min(Chunks(tiles), batch * Bands(shape.WithZeros)));
    }

    /// <inheritdoc cref="WeightGradientChunks"/>
    internal static int DepthwiseWeightGradientChunks(in ConvolutionShape shape, long batch) =>
        (int)Math.Max(1, Math.Min(Chunks(Divide(shape.OutChannels, PanelWidth)), batch * Bands(shape.WithZeros)));

    /// <summary>Output rows of a full band; an image is worked on in bands of nearly equal height.</summary>
    internal static int BandRows(in ConvolutionShape shape)
    {
        var row = Math.Max(1, (long)shape.ColumnsRead * shape.InChannels);
        var spare = Math.Max(0, ((shape.Inner > LongWindow ? SlicedFloats : CopiedFloats) / row) - shape.RowsRead(1));
        var rows = Math.Min(shape.OutHeight, (spare / shape.StrideHeight) + 1);
        return (int)Divide(shape.OutHeight, Divide(shape.OutHeight, rows));
    }

    /// <summary>The number of bands of an image.</summary>
    internal static int Bands(in ConvolutionShape shape) => (int)Divide(shape.OutHeight, BandRows(shape));

    /// <summary>Floats of the padded copy of one band.</summary>
    internal static long BandLength(in ConvolutionShape shape) =>
        Align((long)shape.RowsRead(BandRows(shape)) * shape.ColumnsRead * shape.InChannels);

    /// <summary>
    /// Bands a worker copies at a time; more than one only where a band is a whole image. Small images are taken together even past the
    /// usual size, for a weight gradient stores all its sums once for each such group.
    /// </summary>
    internal static int CopiedBands(in ConvolutionShape shape)
    {
        if (Bands(shape) > 1) return 1;
        var pixels = Math.Max(1, (long)shape.OutHeight * shape.OutWidth);
        var wanted = Math.Max(CopiedFloats / Math.Max(1, BandLength(shape)), WantedPixels / pixels);
        return (int)Math.Max(1, Math.Min(MostCopiedImages, wanted));
    }

    /// <summary>Floats of one worker's image copies; 0 when images are read where they lie.</summary>
    internal static long CopyLength(in ConvolutionShape shape)
    {
        var image = shape.PassesOverPixels ? shape.WithoutPassedPixels : shape;
        return image == shape && shape.ReadsInPlace ? 0 : CopiedBands(image) * BandLength(image);
    }

    /// <summary>The same for a weight gradient, which keeps the zeros of input strides in its copies.</summary>
    internal static long GradientCopyLength(in ConvolutionShape shape)
    {
        var image = shape.WithZeros;
        return shape.HasZeros || !image.ReadsInPlace ? CopiedBands(image) * BandLength(image) : 0;
    }

    /// <summary>Indices that are sorted at a time.</summary>
    internal const int SortedIndices = 256 * 1024;

    /// <summary>Floats for <c>Indexing.ScatterAdd</c>, whatever the number of indices: one integer for each row and each index that is sorted.</summary>
    public static long ScatterAdd(int rows) => SegmentEnds(rows) + SortedIndices;

    /// <summary>
    /// Floats for <c>Indexing.Segments</c> for each of the workers: one integer for each row, for maxima two, and one for each index that is
    /// sorted. Grows with the values of a group and with its rows.
    /// </summary>
    public static long Segments(long count, long rows, bool max) => (SegmentEnds(rows) * (max ? 2 : 1)) + Align(System.Math.Min(count, SortedIndices));

    /// <summary>Integers that say where the values of each row end.</summary>
    internal static long SegmentEnds(long rows) => Align(rows + 1);

    /// <summary>
    /// Floats for <c>Attention.Forward</c>: tiles and copies of the keys and values of one head for each of the <paramref name="workers"/>.
    /// Grows with the number of keys; depends neither on the batch nor on the number of queries.
    /// </summary>
    public static long AttentionForward(in AttentionShape shape, int workers) => AttentionForwardLength(shape) * workers;

    /// <summary>
    /// Floats for <c>Attention.Gradient</c>: tiles, and copies and gradients of the keys and values of one head, for each
    /// of the <paramref name="workers"/>. Grows with the number of keys and, once, where queries become many; does not depend on the batch,
    /// but for the gradient of a bias that all samples share: the sums of a limited number of pieces of the batch.
    /// </summary>
    public static long AttentionGradient(in AttentionShape shape, int workers) => AttentionBiasSumsLength(shape) + (AttentionGradientLength(shape) * workers);

    /// <summary>Floats of one worker: the tiles, or what one query of each head needs.</summary>
    internal static long AttentionForwardLength(in AttentionShape shape) => Math.Max(
        AttentionSideLength(shape) + (AttentionSums(shape) * AttentionValueSideLength(shape)) + (3 * AttentionTileLength) + AttentionCopyLength(shape) + AttentionValueCopyLength(shape) + AttentionMarksLength(shape),
        AttentionRowKeys + (shape.Heads * AttentionRowLength(shape)));

    /// <summary>Floats of one worker.</summary>
    internal static long AttentionGradientLength(in AttentionShape shape) =>
        ((2 + AttentionSums(shape)) * AttentionSideLength(shape)) + (2 * AttentionValueSideLength(shape)) + (4 * AttentionTileLength) +
        AttentionCopyLength(shape) + AttentionValueCopyLength(shape) + AttentionMarksLength(shape) +
        (AttentionKeySums(shape) * shape.Keys * (AttentionWidth(shape) + AttentionValueWidth(shape)));

    /// <summary>Buffers for a sum over keys: where they are more than a block, two more that keep the rounding errors.</summary>
    internal static int AttentionSums(in AttentionShape shape) => shape.Keys > 2 * AttentionRowKeys ? 3 : 1;

    /// <summary>The same for a sum over the queries of all heads that read a key.</summary>
    internal static int AttentionKeySums(in AttentionShape shape) => shape.Queries * shape.Group > LongSum ? 3 : 1;

    /// <summary>Floats of a tile of scores.</summary>
    internal const long AttentionTileLength = AttentionKeys * PanelWidth;

    /// <summary>
    /// Pieces of the batch whose bias gradients are summed apart, so that threads have something to share where heads are few; the first is
    /// summed in place.
    /// </summary>
    internal static long AttentionPieces(in AttentionShape shape) =>
        shape.BiasGradientPerSample ? shape.Batch : Math.Max(1, Math.Min(shape.Batch, MostChunks / (shape.BiasGradientPerHead ? shape.KeyHeads : 1)));

    /// <summary>Floats of the bias gradient of one sample, or of one piece of the batch.</summary>
    internal static long AttentionBiasLength(in AttentionShape shape) => shape.BiasGradientHeads * shape.Queries * shape.Keys;

    /// <summary>Floats of the sums of all pieces but the first.</summary>
    internal static long AttentionBiasSumsLength(in AttentionShape shape) =>
        !shape.HasBiasGradient || shape.BiasGradientPerSample ? 0 : Align((AttentionPieces(shape) - 1) * AttentionBiasLength(shape));

    /// <summary>Floats of the transposed queries of a tile, or of their gradients.</summary>
    internal static long AttentionSideLength(in AttentionShape shape) => (long)shape.Size * PanelWidth;

    /// <summary>Floats of the transposed outputs of a tile, or of their gradients.</summary>
    internal static long AttentionValueSideLength(in AttentionShape shape) => (long)shape.ValueSize * PanelWidth;

    /// <summary>Floats of the copied keys of one head.</summary>
    internal static long AttentionCopyLength(in AttentionShape shape) => AttentionCopies(shape) ? Align(shape.Keys * shape.Size) : 0;

    /// <summary>Floats of the copied values of one head.</summary>
    internal static long AttentionValueCopyLength(in AttentionShape shape) => AttentionCopies(shape) ? Align(shape.Keys * shape.ValueSize) : 0;

    private static bool AttentionCopies(in AttentionShape shape) => shape.KeyHeads > 1 || shape.HidesKeys;

    /// <summary>Floats of the marks of keys that are no finite numbers.</summary>
    internal static long AttentionMarksLength(in AttentionShape shape) => shape.HidesKeys ? Align(shape.Keys) : 0;

    /// <summary>The size of a head of keys in whole vectors of any width.</summary>
    internal static long AttentionWidth(in AttentionShape shape) => Align(shape.Size);

    /// <summary>The size of a head of values in whole vectors of any width.</summary>
    internal static long AttentionValueWidth(in AttentionShape shape) => Align(shape.ValueSize);

    /// <summary>Floats of one query's unfinished output, its largest score and its sum.</summary>
    internal static long AttentionRowLength(in AttentionShape shape) => (AttentionValueWidth(shape) * AttentionSums(shape)) + Align(3);

    private static long Chunks(long tiles) => Math.Max(1, Math.Min(MostChunks, WantedPieces / Math.Max(1, tiles)));

    private static long Divide(long value, long by) => (value + by - 1) / by;

    private static long Align(long floats) => (floats + 15) / 16 * 16;
}
