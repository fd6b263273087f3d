using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>Transposes small matrices in registers.</summary>
internal static unsafe class Transposition
{
    /// <summary>Four rows of four floats become four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of4x4(FloatPointer source, long sourceStride, FloatPointer target, long targetStride)
    {
        var r0 = Vector128.Load(source);
        var r1 = Vector128.Load(source + sourceStride);
        var r2 = Vector128.Load(source + (2 * sourceStride));
        var r3 = Vector128.Load(source + (3 * sourceStride));
        if (Sse.IsSupported)
        {
            var (low01, low23) = (Sse.UnpackLow(r0, r1), Sse.UnpackLow(r2, r3));
            var (high01, high23) = (Sse.UnpackHigh(r0, r1), Sse.UnpackHigh(r2, r3));
            Sse.MoveLowToHigh(low01, low23).Store(target);
            Sse.MoveHighToLow(low23, low01).Store(target + targetStride);
            Sse.MoveLowToHigh(high01, high23).Store(target + (2 * targetStride));
            Sse.MoveHighToLow(high23, high01).Store(target + (3 * targetStride));
        }
        else
        {
            Vector128.Create(r0[0], r1[0], r2[0], r3[0]).Store(target);
            Vector128.Create(r0[1], r1[1], r2[1], r3[1]).Store(target + targetStride);
            Vector128.Create(r0[2], r1[2], r2[2], r3[2]).Store(target + (2 * targetStride));
            Vector128.Create(r0[3], r1[3], r2[3], r3[3]).Store(target + (3 * targetStride));
        }
    }

    /// <summary>Transposes <c>[rows, columns]</c>; strides are floats from one row to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of(FloatPointer source, long sourceStride, long rows, long columns, FloatPointer target, long targetStride)
    {
        var wholeRows = rows / 4 * 4;
        var wholeColumns = columns / 4 * 4;
        for (long row = 0; row < wholeRows; row += 4)
        {
            for (long column = 0; column < wholeColumns; column += 4)
                Of4x4(source + (row * sourceStride) + column, sourceStride, target + (column * targetStride) + row, targetStride);
        }

        for (long row = 0; row < rows; row++)
        {
            for (var column = row < wholeRows ? wholeColumns : 0; column < columns; column++)
                target[(column * targetStride) + row] = source[(row * sourceStride) + column];
        }
    }
}
