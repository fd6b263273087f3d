using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Runtime.Intrinsics;

namespace Sinter.Runtime;

/// <summary>The widths of vector arithmetic a kernel is compiled for, narrowest first.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum CpuLevel
{
    /// <summary>One float at a time.</summary>
    Scalar,

    /// <summary>Four floats: SSE or NEON.</summary>
    Vector128,

    /// <summary>Eight floats with fused multiply-add: AVX2 and FMA.</summary>
    Avx2,

    /// <summary>Sixteen floats: AVX-512 F, BW, DQ and VL.</summary>
    Avx512,
}

/// <summary>
/// Which vector instructions kernels use: the only place that asks the processor, as <see cref="Widest"/> is the one that chooses. The
/// properties are built from <c>IsSupported</c> directly, which the JIT and NativeAOT fold to constants, so that paths the processor lacks
/// disappear.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CpuFeatures
{
    /// <summary>The widest level kernels may use; tests lower it to reach the narrower paths.</summary>
    internal static CpuLevel Limit { get; set; } = CpuLevel.Avx512;

    /// <summary>The level kernels use.</summary>
    public static CpuLevel Level =>
        HasAvx512 ? CpuLevel.Avx512 : HasAvx2 ? CpuLevel.Avx2 : HasVector128 ? CpuLevel.Vector128 : CpuLevel.Scalar;

    /// <summary>Whether kernels run on <see cref="Simd512"/>.</summary>
    /// <remarks>
    /// Asks for the instructions, not for <see cref="Vector512.IsHardwareAccelerated"/>: that one is false on processors which merely
    /// lower their clock for 512-bit code.
    /// </remarks>
    public static bool HasAvx512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported && Limit >= CpuLevel.Avx512;
    }

    /// <summary>Whether kernels run on <see cref="Simd256"/> where they do not run on a wider one.</summary>
    public static bool HasAvx2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx2.IsSupported && Fma.IsSupported && Limit >= CpuLevel.Avx2;
    }

    /// <summary>Whether kernels run on <see cref="Simd128"/> where they do not run on a wider one.</summary>
    public static bool HasVector128
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated && Limit >= CpuLevel.Vector128;
    }

    /// <summary>Whether <c>MultiplyAdd</c> of every vector rounds once.</summary>
    internal static bool FusesMultiplyAdd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }
}
