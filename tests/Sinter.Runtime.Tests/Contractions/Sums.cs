using System.Runtime.CompilerServices;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Contractions;

/// <summary>What the contraction tests share: the error a sum of products may have.</summary>
internal static class Sums
{
    /// <summary>Threads enough to split everything that can be split.</summary>
    public static readonly int[] ThreadCounts = [1, 2, 5];

    /// <summary>The values without their signs: what the error of a sum is measured by.</summary>
    public static GuardedBuffer Magnitudes(GuardedBuffer values)
    {
        var magnitudes = values.ToArray();
        for (var i = 0; i < magnitudes.Length; i++) magnitudes[i] = MathF.Abs(magnitudes[i]);
        return new GuardedBuffer(magnitudes);
    }

    /// <summary>
    /// Fails where a sum of <paramref name="terms"/> products is further from the exact one than rounding explains:
    /// the usual bound, n u / (1 - n u) times the sum of the products' magnitudes.
    /// </summary>
    public static void AssertClose(float[] exact, float[] magnitudes, long terms, float[] actual, string what)
    {
        // Two more roundings in the epilogue, one each of the exact values and of their bound.
        var unit = Math.ScaleB(terms + 4, -24);
        var gamma = unit / (1 - unit);
        for (var i = 0; i < exact.Length; i++)
        {
            var allowed = (gamma * magnitudes[i]) + Math.ScaleB(Math.Abs(exact[i]), -22);
            Assert.True(
                Math.Abs((double)actual[i] - exact[i]) <= allowed,
                $"{what}, element {i} at {CpuFeatures.Level}: expected {exact[i]:R} within {allowed:E1}, got {actual[i]:R}");
        }
    }
}

/// <summary>
/// Operands: a bias per column, a residual per element, and the columns there are. Negative results are kept, so that an element the
/// epilogue was applied to twice or never shows.
/// </summary>
internal readonly struct BiasAndResidual : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column)
        where V : struct, ISimd<V> =>
        sum + V.Load(operands[0], column) + V.Load(operands[1], (row * (long)operands[2][0]) + column);
}
