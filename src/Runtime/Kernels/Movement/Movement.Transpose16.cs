using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>Tiles of whole cache lines: each line is read once and written once, however the strides collide in the cache.</summary>
public static unsafe partial class Movement
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose16x16(FloatPointer output, long outputRow, FloatPointer input, long inputColumn)
    {
        // Four columns at a time become four rows of quads, then the quads of all sixteen columns are brought together.
        Quads16(input, inputColumn, out var a0, out var a1, out var a2, out var a3);
        Quads16(input + (4 * inputColumn), inputColumn, out var b0, out var b1, out var b2, out var b3);
        Quads16(input + (8 * inputColumn), inputColumn, out var c0, out var c1, out var c2, out var c3);
        Quads16(input + (12 * inputColumn), inputColumn, out var d0, out var d1, out var d2, out var d3);
        Store4(output, outputRow, a0, b0, c0, d0);
        Store4(output + outputRow, outputRow, a1, b1, c1, d1);
        Store4(output + (2 * outputRow), outputRow, a2, b2, c2, d2);
        Store4(output + (3 * outputRow), outputRow, a3, b3, c3, d3);
    }

    // r0 holds rows 0, 4, 8 and 12 of four columns, r1 rows 1, 5, 9 and 13, and so on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quads16(
        FloatPointer input, long inputColumn, out Vector512<float> r0, out Vector512<float> r1, out Vector512<float> r2, out Vector512<float> r3)
    {
        var c0 = Vector512.Load(input);
        var c1 = Vector512.Load(input + inputColumn);
        var c2 = Vector512.Load(input + (2 * inputColumn));
        var c3 = Vector512.Load(input + (3 * inputColumn));
        var low01 = Avx512F.UnpackLow(c0, c1);
        var high01 = Avx512F.UnpackHigh(c0, c1);
        var low23 = Avx512F.UnpackLow(c2, c3);
        var high23 = Avx512F.UnpackHigh(c2, c3);
        r0 = Avx512F.Shuffle(low01, low23, 0x44);
        r1 = Avx512F.Shuffle(low01, low23, 0xEE);
        r2 = Avx512F.Shuffle(high01, high23, 0x44);
        r3 = Avx512F.Shuffle(high01, high23, 0xEE);
    }

    // A 4x4 transpose of quads: the rows 0, 4, 8 and 12 behind the one given.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4(
        FloatPointer output, long outputRow, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var lowAB = Avx512F.Shuffle4x128(a, b, 0x44);
        var lowCD = Avx512F.Shuffle4x128(c, d, 0x44);
        var highAB = Avx512F.Shuffle4x128(a, b, 0xEE);
        var highCD = Avx512F.Shuffle4x128(c, d, 0xEE);
        Avx512F.Shuffle4x128(lowAB, lowCD, 0x88).Store(output);
        Avx512F.Shuffle4x128(lowAB, lowCD, 0xDD).Store(output + (4 * outputRow));
        Avx512F.Shuffle4x128(highAB, highCD, 0x88).Store(output + (8 * outputRow));
        Avx512F.Shuffle4x128(highAB, highCD, 0xDD).Store(output + (12 * outputRow));
    }
}
