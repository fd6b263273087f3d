using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

public static unsafe partial class MatMul
{
    // Shorter sums are not worth cutting up.
    private const int MinimalSplitInner = 64;

    /// <summary>
    /// Products of a single row each: B is read once, so the memory sets the pace. Four streams run through it, over columns of their own
    /// or, where there are too few columns, over parts of the inner extent.
    /// </summary>
    private static void MultiplyRow<TEpilogue>(Workers workers, Job* job)
        where TEpilogue : struct, IEpilogue
    {
        var groupColumns = MicroKernel.RowStreams * MicroKernel.StreamColumns;
        var groups = ((long)job->Columns + groupColumns - 1) / groupColumns;
        workers.Run(&MultiplyRows<TEpilogue>, job, job->Count * groups, 1, WorkOf((double)job->Count * job->Columns * job->Inner));
    }

    [SkipLocalsInit]
    private static void MultiplyRows<TEpilogue>(void* state, int worker, long begin, long end)
        where TEpilogue : struct, IEpilogue
    {
        var job = (Job*)state;
        var operands = new EpilogueOperands(job->Operands, job->OperandCount);
        FloatPointer sums = stackalloc float[MicroKernel.RowStreams * PanelWidth];
        Planned.Limit(ref sums, MicroKernel.RowStreams * PanelWidth, "sums of streams");
        var groupColumns = MicroKernel.RowStreams * MicroKernel.StreamColumns;
        var groups = ((long)job->Columns + groupColumns - 1) / groupColumns;
        for (var item = begin; item < end; item++)
        {
            var (matrix, place) = groups == 1 ? (item, 0L) : Math.DivRem(item, groups);
            var column = (int)place * groupColumns;
            var columns = Math.Min(job->Columns - column, groupColumns);
            var group = new RowGroup(job, matrix, column, columns);
            group.Multiply(sums);
            group.Join(sums);
            MicroKernel.Finish<TEpilogue>(
                sums, job->Output + (matrix * job->Columns) + column, 0, 1, columns, operands, new(matrix, column));
        }
    }

    /// <summary>The columns four streams compute.</summary>
    private readonly struct RowGroup
    {
        private readonly Job* job;
        private readonly FloatPointer a;
        private readonly FloatPointer b;
        private readonly int column;
        private readonly int columns;
        private readonly int streamColumns;

        /// <summary>Streams side by side; the parts of the sum they take; products in each part.</summary>
        private readonly int distinct;
        private readonly int split;
        private readonly long part;
        private readonly bool narrow;

        public RowGroup(Job* job, long matrix, int column, int columns)
        {
            this.job = job;
            this.column = column;
            this.columns = columns;
            a = job->A + (matrix * job->Inner);
            b = job->B + (matrix * job->MatrixStrideB);
            streamColumns = MicroKernel.StreamColumns;
            distinct = (columns + streamColumns - 1) / streamColumns;

            // One, two or four parts: shifts, for divisions show in the time of a small product.
            var doublings = job->Inner < MinimalSplitInner || distinct > 2 ? 0 : MicroKernel.RowStreams >> distinct;
            split = 1 << doublings;
            narrow = split > 1 && columns <= streamColumns / 2;
            part = job->Inner >> doublings;
            if (narrow) part &= ~1L;
        }

        public void Multiply(FloatPointer sums)
        {
            var row = new RowArguments
            {
                A = a,
                B0 = Stream(0, out _),
                B1 = Stream(1, out var a1),
                B2 = Stream(2, out var a2),
                B3 = Stream(3, out var a3),
                A1 = a1,
                A2 = a2,
                A3 = a3,
                StepB = (nint)(job->StepB * sizeof(float)),
                Inner = (nint)part,
                Reversed = job->Reversed,
                C = (BytePointer)sums,
            };
            MicroKernel.RowBlocks(&row, narrow, isLong: job->Inner > ScratchSizes.LongSum);
        }

        /// <summary>Adds the parts of each column's sum in order, and the products that equal parts left over.</summary>
        public void Join(FloatPointer sums)
        {
            if (split == 1) return;
            var width = distinct * streamColumns;
            for (var c = 0; c < columns; c++)
            {
                var sum = 0f;
                for (var i = 0; i < split; i++)
                {
                    sum += sums[(i * width) + c];
                    if (narrow) sum += sums[(i * width) + (streamColumns / 2) + c];
                }

                for (var k = part * split; k < job->Inner; k++) sum += a[k] * At(column + c, k)[0];
                sums[c] = sum;
            }
        }

        // Streams behind the last column repeat the first ones, unless they take the next part of the sum.
        private BytePointer Stream(int stream, out nint offsetA)
        {
            var lap = distinct == 1 ? stream : stream >= distinct ? 1 : 0;
            var k = split > 1 ? lap * part : 0;
            offsetA = (nint)(k * sizeof(float));
            return (BytePointer)At(column + ((stream - (lap * distinct)) * streamColumns), k);
        }

        private FloatPointer At(int c, long k) => b + (c / PanelWidth * job->PanelStrideB) + (c % PanelWidth) + (k * job->StepB);
    }
}
