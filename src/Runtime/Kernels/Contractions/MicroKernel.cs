using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>The row and column an epilogue is given for the first element of a block, and how far apart rows are.</summary>
internal readonly record struct EpiloguePlace(long Row, int Column, int RowStep = 1)
{
    /// <summary>The place a number of rows further down.</summary>
    public EpiloguePlace Down(long rows) => this with { Row = Row + (rows * RowStep) };
}

/// <summary>
/// What an epilogue reads, in memory that stays where it is for the call: as pointers, for the JIT clears an action that has a span in it
/// before it is filled, which shows where rows are short.
/// </summary>
internal readonly unsafe struct EpilogueOperands(FloatBuffer* places, int count)
{
    // Not the constructor of spans, which asks whether the count is negative.
    public ReadOnlySpan<FloatBuffer> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MemoryMarshal.CreateReadOnlySpan(ref *places, count);
    }
}

/// <summary>Chooses the register tiles that cover a block of rows and at most 32 columns, and finishes what they computed.</summary>
internal static unsafe partial class MicroKernel
{
    /// <summary>Columns a block may have: the width of a packed panel.</summary>
    public const int BlockColumns = ScratchSizes.PanelWidth;

    // Rows of the buffer finished tiles are handed over in: the tallest tile of any path.
    private const int BufferRows = ScratchSizes.TileRows;

    /// <summary>
    /// Computes <paramref name="rows"/> rows of at most 32 columns and stores them behind the epilogue.
    /// </summary>
    /// <param name="tile">All but C and Accumulate; A and B at the first row and column. Changed by the call.</param>
    /// <param name="output">The first element.</param>
    /// <param name="stride">Floats from one output row to the next.</param>
    /// <param name="place">Where the block lies, as the epilogue counts rows and columns.</param>
    [SkipLocalsInit]
    public static void Block<TEpilogue>(
        TileArguments* tile, FloatPointer output, long stride, long rows, int columns, EpilogueOperands operands, EpiloguePlace place)
        where TEpilogue : struct, IEpilogue =>
        Widest.RunOnLanes(new BlockAction<TEpilogue>
        {
            Tile = tile, Output = output, Stride = stride, Rows = rows, Columns = columns, Operands = operands, Place = place,
        });

    /// <summary>The same with A's columns multiplied one by one with B's: <c>C[r, c] = sum over k of A[r, k, c] * B[k, c]</c>.</summary>
    [SkipLocalsInit]
    public static void DepthwiseBlock<TEpilogue>(
        TileArguments* tile, FloatPointer output, long stride, long rows, int columns, EpilogueOperands operands, EpiloguePlace place)
        where TEpilogue : struct, IEpilogue =>
        Widest.RunOnLanes(new DepthwiseAction<BlockAction<TEpilogue>>
        {
            Action = new()
            {
                Tile = tile, Output = output, Stride = stride, Rows = rows, Columns = columns, Operands = operands, Place = place,
            },
        });

    /// <summary>Stores sums in, or adds them to, a matrix whose rows have room for whole vectors.</summary>
    /// <param name="tile">All of it. Changed by the call.</param>
    public static void Block(TileArguments* tile, long rows, int columns) =>
        Widest.RunOnLanes(new SumsAction { Tile = tile, Rows = rows, Columns = columns });

    /// <inheritdoc cref="Block(TileArguments*, long, int)"/>
    public static void DepthwiseBlock(TileArguments* tile, long rows, int columns) =>
        Widest.RunOnLanes(new DepthwiseAction<SumsAction> { Action = new() { Tile = tile, Rows = rows, Columns = columns } });

    /// <summary>How many tiles it takes for so many rows of a whole panel.</summary>
    public static long TilesOf(long rows) => Tiles(rows, TallestTile) * (BlockColumns / Math.Min(BlockColumns, StreamColumns));

    /// <summary>Rows of the tallest tile of this machine.</summary>
    private static int TallestTile => Widest.NumberOf<TileRowsNumber>();

    /// <summary>Rows, a multiple of three, that are certain to be computed as one tile, so that groups of three may lie anywhere.</summary>
    public const int SafeRows = 6;

