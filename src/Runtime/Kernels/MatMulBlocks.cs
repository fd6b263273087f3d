using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

public static unsafe partial class MatMul
{
    // Products at a time: a panel of them stays in the L1 cache while all rows of a block use it.
    private const int SliceInner = 256;

    // Products whose panel is too large for a small L2 cache.
    private const int LongInner = 4096;

    // Rows of a block, and the panels that use a slice of its rows while that is in the L2 cache.
    private const int MostBlockRows = 96;
    private const int GroupPanels = 8;

    // The distance between rows, in floats, that makes them fight for one set of the L1 cache: 4096 bytes for A's few rows at a time,
    // a quarter of that for the many of B. A copy keeps a line more between rows.
    private const int ConflictingStride = 1024;
    private const int ConflictingStep = ConflictingStride / 4;
    private const int CopyPadding = 16;

    /// <summary>Runs the blocks of a job, one item for each (piece of the inner extent, product, row block, panel).</summary>
    private static void Multiply<TEpilogue>(Workers workers, Job* job)
        where TEpilogue : struct, IEpilogue
    {
        job->ChooseBlocks(workers.Threads);
        var items = job->Chunks * job->Count * job->RowBlocks * job->Panels;
        var products = (double)job->Count * job->Rows * job->Columns * job->Inner;
        workers.Run(&MultiplyBlocks<TEpilogue>, job, items, 1, WorkOf(products));
    }

    /// <summary>Products of two floats, as <see cref="Workers.Run"/> counts work: vectors and registers make them cheap.</summary>
    internal static long WorkOf(double products) => (long)Math.Min(products / 8, long.MaxValue / 2);

    [SkipLocalsInit]
    private static void MultiplyBlocks<TEpilogue>(void* state, int worker, long begin, long end)
        where TEpilogue : struct, IEpilogue
    {
        var job = (Job*)state;
        var forA = job->CopiesA ? stackalloc float[MostBlockRows * (SliceInner + CopyPadding)] : default;
        var forB = job->CopiesB ? stackalloc float[SliceInner * PanelWidth] : default;
        var forSums = job->Slices ? stackalloc float[GroupPanels * MostBlockRows * PanelWidth] : default;
        fixed (float* roomA = forA, roomB = forB, sums = forSums)
        {
            for (var item = begin; item < end;)
            {
                var panel = (int)(item % job->Panels);
                var panels = (int)Math.Min(job->Panels - panel, end - item);
                var block = new BlockPlace(job, item / job->Panels, roomA, roomB, sums);
                if (!job->Slices) MultiplyBlock<TEpilogue>(job, block, panel, panels);
                else for (var i = 0; i < panels; i += GroupPanels)
                    MultiplySlices<TEpilogue>(job, block, panel + i, Math.Min(GroupPanels, panels - i));
                item += panels;
            }
        }
    }

