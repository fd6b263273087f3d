using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>Planes whose rows lie side by side in the input and whose columns lie side by side in the output.</summary>
public static unsafe partial class Movement
{
    // Sixteen rows are one cache line of the input: it is read once.
    private const int TileRows = 16;

    // Not an action of Widest: the tiles are shuffles of particular instructions, and what is left of wide ones goes to narrower ones.
    /// <summary><c>output[row * outputRow + column] = input[row + column * inputColumn]</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Transpose(FloatPointer output, long outputRow, FloatPointer input, long inputColumn, long rows, long columns)
    {
        var row = 0L;
        if (CpuFeatures.HasAvx2 && columns >= 8)
        {
            for (; row + TileRows <= rows; row += TileRows)
            {
                var column = 0L;
                for (; CpuFeatures.HasAvx512 && column + 16 <= columns; column += 16)
                    Transpose16x16(output + (row * outputRow) + column, outputRow, input + row + (column * inputColumn), inputColumn);

                for (; column + 8 <= columns; column += 8)
                {
                    var to = output + (row * outputRow) + column;
                    var from = input + row + (column * inputColumn);
                    Transpose8x8(to, outputRow, from, inputColumn);
                    Transpose8x8(to + (8 * outputRow), outputRow, from + 8, inputColumn);
                }

                TransposeSlowly(output, outputRow, input, inputColumn, row, row + TileRows, column, columns);
            }
        }

        if (CpuFeatures.HasVector128 && columns >= 4 && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            for (; row + 4 <= rows; row += 4)
            {
                var column = 0L;
                for (; column + 4 <= columns; column += 4)
                    Transpose4x4(output + (row * outputRow) + column, outputRow, input + row + (column * inputColumn), inputColumn);
                TransposeSlowly(output, outputRow, input, inputColumn, row, row + 4, column, columns);
            }
        }

        TransposeSlowly(output, outputRow, input, inputColumn, row, rows, 0, columns);
    }

    // Columns outside: few of them are left, and of the rows there are many.
    private static void TransposeSlowly(
        FloatPointer output, long outputRow, FloatPointer input, long inputColumn, long rowBegin, long rowEnd, long columnBegin, long columnEnd)
    {
        for (var column = columnBegin; column < columnEnd; column++)
        {
            var to = output + (rowBegin * outputRow) + column;
            var from = input + (column * inputColumn);
            for (var row = rowBegin; row < rowEnd; row++, to += outputRow) to[0] = from[row];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8x8(FloatPointer output, long outputRow, FloatPointer input, long inputColumn)
    {
        // Pairs of lines interleaved, then pairs of pairs, then the two halves of all eight.
        var (a0, a1, a2, a3) = Quads(input, inputColumn);
        var (b0, b1, b2, b3) = Quads(input + (4 * inputColumn), inputColumn);
        Avx.Permute2x128(a0, b0, 0x20).Store(output);
        Avx.Permute2x128(a1, b1, 0x20).Store(output + outputRow);
        Avx.Permute2x128(a2, b2, 0x20).Store(output + (2 * outputRow));
        Avx.Permute2x128(a3, b3, 0x20).Store(output + (3 * outputRow));
        Avx.Permute2x128(a0, b0, 0x31).Store(output + (4 * outputRow));
        Avx.Permute2x128(a1, b1, 0x31).Store(output + (5 * outputRow));
        Avx.Permute2x128(a2, b2, 0x31).Store(output + (6 * outputRow));
        Avx.Permute2x128(a3, b3, 0x31).Store(output + (7 * outputRow));
    }

    // Rows 0 and 4, 1 and 5, 2 and 6, 3 and 7 of four columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> R0, Vector256<float> R1, Vector256<float> R2, Vector256<float> R3) Quads(
        FloatPointer input, long inputColumn)
    {
        var c0 = Vector256.Load(input);
        var c1 = Vector256.Load(input + inputColumn);
        var c2 = Vector256.Load(input + (2 * inputColumn));
        var c3 = Vector256.Load(input + (3 * inputColumn));
        var low01 = Avx.UnpackLow(c0, c1);
        var high01 = Avx.UnpackHigh(c0, c1);
        var low23 = Avx.UnpackLow(c2, c3);
        var high23 = Avx.UnpackHigh(c2, c3);
        return (
            Avx.Shuffle(low01, low23, 0x44), Avx.Shuffle(low01, low23, 0xEE),
            Avx.Shuffle(high01, high23, 0x44), Avx.Shuffle(high01, high23, 0xEE));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(FloatPointer output, long outputRow, FloatPointer input, long inputColumn)
    {
        var c0 = Vector128.Load(input);
        var c1 = Vector128.Load(input + inputColumn);
        var c2 = Vector128.Load(input + (2 * inputColumn));
        var c3 = Vector128.Load(input + (3 * inputColumn));
        var (even0, even1) = (InterleaveLow(c0, c2), InterleaveLow(c1, c3));
        var (odd0, odd1) = (InterleaveHigh(c0, c2), InterleaveHigh(c1, c3));
        InterleaveLow(even0, even1).Store(output);
        InterleaveHigh(even0, even1).Store(output + outputRow);
        InterleaveLow(odd0, odd1).Store(output + (2 * outputRow));
        InterleaveHigh(odd0, odd1).Store(output + (3 * outputRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackLow(left, right) : AdvSimd.Arm64.ZipLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackHigh(left, right) : AdvSimd.Arm64.ZipHigh(left, right);
}
