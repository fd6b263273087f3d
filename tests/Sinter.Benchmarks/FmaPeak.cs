using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Sinter.Runtime;

namespace Sinter.Benchmarks;

/// <summary>What one thread's multiply-adds could do at best, with the widest vectors that kernels use here.</summary>
internal static class FmaPeak
{
    private const int Accumulators = 12, Repeats = 20_000;

    /// <summary>Times a loop of nothing but multiply-adds, in GFLOP/s.</summary>
    public static double Measure()
    {
        var floats = CpuFeatures.HasAvx512 ? 16 : CpuFeatures.HasAvx2 ? 8 : 4;
        var clock = Stopwatch.GetTimestamp();
        var sink = CpuFeatures.HasAvx512 ? Wide() : CpuFeatures.HasAvx2 ? Middle() : Narrow();
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        if (float.IsNaN(sink)) throw new InvalidOperationException("The loop was not executed.");
        return 2.0 * floats * Accumulators * Repeats / seconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Wide()
    {
        var x = Vector512.Create(0.5f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, x); b = Vector512.FusedMultiplyAdd(b, x, x); c = Vector512.FusedMultiplyAdd(c, x, x);
            d = Vector512.FusedMultiplyAdd(d, x, x); e = Vector512.FusedMultiplyAdd(e, x, x); f = Vector512.FusedMultiplyAdd(f, x, x);
            g = Vector512.FusedMultiplyAdd(g, x, x); h = Vector512.FusedMultiplyAdd(h, x, x); i = Vector512.FusedMultiplyAdd(i, x, x);
            j = Vector512.FusedMultiplyAdd(j, x, x); k = Vector512.FusedMultiplyAdd(k, x, x); l = Vector512.FusedMultiplyAdd(l, x, x);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Middle()
    {
        var x = Vector256.Create(0.5f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, x); b = Vector256.FusedMultiplyAdd(b, x, x); c = Vector256.FusedMultiplyAdd(c, x, x);
            d = Vector256.FusedMultiplyAdd(d, x, x); e = Vector256.FusedMultiplyAdd(e, x, x); f = Vector256.FusedMultiplyAdd(f, x, x);
            g = Vector256.FusedMultiplyAdd(g, x, x); h = Vector256.FusedMultiplyAdd(h, x, x); i = Vector256.FusedMultiplyAdd(i, x, x);
            j = Vector256.FusedMultiplyAdd(j, x, x); k = Vector256.FusedMultiplyAdd(k, x, x); l = Vector256.FusedMultiplyAdd(l, x, x);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Narrow()
    {
        var x = Vector128.Create(0.5f);
        Vector128<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            a = Vector128.FusedMultiplyAdd(a, x, x); b = Vector128.FusedMultiplyAdd(b, x, x); c = Vector128.FusedMultiplyAdd(c, x, x);
            d = Vector128.FusedMultiplyAdd(d, x, x); e = Vector128.FusedMultiplyAdd(e, x, x); f = Vector128.FusedMultiplyAdd(f, x, x);
            g = Vector128.FusedMultiplyAdd(g, x, x); h = Vector128.FusedMultiplyAdd(h, x, x); i = Vector128.FusedMultiplyAdd(i, x, x);
            j = Vector128.FusedMultiplyAdd(j, x, x); k = Vector128.FusedMultiplyAdd(k, x, x); l = Vector128.FusedMultiplyAdd(l, x, x);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
