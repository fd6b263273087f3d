using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>A matrix in an array, in whatever order.</summary>
internal readonly record struct Matrix(double[] Data, int Start, int Rows, int Columns, int RowStride, int ColumnStride)
{
    public Matrix Transposed => new(Data, Start, Columns, Rows, ColumnStride, RowStride);
}

/// <summary>
/// Matrix products in double precision that are fast enough for whole image networks: both factors are copied into panels, of which a tile of
/// sums that stays in registers reads one number after the other. Which thread computes a tile changes no bit.
/// </summary>
internal static class Products
{
    private const int TileRows = 4, TileVectors = 3, Depth = 256, BlockRows = 128, BlockPanels = 24;

    // Fewer products than these are not worth the copies, or another thread.
    private const long Few = 2048, WorthThreads = 1 << 20;

    private static readonly int TileColumns = TileVectors * Vector<double>.Count;

    /// <summary>Adds the product of two matrices to <paramref name="result"/>.</summary>
    public static void Add(Matrix result, Matrix a, Matrix b)
    {
        var count = (long)result.Rows * result.Columns * a.Columns;
        if (count <= Few)
        {
            AddPlainly(result, a, b);
            return;
        }

        // Tiles are wide: a result that is not is computed lying on its side.
        if (result.Columns < TileColumns && result.Rows > result.Columns) (result, a, b) = (result.Transposed, b.Transposed, a.Transposed);
        var blockColumns = TileColumns * BlockPanels;
        var (down, across) = (Blocks(result.Rows, BlockRows), Blocks(result.Columns, blockColumns));
        if (count < WorthThreads || down * across == 1)
        {
            for (var block = 0; block < down * across; block++) AddBlock(result, a, b, block / across * BlockRows, block % across * blockColumns);
        }
        else
        {
            Parallel.For(0, down * across, block => AddBlock(result, a, b, block / across * BlockRows, block % across * blockColumns));
        }
    }

    private static int Blocks(int extent, int size) => (extent + size - 1) / size;

    private static void AddPlainly(Matrix result, Matrix a, Matrix b)
    {
        for (var row = 0; row < result.Rows; row++)
        {
            for (var column = 0; column < result.Columns; column++)
            {
                ref var sum = ref result.Data[result.Start + (row * result.RowStride) + (column * result.ColumnStride)];
                var (atA, atB) = (a.Start + (row * a.RowStride), b.Start + (column * b.ColumnStride));
                for (var i = 0; i < a.Columns; i++) sum += a.Data[atA + (i * a.ColumnStride)] * b.Data[atB + (i * b.RowStride)];
            }
        }
    }

    private static void AddBlock(Matrix result, Matrix a, Matrix b, int firstRow, int firstColumn)
    {
        var (rows, columns) = (Math.Min(BlockRows, result.Rows - firstRow), Math.Min(TileColumns * BlockPanels, result.Columns - firstColumn));
        var (left, right) = (ArrayPool<double>.Shared.Rent(BlockRows * Depth), ArrayPool<double>.Shared.Rent(TileColumns * BlockPanels * Depth));
        Span<double> sums = stackalloc double[TileRows * TileColumns];
        for (var first = 0; first < a.Columns; first += Depth)
        {
            var depth = Math.Min(Depth, a.Columns - first);
            Pack(a.Transposed, first, depth, firstRow, rows, TileRows, left);
            Pack(b, first, depth, firstColumn, columns, TileColumns, right);
            for (var column = 0; column < columns; column += TileColumns)
            {
                for (var row = 0; row < rows; row += TileRows)
                {
                    Sum(ref left[row * depth], ref right[column * depth], depth, ref MemoryMarshal.GetReference(sums));
                    Store(sums, result, firstRow + row, Math.Min(TileRows, rows - row), firstColumn + column, Math.Min(TileColumns, columns - column));
                }
            }
        }

        ArrayPool<double>.Shared.Return(left);
        ArrayPool<double>.Shared.Return(right);
    }

    /// <summary>Panels of <paramref name="width"/> columns one behind the other, each row by row, with zeros behind the last column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(Matrix from, int firstRow, int rows, int firstColumn, int columns, int width, double[] panels)
    {
        for (var panel = 0; panel < columns; panel += width)
        {
            var kept = Math.Min(width, columns - panel);
            var into = panels.AsSpan(panel * rows, width * rows);
            if (kept < width) into.Clear();
            var start = from.Start + (firstRow * from.RowStride) + ((firstColumn + panel) * from.ColumnStride);
            if (from.ColumnStride == 1)
            {
                for (var row = 0; row < rows; row++) from.Data.AsSpan(start + (row * from.RowStride), kept).CopyTo(into[(row * width)..]);
            }
            else
            {
                for (var column = 0; column < kept; column++)
                {
                    var at = start + (column * from.ColumnStride);
                    for (var row = 0; row < rows; row++) into[(row * width) + column] = from.Data[at + (row * from.RowStride)];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(ref double a, ref double b, int depth, ref double sums)
    {
        var width = (nuint)Vector<double>.Count;
        Vector<double> sum00 = default, sum01 = default, sum02 = default, sum10 = default, sum11 = default, sum12 = default;
        Vector<double> sum20 = default, sum21 = default, sum22 = default, sum30 = default, sum31 = default, sum32 = default;
        for (var i = 0; i < depth; i++)
        {
            var (b0, b1, b2) = (Vector.LoadUnsafe(ref b), Vector.LoadUnsafe(ref b, width), Vector.LoadUnsafe(ref b, 2 * width));
            var x = new Vector<double>(a);
            (sum00, sum01, sum02) = (Vector.MultiplyAddEstimate(x, b0, sum00), Vector.MultiplyAddEstimate(x, b1, sum01), Vector.MultiplyAddEstimate(x, b2, sum02));
            x = new Vector<double>(Unsafe.Add(ref a, 1));
            (sum10, sum11, sum12) = (Vector.MultiplyAddEstimate(x, b0, sum10), Vector.MultiplyAddEstimate(x, b1, sum11), Vector.MultiplyAddEstimate(x, b2, sum12));
            x = new Vector<double>(Unsafe.Add(ref a, 2));
            (sum20, sum21, sum22) = (Vector.MultiplyAddEstimate(x, b0, sum20), Vector.MultiplyAddEstimate(x, b1, sum21), Vector.MultiplyAddEstimate(x, b2, sum22));
            x = new Vector<double>(Unsafe.Add(ref a, 3));
            (sum30, sum31, sum32) = (Vector.MultiplyAddEstimate(x, b0, sum30), Vector.MultiplyAddEstimate(x, b1, sum31), Vector.MultiplyAddEstimate(x, b2, sum32));
            a = ref Unsafe.Add(ref a, TileRows);
            b = ref Unsafe.Add(ref b, 3 * (int)width);
        }

        ReadOnlySpan<Vector<double>> all = [sum00, sum01, sum02, sum10, sum11, sum12, sum20, sum21, sum22, sum30, sum31, sum32];
        for (var i = 0; i < all.Length; i++) all[i].StoreUnsafe(ref sums, (nuint)i * width);
    }

    private static void Store(Span<double> sums, Matrix result, int firstRow, int rows, int firstColumn, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            var at = result.Start + ((firstRow + row) * result.RowStride) + (firstColumn * result.ColumnStride);
            for (var column = 0; column < columns; column++) result.Data[at + (column * result.ColumnStride)] += sums[(row * TileColumns) + column];
        }
    }
}
