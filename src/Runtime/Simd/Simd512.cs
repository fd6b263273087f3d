using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Runtime.Intrinsics;

namespace Sinter.Runtime;

/// <summary>Sixteen lanes, for AVX-512.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct Simd512 : ISimd<Simd512>
{
    /// <summary>
    /// The vector itself. A field set by an initializer and not by a constructor: every inlined constructor costs the JIT one more of the
    /// limited number of locals after which it stops inlining.
    /// </summary>
    internal Vector512<float> Raw;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<float>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Fill(float value) => new() { Raw = Vector512.Create(value) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Iota(float start) => new() { Raw = Indices + Vector512.Create(start) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Load(FloatBuffer source, long index) => new() { Raw = Vector512.Load(source.Pointer + index) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Load(IntBuffer source, long index) =>
        new() { Raw = Vector512.ConvertToSingle(Vector512.Load(source.Pointer + index)) };

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
        Avx.MaskStore(target, mask.GetLower(), value.Raw.GetLower());
        Avx.MaskStore(target + Vector256<float>.Count, mask.GetUpper(), value.Raw.GetUpper());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 KeepFirst(Simd512 value, int count, float fill) =>
        new() { Raw = Vector512.ConditionalSelect(First(count).AsSingle(), value.Raw, Vector512.Create(fill)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator +(Simd512 left, Simd512 right) => new() { Raw = left.Raw + right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 left, Simd512 right) => new() { Raw = left.Raw - right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator *(Simd512 left, Simd512 right) => new() { Raw = left.Raw * right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator /(Simd512 left, Simd512 right) => new() { Raw = left.Raw / right.Raw };

    /// <inheritdoc/>
    /// <remarks>An estimate of 14 bits, doubled by a step of Newton's, and the remainder divided once more: a sixth of the time.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Quotient(Simd512 left, Simd512 right)
    {
        var reciprocal = Avx512F.Reciprocal14(right.Raw);
        reciprocal = Avx512F.FusedMultiplyAdd(reciprocal, Avx512F.FusedMultiplyAddNegated(right.Raw, reciprocal, Vector512<float>.One), reciprocal);
        var quotient = left.Raw * reciprocal;
        return new() { Raw = Avx512F.FusedMultiplyAdd(Avx512F.FusedMultiplyAddNegated(right.Raw, quotient, left.Raw), reciprocal, quotient) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 value) => new() { Raw = -value.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator +(Simd512 left, float right) => new() { Raw = left.Raw + Vector512.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 left, float right) => new() { Raw = left.Raw - Vector512.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(float left, Simd512 right) => new() { Raw = Vector512.Create(left) - right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator *(Simd512 left, float right) => new() { Raw = left.Raw * Vector512.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator /(Simd512 left, float right) => new() { Raw = left.Raw / Vector512.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator /(float left, Simd512 right) => new() { Raw = Vector512.Create(left) / right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Max(Simd512 left, Simd512 right) =>
        new() { Raw = Vector512.ConditionalSelect(Vector512.Equals(right.Raw, right.Raw), MaxOrSecond(right.Raw, left.Raw), right.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Min(Simd512 left, Simd512 right) =>
        new() { Raw = Vector512.ConditionalSelect(Vector512.Equals(right.Raw, right.Raw), MinOrSecond(right.Raw, left.Raw), right.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Max(Simd512 left, float right) => new() { Raw = MaxOrSecond(Vector512.Create(right), left.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Min(Simd512 left, float right) => new() { Raw = MinOrSecond(Vector512.Create(right), left.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Clamp(Simd512 value, Simd512 low, Simd512 high) =>
        new() { Raw = MinOrSecond(high.Raw, MaxOrSecond(low.Raw, value.Raw)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Clamp(Simd512 value, float low, float high) =>
        new() { Raw = MinOrSecond(Vector512.Create(high), MaxOrSecond(Vector512.Create(low), value.Raw)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Abs(Simd512 value) => new() { Raw = Vector512.Abs(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Sign(Simd512 value)
    {
        var positive = Vector512.ConditionalSelect(
            Vector512.GreaterThan(value.Raw, Vector512<float>.Zero), Vector512<float>.One, Vector512<float>.Zero);
        return new() { Raw = Vector512.ConditionalSelect(
            Vector512.LessThan(value.Raw, Vector512<float>.Zero), Vector512.Create(-1f), positive) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 CopySign(Simd512 magnitude, Simd512 sign) =>
        new() { Raw = Vector512.ConditionalSelect(Vector512.Create(-0f), sign.Raw, magnitude.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Sqrt(Simd512 value) => new() { Raw = Vector512.Sqrt(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Floor(Simd512 value) => new() { Raw = Vector512.Floor(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Ceil(Simd512 value) => new() { Raw = Vector512.Ceiling(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Round(Simd512 value) => new() { Raw = Vector512.Round(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 MultiplyAdd(Simd512 left, Simd512 right, Simd512 addend) =>
        new() { Raw = Vector512.MultiplyAddEstimate(left.Raw, right.Raw, addend.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 MultiplyAdd(Simd512 left, Simd512 right, float addend) =>
        new() { Raw = Vector512.MultiplyAddEstimate(left.Raw, right.Raw, Vector512.Create(addend)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 MultiplyAdd(Simd512 left, float right, Simd512 addend) =>
        new() { Raw = Vector512.MultiplyAddEstimate(left.Raw, Vector512.Create(right), addend.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Polynomial(Simd512 x, float c0, float c1, float c2, float c3)
    {
        var sum = Vector512.MultiplyAddEstimate(Vector512.Create(c3), x.Raw, Vector512.Create(c2));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c1));
        return new() { Raw = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Polynomial(Simd512 x, float c0, float c1, float c2, float c3, float c4)
    {
        var sum = Vector512.MultiplyAddEstimate(Vector512.Create(c4), x.Raw, Vector512.Create(c3));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c2));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c1));
        return new() { Raw = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Polynomial(Simd512 x, float c0, float c1, float c2, float c3, float c4, float c5, float c6, float c7)
    {
        var sum = Vector512.MultiplyAddEstimate(Vector512.Create(c7), x.Raw, Vector512.Create(c6));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c5));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c4));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c3));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c2));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c1));
        return new() { Raw = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Polynomial(Simd512 x, float c0, float c1, float c2, float c3, float c4, float c5, float c6, float c7, float c8)
    {
        var sum = Vector512.MultiplyAddEstimate(Vector512.Create(c8), x.Raw, Vector512.Create(c7));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c6));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c5));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c4));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c3));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c2));
        sum = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c1));
        return new() { Raw = Vector512.MultiplyAddEstimate(sum, x.Raw, Vector512.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Less(Simd512 left, Simd512 right) =>
        new() { Raw = Vector512.ConditionalSelect(Vector512.LessThan(left.Raw, right.Raw), Vector512<float>.One, Vector512<float>.Zero) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 LessOrEqual(Simd512 left, Simd512 right) =>
        new() { Raw = Vector512.ConditionalSelect(
            Vector512.LessThanOrEqual(left.Raw, right.Raw), Vector512<float>.One, Vector512<float>.Zero) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Equal(Simd512 left, Simd512 right) =>
        new() { Raw = Vector512.ConditionalSelect(Vector512.Equals(left.Raw, right.Raw), Vector512<float>.One, Vector512<float>.Zero) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Select(Simd512 condition, Simd512 then, Simd512 otherwise) =>
        new() { Raw = Vector512.ConditionalSelect(Vector512.Equals(condition.Raw, Vector512<float>.Zero), otherwise.Raw, then.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 SelectLess(Simd512 left, Simd512 right, Simd512 then, Simd512 otherwise) =>
        new() { Raw = Vector512.ConditionalSelect(Vector512.LessThan(left.Raw, right.Raw), then.Raw, otherwise.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Simd512 left, Simd512 right) => Vector512.LessThanAny(left.Raw, right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 ScaleByPowerOfTwo(Simd512 value, Simd512 exponent) => new() { Raw = Avx512F.Scale(value.Raw, exponent.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Exponent(Simd512 value)
    {
        var denormal = Vector512.LessThan(value.Raw, Vector512.Create(FloatFormat.SmallestNormal));
        var exponent = Vector512.ConvertToSingle(BitsAboveRootHalf(value.Raw) >> FloatFormat.MantissaBits);
        return new() { Raw = exponent - Vector512.ConditionalSelect(
            denormal, Vector512.Create(FloatFormat.DenormalShift), Vector512<float>.Zero) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Mantissa(Simd512 value)
    {
        var mantissa = BitsAboveRootHalf(value.Raw) & Vector512.Create(FloatFormat.MantissaMask);
        return new() { Raw = (mantissa + Vector512.Create(FloatFormat.RootHalfBits)).AsSingle() };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Uniform(uint key0, uint key1, long index)
    {
        if (!CounterRandom.LanesShareUpperHalf(index)) return UniformLaneByLane(key0, key1, index);
        var bits = Mix(((Vector512.Create((uint)index) + IntIndices.AsUInt32()) * CounterRandom.Weyl) + Vector512.Create(key0));
        bits = Mix(bits ^ Vector512.Create(key1 ^ (uint)(index >> 32)));
        return new() { Raw = Vector512.ConvertToSingle((bits >>> 8).AsInt32()) * CounterRandom.Scale };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Simd512 value) => Simd256.SumLanes(new() { Raw = value.Raw.GetLower() + value.Raw.GetUpper() });

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLanes(Simd512 value) =>
        Simd256.MaxLanes(Simd256.Max(new Simd256 { Raw = value.Raw.GetLower() }, new Simd256 { Raw = value.Raw.GetUpper() }));

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
        return new() { Raw = Vector512.Load(lanes) };
    }
}
