using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>
/// The few operations a micro-kernel needs of a vector type. The kernels hold the vectors themselves, not a struct around them as
/// <see cref="ISimd{V}"/> does: with two dozen accumulators alive the JIT keeps only bare vectors in registers reliably.
/// </summary>
internal unsafe interface ILanes<T>
    where T : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the tallest tile whose accumulators fit the register file.</summary>
    static abstract int TileRows { get; }

    /// <summary>Whether A has columns too, each multiplied with its own of B. Tiles are one vector wide then, else up to two.</summary>
    static abstract bool Elementwise { get; }

    static abstract T Load(BytePointer source);

    /// <summary>What multiplies a vector of B: an element of A in every lane, or, elementwise, as many elements as lanes.</summary>
    static abstract T LoadA(BytePointer source);

    static abstract void Store(BytePointer destination, T value);

    static abstract T MultiplyAdd(T left, T right, T addend);

    static abstract T Add(T left, T right);

    /// <summary>Brings what lies at a place into the second-level cache, without waiting for it.</summary>
    static abstract void Prefetch(BytePointer source);
}

/// <summary>AVX-512: 32 registers, 24 of them accumulators.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 16; }

    public static int TileRows { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 12; }

    public static bool Elementwise { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => false; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(BytePointer source) => Vector512.Load((FloatPointer)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadA(BytePointer source) => Vector512.Create(((FloatPointer)source)[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(BytePointer destination, Vector512<float> value) => value.Store((FloatPointer)destination);

    // Not Vector512.FusedMultiplyAdd: on processors that throttle for 512 bits it falls apart into halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Avx512F.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => Avx512F.Add(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(BytePointer source) => Sse.Prefetch1(source);
}

/// <summary>AVX2 with FMA: 16 registers, 12 of them accumulators.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 8; }

    public static int TileRows { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 6; }

    public static bool Elementwise { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => false; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(BytePointer source) => Vector256.Load((FloatPointer)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadA(BytePointer source) => Vector256.Create(((FloatPointer)source)[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(BytePointer destination, Vector256<float> value) => value.Store((FloatPointer)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Fma.MultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(BytePointer source) => Sse.Prefetch1(source);
}

/// <summary>SSE or NEON; a product and a sum where the processor has no fused form.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 4; }

    public static int TileRows { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 6; }

    public static bool Elementwise { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => false; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(BytePointer source) => Vector128.Load((FloatPointer)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadA(BytePointer source) => Vector128.Create(((FloatPointer)source)[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(BytePointer destination, Vector128<float> value) => value.Store((FloatPointer)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(BytePointer source)
    {
    }
}

/// <summary>One float at a time.</summary>
internal readonly unsafe struct LanesScalar : ILanes<float>
{
    public static int Count { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 1; }

    public static int TileRows { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 6; }

    public static bool Elementwise { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => false; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(BytePointer source) => ((FloatPointer)source)[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadA(BytePointer source) => ((FloatPointer)source)[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(BytePointer destination, float value)
    {
        Planned.Write((FloatPointer)destination, 1);
        ((FloatPointer)destination)[0] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float left, float right, float addend) => (left * right) + addend;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float left, float right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(BytePointer source)
    {
    }
}