    /// <summary>A short inner extent: sums leave the registers finished.</summary>
    private static void MultiplyBlock<TEpilogue>(Job* job, in BlockPlace block, int firstPanel, int panels)
        where TEpilogue : struct, IEpilogue
    {
        var operands = new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount);
        var tile = default(TileArguments);
        PrepareRows(job, block, block.FirstInner, block.LastInner, &tile);
        var a = tile.A;
        for (var panel = firstPanel; panel < firstPanel + panels; panel++)
        {
            tile.A = a;
            PreparePanel(job, block, block.FirstInner, block.LastInner, panel, &tile);
            var column = panel * PanelWidth;
            MicroKernel.Block<TEpilogue>(
                &tile, block.Output + column, job->Columns, block.Rows, Math.Min(PanelWidth, job->Columns - column), operands,
                new(block.OutputRow, column));
        }
    }

    /// <summary>A long inner extent: a slice of it at a time for a group of panels, whose unfinished sums wait in a buffer.</summary>
    private static void MultiplySlices<TEpilogue>(Job* job, in BlockPlace block, int firstPanel, int panels)
        where TEpilogue : struct, IEpilogue
    {
        var tile = default(TileArguments);
        tile.RowStrideC = PanelWidth * sizeof(float);
        var inner = block.LastInner - block.FirstInner;
        var slices = (inner + SliceInner - 1) / SliceInner;
        for (long slice = 0; slice < slices; slice++)
        {
            var first = block.FirstInner + (inner * slice / slices);
            var last = block.FirstInner + (inner * (slice + 1) / slices);
            PrepareRows(job, block, first, last, &tile);
            var a = tile.A;
            for (var i = 0; i < panels; i++)
            {
                tile.A = a;
                tile.C = (byte*)(block.Sums + ((long)i * MostBlockRows * PanelWidth));
                tile.Accumulate = slice > 0;
                PreparePanel(job, block, first, last, firstPanel + i, &tile);
                MicroKernel.Block(&tile, block.Rows, Math.Min(PanelWidth, job->Columns - ((firstPanel + i) * PanelWidth)));
            }
        }

        var operands = new ReadOnlySpan<FloatBuffer>(job->Operands, job->OperandCount);
        for (var i = 0; i < panels; i++)
        {
            var column = (firstPanel + i) * PanelWidth;
            MicroKernel.Finish<TEpilogue>(
                block.Sums + ((long)i * MostBlockRows * PanelWidth), block.Output + column, job->Columns, (int)block.Rows,
                Math.Min(PanelWidth, job->Columns - column), operands, new(block.OutputRow, column));
        }
    }

    private static void PrepareRows(Job* job, in BlockPlace block, long first, long last, TileArguments* tile)
    {
        var inner = last - first;
        var a = block.A + (first * job->InnerStrideA);
        var (rowStride, innerStride) = (job->RowStrideA, job->InnerStrideA);
        if (job->CopiesA)
        {
            if (job->TransposedA) CopyRows(block.RoomA, innerStride = MostBlockRows, a, job->InnerStrideA, inner, block.Rows);
            else CopyRows(block.RoomA, rowStride = SliceInner + CopyPadding, a, job->RowStrideA, block.Rows, inner);
            a = block.RoomA;
        }

        tile->A = (byte*)a;
        tile->EvenRows = rowStride;
        tile->Outer = 1;
        tile->Middle = 1;
        tile->Inner = (nint)inner;
        tile->InnerStride = (nint)(innerStride * sizeof(float));
    }

    private static void PreparePanel(Job* job, in BlockPlace block, long first, long last, int panel, TileArguments* tile)
    {
        var b = block.B + (panel * job->PanelStrideB) + (first * job->StepB);
        var step = job->StepB;
        if (job->CopiesB)
        {
            CopyRows(block.RoomB, PanelWidth, b, step, last - first, Math.Min(PanelWidth, job->Columns - (panel * PanelWidth)));
            b = block.RoomB;
            step = PanelWidth;
        }

        tile->B = (byte*)b;
        tile->StepB = (nint)(step * sizeof(float));
    }

    private static void CopyRows(float* target, long targetStride, float* source, long sourceStride, long rows, long length)
    {
        for (long row = 0; row < rows; row++)
        {
            var line = new ReadOnlySpan<float>(source + (row * sourceStride), (int)length);
            line.CopyTo(new Span<float>(target + (row * targetStride), (int)length));
        }
    }

    /// <summary>Where a block of rows begins in the matrices, and the room a worker has.</summary>
    private readonly struct BlockPlace
    {
        public readonly float* A;
        public readonly float* B;
        public readonly float* Output;
        public readonly long OutputRow;
        public readonly long Rows;
        public readonly long FirstInner;
        public readonly long LastInner;
        public readonly float* RoomA;
        public readonly float* RoomB;
        public readonly float* Sums;

        public BlockPlace(Job* job, long block, float* roomA, float* roomB, float* sums)
        {
            var row = block % job->RowBlocks * job->BlockRows;
            block /= job->RowBlocks;
            var matrix = block % job->Count;
            var chunk = block / job->Count;
            Rows = Math.Min(job->BlockRows, job->Rows - row);
            FirstInner = job->Inner * chunk / job->Chunks;
            LastInner = job->Inner * (chunk + 1) / job->Chunks;
            A = job->A + (matrix * job->Rows * job->Inner) + (row * job->RowStrideA);
            B = job->B + (matrix * job->MatrixStrideB);
            OutputRow = (matrix * job->Rows) + row;
            Output = job->Output + (((chunk * job->Count * job->Rows) + OutputRow) * job->Columns);
            RoomA = roomA;
            RoomB = roomB;
            Sums = sums;
        }
    }
}
