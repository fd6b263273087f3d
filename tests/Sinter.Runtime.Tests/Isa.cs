using Sinter.Runtime;

namespace Sinter.Tests;

/// <summary>A check written once for every vector.</summary>
internal interface IVectorCheck
{
    static abstract void Run<V>()
        where V : struct, ISimd<V>;
}

/// <summary>The vector widths this machine has.</summary>
internal static class Isa
{
    /// <summary>Runs a check on every vector the machine has instructions for.</summary>
    public static void ForEach<T>()
        where T : struct, IVectorCheck
    {
        if (CpuFeatures.HasAvx512) T.Run<Simd512>();
        if (CpuFeatures.HasAvx2) T.Run<Simd256>();
        if (CpuFeatures.HasVector128) T.Run<Simd128>();
        T.Run<SimdScalar>();
    }

    /// <summary>Runs an action once for every level the machine has, with kernels limited to it.</summary>
    public static void ForEach(Action action)
    {
        var widest = CpuFeatures.Level;
        try
        {
            for (var level = CpuLevel.Scalar; level <= widest; level++)
            {
                CpuFeatures.Limit = level;
                action();
            }
        }
        finally
        {
            CpuFeatures.Limit = CpuLevel.Avx512;
        }
    }
}
