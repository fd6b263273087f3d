using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Arrays of sums, each kept as two floats as in <see cref="BlockSum{V}"/>: the sum, and what rounding took from it.</summary>
internal static class CompensatedSums
{
    /// <summary>Adds terms to sums; whole vectors are read and written.</summary>
    public static void Add(FloatBuffer terms, FloatBuffer high, FloatBuffer low, long length)
    {
        if (CpuFeatures.HasAvx512) Add<Simd512>(terms, high, low, length);
        else if (CpuFeatures.HasAvx2) Add<Simd256>(terms, high, low, length);
        else if (CpuFeatures.HasVector128) Add<Simd128>(terms, high, low, length);
        else Add<SimdScalar>(terms, high, low, length);
    }

    /// <summary>Begins sums with their first terms; whole vectors are read and written.</summary>
    public static void Begin(FloatBuffer terms, FloatBuffer high, FloatBuffer low, long length)
    {
        if (CpuFeatures.HasAvx512) Begin<Simd512>(terms, high, low, length);
        else if (CpuFeatures.HasAvx2) Begin<Simd256>(terms, high, low, length);
        else if (CpuFeatures.HasVector128) Begin<Simd128>(terms, high, low, length);
        else Begin<SimdScalar>(terms, high, low, length);
    }

    /// <summary>The sums as one float each; whole vectors are read and written.</summary>
    public static void Join(FloatBuffer high, FloatBuffer low, FloatBuffer output, long length)
    {
        if (CpuFeatures.HasAvx512) Join<Simd512>(high, low, output, length);
        else if (CpuFeatures.HasAvx2) Join<Simd256>(high, low, output, length);
        else if (CpuFeatures.HasVector128) Join<Simd128>(high, low, output, length);
        else Join<SimdScalar>(high, low, output, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<V>(FloatBuffer terms, FloatBuffer high, FloatBuffer low, long length)
        where V : struct, ISimd<V>
    {
        for (var i = 0L; i < length; i += V.Count)
        {
            var (sum, lost) = (V.Load(high, i), V.Load(low, i));
            BlockSum<V>.Fold(V.Load(terms, i), ref sum, ref lost);
            V.Store(sum, high, i);
            V.Store(lost, low, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Begin<V>(FloatBuffer terms, FloatBuffer high, FloatBuffer low, long length)
        where V : struct, ISimd<V>
    {
        for (var i = 0L; i < length; i += V.Count)
        {
            V.Store(V.Load(terms, i), high, i);
            V.Store(V.Fill(0f), low, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Join<V>(FloatBuffer high, FloatBuffer low, FloatBuffer output, long length)
        where V : struct, ISimd<V>
    {
        for (var i = 0L; i < length; i += V.Count) V.Store(BlockSum<V>.Join(V.Load(high, i), V.Load(low, i)), output, i);
    }
}
