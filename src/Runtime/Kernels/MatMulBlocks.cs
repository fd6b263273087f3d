using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

public static unsafe partial class MatMul
{
    // Rows that share a panel while it is in the L1 cache, and the floats of A they may have: about a third of an L2 cache.
    private const int MostBlockRows = 96;
    private const long MostBlockFloats = 96 * 1024;

    // Products at a time where A or B is copied: a panel of them is in the L1 cache, MostBlockRows rows of them are MostCopiedFloats.
    private const int CopiedInner = 256;
    private const int MostCopiedFloats = MostBlockRows * CopiedInner;

    // The distance between rows, in floats, that makes them fight for one set of the L1 cache: 4096 bytes, for A's few rows at a time,
    // a quarter of that for the many rows of B. A copy keeps a line more between rows.
    private const int ConflictingStride = 1024;
    private const int ConflictingStep = ConflictingStride / 4;
    private const int CopyPadding = 16;

    /// <summary>Runs the blocks of a job, one item for each (piece of the inner extent, product, row block, panel).</summary>
    private static void Multiply<TEpilogue>(Workers workers, Job* job)
        where TEpilogue : struct, IEpilogue
    {
        job->ChooseBlocks(workers.Threads, typeof(TEpilogue) == typeof(Identity));
        var items = job->Chunks * job->Count * job->RowBlocks * job->Panels;
        var products = (double)job->Count * job->Rows * job->Columns * job->Inner;
        workers.Run(&MultiplyBlocks<TEpilogue>, job, items, 1, WorkOf(products));
    }

    /// <summary>Products of two floats, as <see cref="Workers.Run"/> counts work: vectors and registers make them cheap.</summary>
    internal static long WorkOf(double products) => (long)Math.Min(products / 2, long.MaxValue / 2);

    [SkipLocalsInit]
    private static void MultiplyBlocks<TEpilogue>(void* state, int worker, long begin, long end)
        where TEpilogue : struct, IEpilogue
    {
        var job = (Job*)state;
        var copyA = job->CopiesA ? stackalloc float[MostCopiedFloats] : default;
        var copyB = job->CopiesB ? stackalloc float[CopiedInner * PanelWidth] : default;
        fixed (float* roomA = copyA, roomB = copyB)
        {
            for (var item = begin; item < end;)
            {
                var panel = (int)(item % job->Panels);
                var panels = (int)Math.Min(job->Panels - panel, end - item);
                MultiplyBlock<TEpilogue>(job, item / job->Panels, panel, panels, roomA, roomB);
                item += panels;
            }
        }
    }

    private static void MultiplyBlock<TEpilogue>(Job* job, long block, int firstPanel, int panels, float* roomA, float* roomB)
        where TEpilogue : struct, IEpilogue
    {
        var row = block % job->RowBlocks * job->BlockRows;
        var rows = Math.Min(job->BlockRows, job->Rows - row);
        block /= job->RowBlocks;
        var matrix = block % job->Count;
        var chunk = block / job->Count;
        var begin = job->Inner * chunk / job->Chunks;
        var end = job->Inner * (chunk + 1) / job->Chunks;
        var output = job->Output + (((((chunk * job->Count) + matrix) * job->Rows) + row) * job->Columns);
        var operands = new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount);

