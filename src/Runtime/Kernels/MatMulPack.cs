using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

public static unsafe partial class MatMul
{
    /// <summary>Packs <paramref name="count"/> independent matrices into panels of 32 columns.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="packed"><paramref name="count"/> times <see cref="PackedLength"/> floats; must not overlap <paramref name="b"/>.</param>
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
                    Transpose4(source + (column * inner) + k, inner, target + ((long)k * PanelWidth) + column);
                for (; k < count; k++)
                {
                    for (var c = column; c < column + 4; c++) target[((long)k * PanelWidth) + c] = source[(c * inner) + k];
                }
            }

            for (; column < PanelWidth; column++)
            {
                for (var k = 0; k < count; k++) target[((long)k * PanelWidth) + column] = column < columns ? source[(column * inner) + k] : 0;
            }
        }
    }

    /// <summary>Four rows of four floats, <paramref name="stride"/> apart, become columns of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4(float* source, long stride, float* target)
    {
        var r0 = Vector128.Load(source);
        var r1 = Vector128.Load(source + stride);
        var r2 = Vector128.Load(source + (2 * stride));
        var r3 = Vector128.Load(source + (3 * stride));
        if (Sse.IsSupported)
        {
            var (low01, low23) = (Sse.UnpackLow(r0, r1), Sse.UnpackLow(r2, r3));
            var (high01, high23) = (Sse.UnpackHigh(r0, r1), Sse.UnpackHigh(r2, r3));
            Sse.MoveLowToHigh(low01, low23).Store(target);
            Sse.MoveHighToLow(low23, low01).Store(target + PanelWidth);
            Sse.MoveLowToHigh(high01, high23).Store(target + (2 * PanelWidth));
            Sse.MoveHighToLow(high23, high01).Store(target + (3 * PanelWidth));
        }
        else
        {
            Vector128.Create(r0[0], r1[0], r2[0], r3[0]).Store(target);
            Vector128.Create(r0[1], r1[1], r2[1], r3[1]).Store(target + PanelWidth);
            Vector128.Create(r0[2], r1[2], r2[2], r3[2]).Store(target + (2 * PanelWidth));
            Vector128.Create(r0[3], r1[3], r2[3], r3[3]).Store(target + (3 * PanelWidth));
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
