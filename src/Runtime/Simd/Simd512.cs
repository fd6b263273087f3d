using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>Sixteen lanes, for AVX-512.</summary>
public readonly unsafe struct Simd512 : ISimd<Simd512>
{
    /// <summary>The vector itself.</summary>
    internal readonly Vector512<float> Raw;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Simd512(Vector512<float> raw) => Raw = raw;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<float>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Fill(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Iota(float start) => new(Indices + Vector512.Create(start));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Load(FloatBuffer source, long index) => new(Vector512.Load(source.Pointer + index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Load(IntBuffer source, long index) => new(Vector512.ConvertToSingle(Vector512.Load(source.Pointer + index)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 LoadPartial(FloatBuffer source, long index, int count, float fill) => KeepFirst(Load(source, index), count, fill);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 LoadPartial(IntBuffer source, long index, int count, float fill) => KeepFirst(Load(source, index), count, fill);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd512 value, FloatBuffer destination, long index) => value.Raw.Store(destination.Pointer + index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Simd512 value, FloatBuffer destination, long index, int count)
    {
        var mask = First(count).AsSingle();
        var target = destination.Pointer + index;
#if NET10_0_OR_GREATER
        Avx512F.MaskStore(target, mask, value.Raw);
#else
        Avx.MaskStore(target, mask.GetLower(), value.Raw.GetLower());
        Avx.MaskStore(target + Vector256<float>.Count, mask.GetUpper(), value.Raw.GetUpper());
#endif
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 KeepFirst(Simd512 value, int count, float fill) =>
        new(Vector512.ConditionalSelect(First(count).AsSingle(), value.Raw, Vector512.Create(fill)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator +(Simd512 left, Simd512 right) => new(left.Raw + right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 left, Simd512 right) => new(left.Raw - right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator *(Simd512 left, Simd512 right) => new(left.Raw * right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator /(Simd512 left, Simd512 right) => new(left.Raw / right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 value) => new(-value.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Max(Simd512 left, Simd512 right) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(right.Raw, right.Raw), MaxOrSecond(right.Raw, left.Raw), right.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Min(Simd512 left, Simd512 right) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(right.Raw, right.Raw), MinOrSecond(right.Raw, left.Raw), right.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Clamp(Simd512 value, Simd512 low, Simd512 high) => new(MinOrSecond(high.Raw, MaxOrSecond(low.Raw, value.Raw)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Abs(Simd512 value) => new(Vector512.Abs(value.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Sign(Simd512 value) => Less(new(Vector512<float>.Zero), value) - Less(value, new(Vector512<float>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 CopySign(Simd512 magnitude, Simd512 sign) =>
        new(Vector512.ConditionalSelect(Vector512.Create(-0f), sign.Raw, magnitude.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Sqrt(Simd512 value) => new(Vector512.Sqrt(value.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Floor(Simd512 value) => new(Vector512.Floor(value.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 MultiplyAdd(Simd512 left, Simd512 right, Simd512 addend) => new(Vector512.MultiplyAddEstimate(left.Raw, right.Raw, addend.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Less(Simd512 left, Simd512 right) => OneWhere(Vector512.LessThan(left.Raw, right.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 LessOrEqual(Simd512 left, Simd512 right) => OneWhere(Vector512.LessThanOrEqual(left.Raw, right.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Equal(Simd512 left, Simd512 right) => OneWhere(Vector512.Equals(left.Raw, right.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Select(Simd512 condition, Simd512 then, Simd512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(condition.Raw, Vector512<float>.Zero), otherwise.Raw, then.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 SelectLess(Simd512 left, Simd512 right, Simd512 then, Simd512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left.Raw, right.Raw), then.Raw, otherwise.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Simd512 left, Simd512 right) => Vector512.LessThanAny(left.Raw, right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 ScaleByPowerOfTwo(Simd512 value, Simd512 exponent) => new(Avx512F.Scale(value.Raw, exponent.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Exponent(Simd512 value)
    {
        var denormal = Vector512.LessThan(value.Raw, Vector512.Create(FloatFormat.SmallestNormal));
        var exponent = Vector512.ConvertToSingle(BitsAboveRootHalf(value.Raw) >> FloatFormat.MantissaBits);
        return new(exponent - Vector512.ConditionalSelect(denormal, Vector512.Create(FloatFormat.DenormalShift), Vector512<float>.Zero));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Mantissa(Simd512 value) =>
        new(((BitsAboveRootHalf(value.Raw) & Vector512.Create(FloatFormat.MantissaMask)) + Vector512.Create(FloatFormat.RootHalfBits)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Uniform(uint key0, uint key1, long index)
    {
        if (!CounterRandom.LanesShareUpperHalf(index)) return UniformLaneByLane(key0, key1, index);
        var bits = Mix(((Vector512.Create((uint)index) + IntIndices.AsUInt32()) * CounterRandom.Weyl) + Vector512.Create(key0));
        bits = Mix(bits ^ Vector512.Create(key1 ^ (uint)(index >> 32)));
        return new(Vector512.ConvertToSingle((bits >>> 8).AsInt32()) * CounterRandom.Scale);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Simd512 value) => Simd256.SumLanes(new(value.Raw.GetLower() + value.Raw.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLanes(Simd512 value) => Simd256.MaxLanes(Simd256.Max(new(value.Raw.GetLower()), new(value.Raw.GetUpper())));

    private static Vector512<float> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f, 10f, 11f, 12f, 13f, 14f, 15f);
    }

    private static Vector512<int> IntIndices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> First(int count) => Vector512.LessThan(IntIndices, Vector512.Create(count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd512 OneWhere(Vector512<float> mask) => new(Vector512.ConditionalSelect(mask, Vector512<float>.One, Vector512<float>.Zero));

    // The second operand where either is NaN: what the x86 instruction does. Elsewhere NaN wins, which serves as well.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MaxOrSecond(Vector512<float> left, Vector512<float> right) =>
        Avx512F.IsSupported ? Avx512F.Max(left, right) : Vector512.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MinOrSecond(Vector512<float> left, Vector512<float> right) =>
        Avx512F.IsSupported ? Avx512F.Min(left, right) : Vector512.Min(left, right);

    // The distance of the bits from those of sqrt(1/2): its upper part is the exponent, its lower part the mantissa from there on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> BitsAboveRootHalf(Vector512<float> value)
    {
        var denormal = Vector512.LessThan(value, Vector512.Create(FloatFormat.SmallestNormal));
        var normal = Vector512.ConditionalSelect(denormal, value * FloatFormat.DenormalScale, value);
        return normal.AsInt32() - Vector512.Create(FloatFormat.RootHalfBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Mix(Vector512<uint> bits)
    {
        bits ^= bits >>> 16;
        bits *= CounterRandom.Multiplier0;
        bits ^= bits >>> 15;
        bits *= CounterRandom.Multiplier1;
        return bits ^ (bits >>> 16);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Simd512 UniformLaneByLane(uint key0, uint key1, long index)
    {
        var lanes = stackalloc float[Vector512<float>.Count];
        for (var lane = 0; lane < Vector512<float>.Count; lane++) lanes[lane] = CounterRandom.Uniform(key0, key1, index + lane);
        return new(Vector512.Load(lanes));
    }
}
