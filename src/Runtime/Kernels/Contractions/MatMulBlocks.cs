using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

public static unsafe partial class MatMul
{
    // Rows of a block: few enough for their part of A, and of the output, to stay in the L2 cache. A large B comes from memory for each
    // block: then as many as leave room for a panel. A tiny B stays in the cache, and A is what has to come from memory in time.
    private const int BlockRowsOfSmallB = 96;
    private const int SmallB = 256 * 1024;
    private const int TinyB = 32 * 1024;
    private const int BlockFloats = 128 * 1024;
    private const int MostSlicedRows = 256;

    // Long sums have two more buffers of sums, which are to stay in the cache as well.
    private const int MostLongRows = 128;

    // A long inner extent is worked on in slices of this many products, for a group of this many panels at a time.
    private const int SliceInner = 256;
    private const int GroupPanels = 4;

    // Slices whose sums are added up plainly.
    private const int SlicesTogether = 16;

    // Inner extents from which on slices pay: where rows of A or B lie apart in memory, for otherwise each sum walks through many pages;
    // where they do not, once a panel outgrows the L2 cache.
    private const int LongStridedInner = 768;
    private const int LongInner = 2048;

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
        var room = !job->Slices ? 0 : job->IsLong ? 3 * GroupPanels * MostLongRows * PanelWidth : GroupPanels * MostSlicedRows * PanelWidth;
        FloatPointer sums = stackalloc float[room];
        Planned.Limit(ref sums, room, "sums of slices");
        for (var item = begin; item < end;)
        {
            var panel = (int)(item % job->Panels);
            var panels = (int)Math.Min(job->Panels - panel, end - item);
            var block = new BlockPlace(job, item / job->Panels, sums);
            if (job->Slices)
            {
                for (var i = 0; i < panels; i += GroupPanels)
                    MultiplySlices<TEpilogue>(job, block, panel + i, Math.Min(GroupPanels, panels - i));
            }
            else
            {
                MultiplyBlock<TEpilogue>(job, block, panel, panels);
            }

            item += panels;
        }
    }

    /// <summary>A short inner extent: sums leave the registers finished.</summary>
    private static void MultiplyBlock<TEpilogue>(Job* job, in BlockPlace block, int firstPanel, int panels)
        where TEpilogue : struct, IEpilogue
    {
        var operands = new EpilogueOperands(job->Operands, job->OperandCount);
        var tile = TileOf(job, block, block.FirstInner, block.LastInner);
        var a = tile.A;

        // What comes next from memory: the rows of the next block where B is small enough to stay in a cache, else the next panel of B.
        var nextRows = job->Inner * job->Columns <= TinyB && !job->TransposedA && job->Chunks == 1;
        var nextPanel = !nextRows && job->StepB == PanelWidth;
        if (nextRows) tile.LookAhead((FloatPointer)a + (block.Rows * job->Inner), block.Rows, MicroKernel.TilesOf(block.Rows) * panels);
        for (var panel = firstPanel; panel < firstPanel + panels; panel++)
        {
            tile.A = a;
            var b = block.B + (panel * job->PanelStrideB) + (block.FirstInner * job->StepB);
            tile.B = (BytePointer)b;
            if (nextPanel) tile.LookAheadOfPanel(b + job->PanelStrideB, block.Rows);
            var column = panel * PanelWidth;
            MicroKernel.Block<TEpilogue>(
                &tile, block.Output + column, job->Columns, block.Rows, Math.Min(PanelWidth, job->Columns - column), operands,
                new(block.OutputRow, column));
        }
    }

    /// <summary>
    /// A long inner extent: a slice of it at a time for a group of panels, whose unfinished sums wait in a buffer. Where slices are many,
    /// the sums of a number of them join sums that keep their rounding errors.
    /// </summary>
    private static void MultiplySlices<TEpilogue>(Job* job, in BlockPlace block, int firstPanel, int panels)
        where TEpilogue : struct, IEpilogue
    {
        var inner = block.LastInner - block.FirstInner;
        var room = (job->IsLong ? MostLongRows : MostSlicedRows) * (long)PanelWidth;
        var high = new FloatBuffer(block.Sums + (GroupPanels * room));
        var low = high.At(GroupPanels * room);
        var slices = (inner + SliceInner - 1) / SliceInner;
        for (long slice = 0; slice < slices; slice++)
        {
            var first = block.FirstInner + (inner * slice / slices);
            var last = block.FirstInner + (inner * (slice + 1) / slices);
            var tile = TileOf(job, block, first, last);
            tile.RowStrideC = PanelWidth * sizeof(float);
            tile.Accumulate = job->IsLong ? slice % SlicesTogether != 0 : slice > 0;
            var a = tile.A;
            for (var i = 0; i < panels; i++)
            {
                tile.A = a;
                tile.B = (BytePointer)(block.B + ((firstPanel + i) * job->PanelStrideB) + (first * job->StepB));
                tile.C = (BytePointer)(block.Sums + (i * room));
                if (job->StepB == PanelWidth)
                {
                    // The slice of the next panel, or behind the last one the next slice of the first.
                    var next = i < panels - 1
                        ? block.B + ((firstPanel + i + 1) * job->PanelStrideB) + (first * job->StepB)
                        : block.B + (firstPanel * job->PanelStrideB) + (last * job->StepB);
                    tile.LookAheadOfPanel(next, block.Rows);
                }

                MicroKernel.Block(&tile, block.Rows, Math.Min(PanelWidth, job->Columns - ((firstPanel + i) * PanelWidth)));
                if (!job->IsLong || (slice % SlicesTogether != SlicesTogether - 1 && slice != slices - 1)) continue;
                var (sums, sum, lost) = (new FloatBuffer(block.Sums + (i * room)), high.At(i * room), low.At(i * room));
                if (slice < SlicesTogether) CompensatedSums.Begin(sums, sum, lost, block.Rows * PanelWidth);
                else CompensatedSums.Add(sums, sum, lost, block.Rows * PanelWidth);
                if (slice == slices - 1) CompensatedSums.Join(sum, lost, sums, block.Rows * PanelWidth);
            }
        }

        var operands = new EpilogueOperands(job->Operands, job->OperandCount);
        for (var i = 0; i < panels; i++)
        {
            var column = (firstPanel + i) * PanelWidth;
            MicroKernel.Finish<TEpilogue>(
                block.Sums + (i * room), block.Output + column, job->Columns, (int)block.Rows,
                Math.Min(PanelWidth, job->Columns - column), operands, new(block.OutputRow, column));
        }
    }

    private static TileArguments TileOf(Job* job, in BlockPlace block, long first, long last) => new()
    {
        A = (BytePointer)(block.A + (first * job->InnerStrideA)),
        EvenRows = job->RowStrideA,
        Outer = 1,
        Middle = 1,
        Inner = (nint)(last - first),
        InnerStride = (nint)(job->InnerStrideA * sizeof(float)),
        StepB = (nint)(job->StepB * sizeof(float)),
        IsLong = job->Inner > ScratchSizes.LongSum,
    };

    /// <summary>Where a block of rows begins in the matrices, and the room for its unfinished sums.</summary>
    private readonly struct BlockPlace
    {
        public readonly FloatPointer A;
        public readonly FloatPointer B;
        public readonly FloatPointer Output;
        public readonly long OutputRow;
        public readonly long Rows;
        public readonly long FirstInner;
        public readonly long LastInner;
        public readonly FloatPointer Sums;

        public BlockPlace(Job* job, long block, FloatPointer sums)
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
            Sums = sums;
        }
    }
}