    // Whether tiles go straight to the output: whole vectors with nothing to be done to them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool StoresSums<TLanes, T, TEpilogue>(int columns)
        where TLanes : struct, ILanes<T>
        where T : struct => typeof(TEpilogue) == typeof(Identity) && columns % TLanes.Count == 0;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TLanes, T, V, TEpilogue>(
        TileArguments* tile, FloatPointer output, long stride, long rows, int columns, ReadOnlySpan<FloatBuffer> operands, EpiloguePlace place)
        where TLanes : struct, ILanes<T>
        where T : struct
        where V : struct, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        tile->Accumulate = false;
        if (StoresSums<TLanes, T, TEpilogue>(columns))
        {
            tile->C = (BytePointer)output;
            tile->RowStrideC = (nint)(stride * sizeof(float));
            Block<TLanes, T>(tile, rows, columns);
            return;
        }

        FloatPointer buffer = stackalloc float[BufferRows * BlockColumns];
        Planned.Limit(ref buffer, BufferRows * BlockColumns, "sums of a tile");
        tile->C = (BytePointer)buffer;
        tile->RowStrideC = BlockColumns * sizeof(float);
        var tiles = Tiles(rows, TLanes.TileRows);
        for (long done = 0; done < rows; tiles--)
        {
            var count = (int)((rows - done + tiles - 1) / tiles);
            TileRow<TLanes, T>(tile, count, columns);
            Finish<V, TEpilogue>(new(buffer), new(output), stride, count, columns, operands, place.Down(done));
            done += count;
            tile->A += count * tile->RowStride;
            output += count * stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TLanes, T>(TileArguments* tile, long rows, int columns)
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var tiles = Tiles(rows, TLanes.TileRows);
        for (long done = 0; done < rows; tiles--)
        {
            var count = (int)((rows - done + tiles - 1) / tiles);
            TileRow<TLanes, T>(tile, count, columns);
            done += count;
            tile->A += count * tile->RowStride;
            tile->C += count * tile->RowStrideC;
        }
    }

    /// <summary>Applies the epilogue to sums in a buffer of 32 columns and stores them.</summary>
    [SkipLocalsInit]
    public static void Finish<TEpilogue>(
        FloatPointer sums, FloatPointer output, long stride, int rows, int columns, EpilogueOperands operands, EpiloguePlace place)
        where TEpilogue : struct, IEpilogue =>
        Widest.Run(new FinishAction<TEpilogue>
        {
            Sums = sums, Output = output, Stride = stride, Rows = rows, Columns = columns, Operands = operands, Place = place,
        });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<V, TEpilogue>(
        FloatBuffer sums, FloatBuffer output, long stride, int rows, int columns, ReadOnlySpan<FloatBuffer> operands, EpiloguePlace place)
        where V : struct, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        if (columns == 2 * V.Count)
        {
            for (var r = 0; r < rows; r++)
            {
                var row = place.Row + (r * place.RowStep);
                V.Store(TEpilogue.Apply(V.Load(sums, 0), operands, row, place.Column), output, 0);
                V.Store(TEpilogue.Apply(V.Load(sums, V.Count), operands, row, place.Column + V.Count), output, V.Count);
                sums = sums.At(BlockColumns);
                output = output.At(stride);
            }

            return;
        }

