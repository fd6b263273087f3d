namespace Sinter.Runtime;

/// <summary>Matrix products.</summary>
public static class MatMul
{
    /// <summary>Columns of one packed panel.</summary>
    public const int PanelWidth = ScratchSizes.PanelWidth;

    /// <summary>Floats of one packed B: <c>ceil(columns / 32)</c> panels of <c>[inner][32]</c>, the last padded with zeros.</summary>
    public static long PackedLength(long inner, int columns) => ((long)columns + PanelWidth - 1) / PanelWidth * PanelWidth * inner;

    /// <summary>Packs <paramref name="count"/> independent matrices into panels of 32 columns.</summary>
    /// <param name="packed"><paramref name="count"/> times <see cref="PackedLength"/> floats.</param>
    /// <param name="b">Each matrix is <c>[inner, columns]</c>, or, <paramref name="transposed"/>, <c>[columns, inner]</c>.</param>
    public static void Pack(Workers workers, FloatBuffer packed, FloatBuffer b, int count, int inner, int columns, bool transposed) =>
        MatMulReference.Pack(packed, b, count, inner, columns, transposed);

    /// <summary>
    /// <c>output[rows, columns] = epilogue(A · B)</c>, for <see cref="MatMulShape.Count"/> products. The epilogue is given the row in the whole
    /// <c>[count * rows]</c> output. The output must not overlap the inputs; it may be one of the epilogue's operands that is read
    /// at the element being written only.
    /// </summary>
    public static void Run<TEpilogue>(
        Workers workers, FloatBuffer output, FloatBuffer a, FloatBuffer b, in MatMulShape shape, ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue => MatMulReference.Run<TEpilogue>(output, a, b, shape, operands);

    /// <summary>
    /// <c>output = A · B</c> for a long inner extent and few outputs (weight gradients): the inner extent is cut into pieces whose number
    /// follows from the sizes alone, and the pieces are summed in order.
    /// </summary>
    /// <param name="scratch"><see cref="ScratchSizes.MatMulSplit"/> floats.</param>
    public static void RunSplit(Workers workers, FloatBuffer output, FloatBuffer a, FloatBuffer b, in MatMulShape shape, FloatBuffer scratch) =>
        MatMulReference.Run<Identity>(output, a, b, shape, default);
}
