using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

public static unsafe partial class MatMul
{
    /// <summary>
    /// Products of a single row each: B is read once, so the memory sets the pace. Four streams run through it, over columns of their own
    /// or, where there are too few columns, over parts of the inner extent.
    /// </summary>
    private static void MultiplyRow<TEpilogue>(Workers workers, Job* job)
        where TEpilogue : struct, IEpilogue
    {
        var streams = ((long)job->Columns + MicroKernel.StreamColumns - 1) / MicroKernel.StreamColumns;
        job->RowSplit = job->Inner < MinimalSplitInner || streams > 2 ? 1 : streams == 2 ? 2 : 4;
        job->RowGroups = (streams + MicroKernel.RowStreams - 1) / MicroKernel.RowStreams;
        var products = (double)job->Count * job->Columns * job->Inner;
        workers.Run(&MultiplyRows<TEpilogue>, job, job->Count * job->RowGroups, 1, WorkOf(products));
    }

    // Shorter sums are not worth cutting up.
    private const int MinimalSplitInner = 64;

    [SkipLocalsInit]
    private static void MultiplyRows<TEpilogue>(void* state, int worker, long begin, long end)
        where TEpilogue : struct, IEpilogue
    {
        var job = (Job*)state;
        var streamColumns = MicroKernel.StreamColumns;
        var operands = new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount);
        var sums = stackalloc float[MicroKernel.RowStreams * PanelWidth];
        var split = job->RowSplit;
        var part = job->Inner / split;
        var row = new RowArguments { C = (byte*)sums, Inner = (nint)part, StepB = (nint)(job->StepB * sizeof(float)) };
        for (var item = begin; item < end; item++)
        {
            var matrix = item / job->RowGroups;
            var column = (int)(item % job->RowGroups) * MicroKernel.RowStreams * streamColumns;
            var columns = Math.Min(job->Columns - column, MicroKernel.RowStreams * streamColumns);
            var b = job->B + (matrix * job->MatrixStrideB);
            row.A = job->A + (matrix * job->Inner);

            // Streams beyond the last column repeat the first; beyond the columns' streams they take the next part of the sum.
            var distinct = split == 1 ? (columns + streamColumns - 1) / streamColumns : MicroKernel.RowStreams / split;
            row.B0 = Stream(0, out _);
            row.B1 = Stream(1, out row.A1);
            row.B2 = Stream(2, out row.A2);
            row.B3 = Stream(3, out row.A3);
            MicroKernel.Row(&row, narrow: columns <= streamColumns / 2);
            if (split > 1) JoinParts(sums, columns, streamColumns, job, row.A, b);
            MicroKernel.FinishRow<TEpilogue>(sums, job->Output + (matrix * job->Columns) + column, columns, operands, matrix, column);

            byte* Stream(int stream, out nint a)
            {
                var k = split == 1 ? 0 : stream / distinct * part;
                a = (nint)(k * sizeof(float));
                var first = column + (split > 1 || stream < distinct ? stream % distinct * streamColumns : 0);
                return (byte*)(b + (first / PanelWidth * job->PanelStrideB) + (first % PanelWidth) + (k * job->StepB));
            }
        }
    }

    /// <summary>Adds the parts of each column's sum in order, and the products the equal parts left over.</summary>
    private static void JoinParts(float* sums, int columns, int streamColumns, Job* job, float* a, float* b)
    {
        var split = job->RowSplit;
        var width = MicroKernel.RowStreams / split * streamColumns;
        for (var column = 0; column < columns; column++)
        {
            var sum = sums[column];
            for (var part = 1; part < split; part++) sum += sums[(part * width) + column];
            for (var k = job->Inner / split * split; k < job->Inner; k++)
                sum += a[k] * b[(column / PanelWidth * job->PanelStrideB) + (column % PanelWidth) + (k * job->StepB)];
            sums[column] = sum;
        }
    }
}
