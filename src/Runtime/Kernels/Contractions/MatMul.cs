using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>Matrix products.</summary>
/// <remarks>
/// Every element is a number of chains of multiply-adds, each over a block of the inner extent, that follows from the sizes: the error of a
/// product does not grow with its inner extent (see <see cref="TileSums"/>), and the threads change no bit of a result.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class MatMul
{
    /// <summary>Columns of one packed panel.</summary>
    public const int PanelWidth = ScratchSizes.PanelWidth;

    /// <summary>Floats of one packed B: <c>ceil(columns / 32)</c> panels of <c>[inner][32]</c>, the last padded with zeros.</summary>
    internal static long PackedLength(long inner, int columns) => ((long)columns + PanelWidth - 1) / PanelWidth * PanelWidth * inner;

    /// <summary>
    /// <c>output[rows, columns] = epilogue(A · B)</c>, for <see cref="MatMulShape.Count"/> products. The epilogue is given the row in the
    /// whole <c>[count * rows]</c> output.
    /// </summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">
    /// Must not overlap A or B. It may be an operand of the epilogue that is read only at the element being written.
    /// </param>
    /// <param name="a">The left matrices, as <see cref="MatMulShape.TransposedA"/> says.</param>
    /// <param name="b">The right matrices, as <see cref="MatMulShape.PackedB"/> and <see cref="MatMulShape.SharedB"/> say.</param>
    /// <param name="shape">The extents; none is zero but <see cref="MatMulShape.Count"/> and <see cref="MatMulShape.Rows"/>.</param>
    /// <param name="operands">What the epilogue reads.</param>
    public static void Run<TEpilogue>(
        Workers workers, FloatBuffer output, FloatBuffer a, FloatBuffer b, in MatMulShape shape, ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue
    {
        fixed (FloatBuffer* places = operands)
        {
            var job = new Job(output, a, b, shape, chunks: 1) { Operands = places, OperandCount = operands.Length };
            if (job.Rows == 1) MultiplyRow<TEpilogue>(workers, &job);
            else Multiply<TEpilogue>(workers, &job);
        }
    }

    /// <summary>
    /// <c>output = A · B</c> for a long inner extent and few outputs (weight gradients): the inner extent is cut into pieces whose number
    /// follows from the sizes alone, and the pieces are summed in order.
    /// </summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">Must not overlap A or B.</param>
    /// <param name="a">The left matrices.</param>
    /// <param name="b">The right matrices.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="scratch"><see cref="ScratchSizes.MatMulSplit"/> floats.</param>
    public static void RunSplit(
        Workers workers, FloatBuffer output, FloatBuffer a, FloatBuffer b, in MatMulShape shape, FloatBuffer scratch)
    {
        var chunks = ScratchSizes.MatMulChunks(shape);
        var job = new Job(chunks == 1 ? output : scratch, a, b, shape, chunks);
        Multiply<Identity>(workers, &job);
        if (chunks > 1) PartialSums.Add(workers, output, scratch, chunks, shape.Count * shape.Rows * shape.Columns);
    }
}