        for (var r = 0; r < rows; r++)
        {
            var row = place.Row + (r * place.RowStep);
            var c = 0;
            for (; c <= columns - V.Count; c += V.Count)
                V.Store(TEpilogue.Apply(V.Load(sums, c), operands, row, place.Column + c), output, c);
            if (c < columns)
                V.StorePartial(TEpilogue.Apply(V.Load(sums, c), operands, row, place.Column + c), output, c, columns - c);
            sums = sums.At(BlockColumns);
            output = output.At(stride);
        }
    }

    /// <summary>One tile's height and up to 32 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TileRow<TLanes, T>(TileArguments* tile, int rows, int columns)
        where TLanes : struct, ILanes<T>
        where T : struct
    {
        var a = tile->A;
        var b = tile->B;
        var c = tile->C;
        var width = TLanes.Elementwise ? TLanes.Count : 2 * TLanes.Count;
        for (var column = 0; column < columns; column += width)
        {
            if (columns - column > TLanes.Count && !TLanes.Elementwise) TileBlocks<TLanes, T, Two>(tile, rows);
            else TileBlocks<TLanes, T, One>(tile, rows);
            if (TLanes.Elementwise) tile->A += width * sizeof(float);
            tile->B += width * sizeof(float);
            tile->C += width * sizeof(float);
        }

        tile->A = a;
        tile->B = b;
        tile->C = c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TileBlocks<TLanes, T, TWidth>(TileArguments* tile, int rows)
        where TLanes : struct, ILanes<T>
        where T : struct
        where TWidth : struct, IConstant
    {
        var sums = new TileSums(tile->Outer * tile->Middle * tile->Inner, tile->IsLong);
        if (sums.HasBlocks) TileBlocks<TLanes, T, TWidth>(tile, rows, sums);
        else Tile<TLanes, T, TWidth>(tile, rows);
    }

    /// <summary>
    /// A sum of more products than one chain has: a part of the loops at a time, whose sums meet in a buffer. Blocks are parts of the innermost
    /// loop, or as many of its repetitions as make up one.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TileBlocks<TLanes, T, TWidth>(TileArguments* tile, int rows, TileSums sums)
        where TLanes : struct, ILanes<T>
        where T : struct
        where TWidth : struct, IConstant
    {
        const int Vectors = 2 * ScratchSizes.TileRows;
        FloatPointer room = stackalloc float[TileSums.Room(Vectors)];
        Planned.Limit(ref room, TileSums.Room(Vectors), "sums of blocks");
        var floats = rows * TWidth.Value * TLanes.Count;
        var whole = *tile;
        tile->C = (BytePointer)room;
        tile->RowStrideC = TWidth.Value * TLanes.Count * sizeof(float);
        tile->GroupSkipC = 0;
        var repetitions = sums.Repetitions(whole.Inner);
        var middles = Math.Min(repetitions, whole.Middle);
        var outers = repetitions < whole.Middle ? 1 : Math.Min(repetitions / whole.Middle, whole.Outer);
        var middleB = (whole.Inner * whole.StepB) + whole.MiddleSkipB;
        var outerB = (whole.Middle * middleB) + whole.OuterSkipB;
        for (nint outer = 0; outer < whole.Outer; outer += outers)
        for (nint middle = 0; middle < whole.Middle; middle += middles)
        for (nint inner = 0; inner < whole.Inner; inner += tile->Inner)
        {
            tile->Outer = Math.Min(outers, whole.Outer - outer);
            tile->Middle = Math.Min(middles, whole.Middle - middle);
            tile->Inner = sums.NextOf(whole.Inner - inner);
            tile->A = whole.A + (outer * whole.OuterStride) + (middle * whole.MiddleStride) + (inner * whole.InnerStride);
            tile->B = whole.B + (outer * outerB) + (middle * middleB) + (inner * whole.StepB);
            tile->Accumulate = sums.Continues;
            Tile<TLanes, T, TWidth>(tile, rows);
            sums.End(room, Vectors, floats);
        }

        sums.Finish(room, Vectors, floats);
        var ahead = tile->Ahead;
        *tile = whole;
        tile->Ahead = ahead;
        var target = tile->C;
        var source = 0;
        for (var row = 0; row < rows; row++, target += tile->RowStrideC)
        {
            if (row > 0 && row % LinesTogether == 0) target += tile->GroupSkipC;
            for (var lane = 0; lane < TWidth.Value * TLanes.Count; lane += TLanes.Count, source += TLanes.Count)
            {
                var sum = TLanes.Load((BytePointer)(room + source));
                var place = target + (lane * sizeof(float));
                TLanes.Store(place, tile->Accumulate ? TLanes.Add(TLanes.Load(place), sum) : sum);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile<TLanes, T, TWidth>(TileArguments* tile, int rows)
        where TLanes : struct, ILanes<T>
        where T : struct
        where TWidth : struct, IConstant
    {
        switch (rows)
        {
            case 1: Tile<TLanes, T, One, TWidth>(tile); break;
            case 2: Tile<TLanes, T, Two, TWidth>(tile); break;
            case 3: Tile<TLanes, T, Three, TWidth>(tile); break;
            case 4: Tile<TLanes, T, Four, TWidth>(tile); break;
            case 5: Tile<TLanes, T, Five, TWidth>(tile); break;
            case 6: Tile<TLanes, T, Six, TWidth>(tile); break;
            case 7: Tile<TLanes, T, Seven, TWidth>(tile); break;
            case 8: Tile<TLanes, T, Eight, TWidth>(tile); break;
            case 9: Tile<TLanes, T, Nine, TWidth>(tile); break;
            case 10: Tile<TLanes, T, Ten, TWidth>(tile); break;
            case 11: Tile<TLanes, T, Eleven, TWidth>(tile); break;
            default: Tile<TLanes, T, Twelve, TWidth>(tile); break;
        }
    }
}
