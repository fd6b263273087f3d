using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sinter.Runtime;

public static unsafe partial class MatMul
{
    /// <summary>Packs <paramref name="count"/> independent matrices into panels of 32 columns.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="packed">
    /// <paramref name="count"/> times <see cref="PackedLength"/> floats; must not overlap <paramref name="b"/>.
    /// </param>
    /// <param name="b">Each matrix is <c>[inner, columns]</c>, or, <paramref name="transposed"/>, <c>[columns, inner]</c>.</param>
    /// <param name="count">How many matrices lie one after another.</param>
    /// <param name="inner">Rows of a matrix as it is used: the extent that is summed over.</param>
    /// <param name="columns">Columns of a matrix as it is used.</param>
    /// <param name="transposed">How the matrices are stored.</param>
    public static void Pack(Workers workers, FloatBuffer packed, FloatBuffer b, int count, int inner, int columns, bool transposed)
    {
        var job = new PackJob { Packed = packed.Pointer, B = b.Pointer, Inner = inner, Columns = columns, Transposed = transposed };
        var panels = (columns + PanelWidth - 1) / PanelWidth;
        workers.Run(&PackPanels, &job, (long)count * panels, 1, (long)count * inner * columns);
    }

    private static void PackPanels(void* state, int worker, long begin, long end)
    {
        var job = (PackJob*)state;
        var panels = (job->Columns + PanelWidth - 1) / PanelWidth;
        for (var item = begin; item < end; item++)
        {
            var panel = job->Packed + (item * job->Inner * PanelWidth);
            var b = job->B + (item / panels * job->Inner * job->Columns);
            var column = (int)(item % panels) * PanelWidth;
            var columns = Math.Min(PanelWidth, job->Columns - column);
            if (job->Transposed) PackTransposed(panel, b + (column * job->Inner), job->Inner, columns);
            else PackRows(panel, b + column, job->Inner, job->Columns, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows(float* panel, float* b, long inner, long stride, int columns)
    {
        for (long k = 0; k < inner; k++)
        {
            if (columns == PanelWidth)
            {
                for (var c = 0; c < PanelWidth; c += Vector128<float>.Count) Vector128.Load(b + c).Store(panel + c);
            }
            else
            {
                for (var c = 0; c < columns; c++) panel[c] = b[c];
                for (var c = columns; c < PanelWidth; c++) panel[c] = 0;
            }

            panel += PanelWidth;
            b += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackTransposed(float* panel, float* b, long inner, int columns)
    {
        // Few enough k at a time that the part of the panel being written stays in the L1 cache.
        const int KBlock = 64;
        for (long first = 0; first < inner; first += KBlock)
        {
            var count = (int)Math.Min(KBlock, inner - first);
            var target = panel + (first * PanelWidth);
            var source = b + first;
            var column = 0;
            for (; column <= columns - 4; column += 4)
            {
                var k = 0;
                for (; k <= count - 4; k += 4)
                    Transposition.Of4x4(source + (column * inner) + k, inner, target + ((long)k * PanelWidth) + column, PanelWidth);
                for (; k < count; k++)
                {
                    for (var c = column; c < column + 4; c++) target[((long)k * PanelWidth) + c] = source[(c * inner) + k];
                }
            }

            for (; column < PanelWidth; column++)
            {
                for (var k = 0; k < count; k++)
                    target[((long)k * PanelWidth) + column] = column < columns ? source[(column * inner) + k] : 0;
            }
        }
    }

    private struct PackJob
    {
        public float* Packed;
        public float* B;
        public long Inner;
        public int Columns;
        public bool Transposed;
    }
}
