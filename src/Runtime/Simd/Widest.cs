using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sinter.Runtime;

/// <summary>What is to be done on vectors of one width. A struct, so that it is compiled into the place that asks for it.</summary>
internal interface IVectorAction
{
    /// <summary>Does it.</summary>
    void Run<V>()
        where V : struct, ISimd<V>;
}

/// <summary>What can be done on vectors of some widths only.</summary>
internal interface IVectorAttempt
{
    /// <summary>Does it, or nothing if the width does not suit.</summary>
    /// <returns>Whether it is done.</returns>
    bool TryRun<V>()
        where V : struct, ISimd<V>;
}

/// <summary>What is to be done by micro-kernels of one width, whose bare vectors are <c>T</c>; <c>V</c> is of the same width.</summary>
internal interface ILanesAction
{
    /// <summary>Does it.</summary>
    void Run<TLanes, T, V>()
        where TLanes : struct, ILanes<T>
        where T : struct
        where V : struct, ISimd<V>;
}

/// <summary>A number that goes with the micro-kernels of one width.</summary>
internal interface ILanesNumber
{
    /// <summary>The number.</summary>
    static abstract int Of<TLanes, T>()
        where TLanes : struct, ILanes<T>
        where T : struct;
}

/// <summary>
/// Runs actions on the widest vectors that kernels may use: the one place where a width is chosen. Nothing is allocated or called through a
/// pointer. Widths that the processor lacks are left out by the compiler, as <see cref="CpuFeatures"/> says.
/// </summary>
/// <remarks>
/// Actions for a type of generated code have fields and no constructor, which would be one more method to compile for each of these types
/// when a program starts.
/// </remarks>
internal static class Widest
{
    /// <summary>Runs an action on the widest vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TAction>(TAction action)
        where TAction : struct, IVectorAction, allows ref struct
    {
        if (CpuFeatures.HasAvx512) action.Run<Simd512>();
        else if (CpuFeatures.HasAvx2) action.Run<Simd256>();
        else if (CpuFeatures.HasVector128) action.Run<Simd128>();
        else action.Run<SimdScalar>();
    }

    /// <summary>Runs an action on the widest vectors that suit it; on none if only single floats would.</summary>
    /// <returns>Whether there were any.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRun<TAttempt>(TAttempt attempt)
        where TAttempt : struct, IVectorAttempt, allows ref struct =>
        (CpuFeatures.HasAvx512 && attempt.TryRun<Simd512>()) ||
        (CpuFeatures.HasAvx2 && attempt.TryRun<Simd256>()) ||
        (CpuFeatures.HasVector128 && attempt.TryRun<Simd128>());

    /// <summary>Runs an action by the widest micro-kernels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunOnLanes<TAction>(TAction action)
        where TAction : struct, ILanesAction, allows ref struct
    {
        if (CpuFeatures.HasAvx512) action.Run<Lanes512, Vector512<float>, Simd512>();
        else if (CpuFeatures.HasAvx2) action.Run<Lanes256, Vector256<float>, Simd256>();
        else if (CpuFeatures.HasVector128) action.Run<Lanes128, Vector128<float>, Simd128>();
        else action.Run<LanesScalar, float, SimdScalar>();
    }

    /// <summary>A number of the widest micro-kernels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NumberOf<TNumber>()
        where TNumber : struct, ILanesNumber =>
        CpuFeatures.HasAvx512 ? TNumber.Of<Lanes512, Vector512<float>>() :
        CpuFeatures.HasAvx2 ? TNumber.Of<Lanes256, Vector256<float>>() :
        CpuFeatures.HasVector128 ? TNumber.Of<Lanes128, Vector128<float>>() : TNumber.Of<LanesScalar, float>();
}