        for (var k = begin; k < end; k += job->InnerBlock)
        {
            var inner = Math.Min(job->InnerBlock, end - k);
            var a = job->A + (matrix * job->Rows * job->Inner) + (row * job->RowStrideA) + (k * job->InnerStrideA);
            var (rowStride, innerStride) = (job->RowStrideA, job->InnerStrideA);
            if (roomA != null)
            {
                if (job->TransposedA) CopyRows(roomA, innerStride = job->BlockRows, a, job->InnerStrideA, inner, rows);
                else CopyRows(roomA, rowStride = inner + CopyPadding, a, job->RowStrideA, rows, inner);
                a = roomA;
            }

            for (var panel = firstPanel; panel < firstPanel + panels; panel++)
            {
                var column = panel * PanelWidth;
                var columns = Math.Min(PanelWidth, job->Columns - column);
                var b = job->B + (matrix * job->MatrixStrideB) + (panel * job->PanelStrideB) + (k * job->StepB);
                var stepB = job->StepB;
                if (roomB != null)
                {
                    CopyRows(roomB, PanelWidth, b, stepB, inner, columns);
                    b = roomB;
                    stepB = PanelWidth;
                }

                var tile = new TileArguments
                {
                    A = (byte*)a,
                    EvenRows = rowStride,
                    Outer = 1,
                    Middle = 1,
                    Inner = (nint)inner,
                    InnerStride = (nint)(innerStride * sizeof(float)),
                    B = (byte*)b,
                    StepB = (nint)(stepB * sizeof(float)),
                    Accumulate = k > begin,
                };
                MicroKernel.Block<TEpilogue>(
                    &tile, output + column, job->Columns, rows, columns, operands, (matrix * job->Rows) + row, column);
            }
        }
    }

    private static void CopyRows(float* target, long targetStride, float* source, long sourceStride, long rows, long length)
    {
        for (long row = 0; row < rows; row++)
            new ReadOnlySpan<float>(source + (row * sourceStride), (int)length).CopyTo(new Span<float>(target + (row * targetStride), (int)length));
    }

    /// <summary>A product or a number of them, as the workers see it. Strides are in floats.</summary>
    private struct Job
    {
        public Job(FloatBuffer output, FloatBuffer a, FloatBuffer b, in MatMulShape shape, int chunks)
        {
            Output = output.Pointer;
            A = a.Pointer;
            B = b.Pointer;
            Chunks = chunks;
            (Count, Rows, Inner, Columns, TransposedA) = (shape.Count, shape.Rows, shape.Inner, shape.Columns, shape.TransposedA);

            // One B for many products of few rows is one product of many rows.
            if (shape.SharedB && (!TransposedA || Rows == 1)) (Count, Rows, TransposedA) = (1, Count * Rows, false);
            RowStrideA = TransposedA ? 1 : Inner;
            InnerStrideA = TransposedA ? Rows : 1;
            StepB = shape.PackedB ? PanelWidth : Columns;
            PanelStrideB = shape.PackedB ? PanelWidth * Inner : PanelWidth;
            MatrixStrideB = shape.SharedB ? 0 : shape.PackedB ? PackedLength(Inner, Columns) : Inner * Columns;
            Panels = (Columns + PanelWidth - 1) / PanelWidth;
        }

        public float* Output;
        public float* A;
        public float* B;
        public FloatBuffer* Operands;
        public int OperandCount;
        public int Chunks;
        public long Count;
        public long Rows;
        public long Inner;
        public int Columns;
        public bool TransposedA;
        public long RowStrideA;
        public long InnerStrideA;
        public long StepB;
        public long PanelStrideB;
        public long MatrixStrideB;
        public int Panels;
        public long BlockRows;
        public long RowBlocks;

        /// <summary>Products at a time; all of them unless the epilogue is the identity, which lets the output hold unfinished sums.</summary>
        public long InnerBlock;
        public bool CopiesA;
        public bool CopiesB;
        public int RowSplit;
        public long RowGroups;

        /// <summary>
        /// The height of row blocks: tall enough to use a panel often, short enough for the caches and for every thread to have some.
        /// No result depends on it.
        /// </summary>
        public void ChooseBlocks(int threads, bool identity)
        {
            const long Tile = ScratchSizes.TileRows;
            var inner = (Inner + Chunks - 1) / Chunks;
            CopiesA = Panels > 1 && (TransposedA || Inner % ConflictingStride == 0);
            CopiesB = StepB != PanelWidth && StepB % ConflictingStep == 0 && Rows > 2 * Tile;
            if ((CopiesA || CopiesB) && inner > CopiedInner)
            {
                if (identity) inner = CopiedInner;
                else CopiesB = false;
            }

            InnerBlock = inner;
            var rows = Math.Clamp(MostBlockFloats / inner / Tile * Tile, Tile, MostBlockRows);
            if (CopiesA)
            {
                var copied = MostCopiedFloats / (TransposedA ? inner : inner + CopyPadding) / Tile * Tile;
                CopiesA = copied > 0;
                if (CopiesA) rows = Math.Min(rows, copied);
            }

            var wanted = threads == 1 ? 1 : 4L * threads;
            while (rows > Tile && Chunks * Count * ((Rows + rows - 1) / rows) * Panels < wanted) rows -= Tile;
            RowBlocks = (Rows + rows - 1) / rows;
            BlockRows = rows;
        }
    }
}
