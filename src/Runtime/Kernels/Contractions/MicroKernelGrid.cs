using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// Pixels in lines, and the lines of several images: so many, and how far apart in A, in the output (both in floats) and as an epilogue
/// counts rows.
/// </summary>
internal struct PixelGrid
{
    public int Width;
    public int Lines;
    public int Images;
    public Distances Pixel;
    public Distances Line;
    public Distances Image;

    /// <summary>From one pixel, line or image to the next.</summary>
    public readonly record struct Distances(long A, long Output, int Row);
}

/// <summary>
/// Register tiles over lines of pixels that are no multiple of a tile: three lines at a time, of one image or, where its lines are no
/// multiple of three, of three images. So the maps of 14 and of 7 pixels that networks end in have tiles of nearly full height.
/// </summary>
internal static unsafe partial class MicroKernel
{
    private const int LinesTogether = 3;

    // Shorter sums do not make up for outputs that lie apart.
    private const long LongEnough = 256;

    /// <summary>Tiles of whole panels that <see cref="Grid{TEpilogue}"/> takes.</summary>
    public static long TilesOf(in TileArguments tile, in PixelGrid grid)
    {
        var tallest = TallestTile;
        var (single, triple) = (Tiles(grid.Width, tallest), Tiles(grid.Width, tallest / LinesTogether));
        var together = GainByThree(tile, grid.Width, tallest) ? LinesTogether : int.MaxValue;
        var (triples, lines) = Math.DivRem(grid.Lines, together);
        var (tripleImages, images) = Math.DivRem(grid.Images, together);
        return TilesOf(1) * ((((grid.Images * (long)triples) + (lines * (long)tripleImages)) * triple) + (lines * (long)images * single));
    }

    // Whether three lines at a time take a tenth less tiles than one at a time: otherwise what lies together is used together.
    private static bool GainByThree(in TileArguments tile, int width, int tallest) =>
        tile.Outer * tile.Middle * tile.Inner >= LongEnough && 10 * Tiles(width, tallest / LinesTogether) <= 9 * LinesTogether * Tiles(width, tallest);

    private static long Tiles(long rows, int tallest) => (rows + tallest - 1) / tallest;

    /// <summary>Computes at most 32 columns of all pixels and stores them behind the epilogue.</summary>
    /// <param name="tile">Loops and B; A at the first pixel. Changed by the call.</param>
    /// <param name="output">The first element.</param>
    /// <param name="place">The first pixel, as the epilogue counts.</param>
    public static void Grid<TEpilogue>(
        TileArguments* tile, in PixelGrid grid, FloatPointer output, int columns, EpilogueOperands operands, EpiloguePlace place)
        where TEpilogue : struct, IEpilogue
    {
        tile->Accumulate = false;
        Widest.RunOnLanes(new GridAction<TEpilogue>
        {
            Tile = tile, Grid = ref grid, Output = output, Columns = columns, Operands = operands, Place = place, IsBuffer = false,
        });
    }

    /// <summary>Stores sums in, or adds them to, a buffer whose rows have room for whole vectors.</summary>
    public static void Grid(TileArguments* tile, in PixelGrid grid, FloatPointer sums, int columns) =>
        Widest.RunOnLanes(new GridAction<Identity>
        {
            Tile = tile, Grid = ref grid, Output = sums, Columns = columns, IsBuffer = true,
        });

    private static void Grid<TLanes, T, V, TEpilogue>(
        TileArguments* tile, in PixelGrid grid, FloatPointer output, int columns, ReadOnlySpan<FloatBuffer> operands, EpiloguePlace place,
        bool isBuffer)
        where TLanes : struct, ILanes<T>
        where T : struct
        where V : struct, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        var first = new GridPlace(tile->A, output, place);
        var byThree = GainByThree(*tile, grid.Width, TLanes.TileRows);
        var wholeLines = byThree ? grid.Lines / LinesTogether * LinesTogether : 0;
        for (var image = 0; image < grid.Images; image++)
        {
            for (var line = 0; line < wholeLines; line += LinesTogether)
            {
                var lines = first.At(grid.Image, image).At(grid.Line, line);
                ThreeLines<TLanes, T, V, TEpilogue>(tile, lines, grid.Width, grid.Pixel, grid.Line, columns, operands, isBuffer);
            }
        }

