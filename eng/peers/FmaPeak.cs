using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Peers;

/// <summary>What one thread of this machine can multiply and add at the moment: the bound that no kernel passes.</summary>
internal static class FmaPeak
{
    private const int Sums = 16;
    private const int Steps = 30_000;

    /// <summary>The most of several short measurements within about 30 ms, in 10⁹ floating-point operations a second.</summary>
    public static double Measure()
    {
        var lanes = Avx512F.IsSupported ? 16 : 8;
        var (operations, most, whole) = (2.0 * lanes * Sums * Steps, 0.0, Stopwatch.StartNew());
        while (whole.ElapsedMilliseconds < 30)
        {
            var clock = Stopwatch.StartNew();
            var sum = Avx512F.IsSupported ? Wide() : Narrow();
            most = Math.Max(most, operations / clock.Elapsed.TotalSeconds / 1e9);
            if (float.IsNaN(sum)) throw new InvalidOperationException("the sums of the peak measurement are not numbers");
        }

        return most;
    }

    // Sixteen sums hide the latency of four cycles on two units. Each converges to 2, so that no value is denormal or infinite.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Wide()
    {
        Vector512<float> half = Vector512.Create(0.5f), one = Vector512<float>.One;
        Vector512<float> a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one;
        Vector512<float> i = one, j = one, k = one, l = one, m = one, n = one, o = one, p = one;
        for (var step = 0; step < Steps; step++)
        {
            a = Vector512.FusedMultiplyAdd(a, half, one);
            b = Vector512.FusedMultiplyAdd(b, half, one);
            c = Vector512.FusedMultiplyAdd(c, half, one);
            d = Vector512.FusedMultiplyAdd(d, half, one);
            e = Vector512.FusedMultiplyAdd(e, half, one);
            f = Vector512.FusedMultiplyAdd(f, half, one);
            g = Vector512.FusedMultiplyAdd(g, half, one);
            h = Vector512.FusedMultiplyAdd(h, half, one);
            i = Vector512.FusedMultiplyAdd(i, half, one);
            j = Vector512.FusedMultiplyAdd(j, half, one);
            k = Vector512.FusedMultiplyAdd(k, half, one);
            l = Vector512.FusedMultiplyAdd(l, half, one);
            m = Vector512.FusedMultiplyAdd(m, half, one);
            n = Vector512.FusedMultiplyAdd(n, half, one);
            o = Vector512.FusedMultiplyAdd(o, half, one);
            p = Vector512.FusedMultiplyAdd(p, half, one);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }

    // AVX2 has sixteen registers: twelve sums hide the latency too and leave room for the constants.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Narrow()
    {
        Vector256<float> half = Vector256.Create(0.5f), one = Vector256<float>.One;
        Vector256<float> a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one, i = one, j = one, k = one, l = one;
        for (var step = 0; step < Steps * Sums / 12; step++)
        {
            a = Vector256.FusedMultiplyAdd(a, half, one);
            b = Vector256.FusedMultiplyAdd(b, half, one);
            c = Vector256.FusedMultiplyAdd(c, half, one);
            d = Vector256.FusedMultiplyAdd(d, half, one);
            e = Vector256.FusedMultiplyAdd(e, half, one);
            f = Vector256.FusedMultiplyAdd(f, half, one);
            g = Vector256.FusedMultiplyAdd(g, half, one);
            h = Vector256.FusedMultiplyAdd(h, half, one);
            i = Vector256.FusedMultiplyAdd(i, half, one);
            j = Vector256.FusedMultiplyAdd(j, half, one);
            k = Vector256.FusedMultiplyAdd(k, half, one);
            l = Vector256.FusedMultiplyAdd(l, half, one);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