        for (var line = wholeLines; line < grid.Lines; line++)
        {
            var image = 0;
            for (; byThree && image <= grid.Images - LinesTogether; image += LinesTogether)
            {
                var lines = first.At(grid.Image, image).At(grid.Line, line);
                ThreeLines<TLanes, T, V, TEpilogue>(tile, lines, grid.Width, grid.Pixel, grid.Image, columns, operands, isBuffer);
            }

            for (; image < grid.Images; image++)
                OneLine<TLanes, T, V, TEpilogue>(tile, first.At(grid.Image, image).At(grid.Line, line), grid.Width, grid.Pixel, columns, operands, isBuffer);
        }
    }

    // A few pixels of each line make a tile; the lines are the rows of its groups.
    [SkipLocalsInit]
    private static void ThreeLines<TLanes, T, V, TEpilogue>(
        TileArguments* tile, GridPlace place, int width, PixelGrid.Distances pixel, PixelGrid.Distances line, int columns,
        ReadOnlySpan<FloatBuffer> operands, bool isBuffer)
        where TLanes : struct, ILanes<T>
        where T : struct
        where V : struct, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        var direct = isBuffer || StoresSums<TLanes, T, TEpilogue>(columns);
        FloatPointer buffer = stackalloc float[direct ? 0 : BufferRows * BlockColumns];
        Planned.Limit(ref buffer, direct ? 0 : BufferRows * BlockColumns, "sums of a tile");
        tile->RowStride = (nint)(line.A * sizeof(float));
        tile->GroupStride = (nint)(pixel.A * sizeof(float));
        tile->RowStrideC = direct ? (nint)(line.Output * sizeof(float)) : BlockColumns * sizeof(float);
        tile->GroupSkipC = direct ? (nint)((pixel.Output - (LinesTogether * line.Output)) * sizeof(float)) : 0;
        var tallest = TLanes.TileRows / LinesTogether;
        var tiles = (int)Tiles(width, tallest);
        for (var done = 0; done < width; tiles--)
        {
            var pixels = (width - done + tiles - 1) / tiles;
            tile->A = place.A;
            tile->C = (BytePointer)(direct ? place.Output : buffer);
            TileRow<TLanes, T>(tile, LinesTogether * pixels, columns);
            if (direct)
            {
                place = place.At(pixel, pixels);
            }
            else
            {
                for (var i = 0; i < pixels; i++)
                {
                    Finish<V, TEpilogue>(
                        new(buffer + (i * LinesTogether * BlockColumns)), new(place.Output), line.Output, LinesTogether, columns, operands,
                        place.Epilogue with { RowStep = line.Row });
                    place = place.At(pixel, 1);
                }
            }

            done += pixels;
        }

        tile->GroupSkipC = 0;
    }

    private static void OneLine<TLanes, T, V, TEpilogue>(
        TileArguments* tile, GridPlace place, int width, PixelGrid.Distances pixel, int columns, ReadOnlySpan<FloatBuffer> operands,
        bool isBuffer)
        where TLanes : struct, ILanes<T>
        where T : struct
        where V : struct, ISimd<V>
        where TEpilogue : struct, IEpilogue
    {
        tile->A = place.A;
        tile->EvenRows = pixel.A;
        if (isBuffer)
        {
            tile->C = (BytePointer)place.Output;
            tile->RowStrideC = (nint)(pixel.Output * sizeof(float));
            Block<TLanes, T>(tile, width, columns);
        }
        else
        {
            Block<TLanes, T, V, TEpilogue>(tile, place.Output, pixel.Output, width, columns, operands, place.Epilogue with { RowStep = pixel.Row });
        }
    }

    /// <summary>A pixel in A, in the output, and as the epilogue counts rows.</summary>
    private readonly struct GridPlace(BytePointer a, FloatPointer output, EpiloguePlace epilogue)
    {
        public readonly BytePointer A = a;
        public readonly FloatPointer Output = output;
        public readonly EpiloguePlace Epilogue = epilogue;

        /// <summary>The place so many pixels, lines or images further on.</summary>
        public GridPlace At(PixelGrid.Distances distance, int count) => new(
            A + (distance.A * count * sizeof(float)), Output + (distance.Output * count),
            Epilogue with { Row = Epilogue.Row + ((long)distance.Row * count) });
    }
}
