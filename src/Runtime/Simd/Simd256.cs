using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Runtime.Intrinsics;

namespace Sinter.Runtime;

/// <summary>Eight lanes, for AVX2 with FMA.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct Simd256 : ISimd<Simd256>
{
    /// <summary>
    /// The vector itself. A field set by an initializer and not by a constructor: every inlined constructor costs the JIT one more of the
    /// limited number of locals after which it stops inlining.
    /// </summary>
    internal Vector256<float> Raw;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<float>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Fill(float value) => new() { Raw = Vector256.Create(value) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Iota(float start) => new() { Raw = Indices + Vector256.Create(start) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Load(FloatBuffer source, long index) => new() { Raw = Vector256.Load(source.Pointer + index) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Load(IntBuffer source, long index) =>
        new() { Raw = Vector256.ConvertToSingle(Vector256.Load(source.Pointer + index)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 LoadPartial(FloatBuffer source, long index, int count, float fill) => KeepFirst(Load(source, index), count, fill);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 LoadPartial(IntBuffer source, long index, int count, float fill) => KeepFirst(Load(source, index), count, fill);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd256 value, FloatBuffer destination, long index) => value.Raw.Store(destination.Pointer + index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Simd256 value, FloatBuffer destination, long index, int count) =>
        Avx.MaskStore(destination.Pointer + index, First(count).AsSingle(), value.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 KeepFirst(Simd256 value, int count, float fill) =>
        new() { Raw = Vector256.ConditionalSelect(First(count).AsSingle(), value.Raw, Vector256.Create(fill)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator +(Simd256 left, Simd256 right) => new() { Raw = left.Raw + right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 left, Simd256 right) => new() { Raw = left.Raw - right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator *(Simd256 left, Simd256 right) => new() { Raw = left.Raw * right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator /(Simd256 left, Simd256 right) => new() { Raw = left.Raw / right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Quotient(Simd256 left, Simd256 right) => left / right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 value) => new() { Raw = -value.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator +(Simd256 left, float right) => new() { Raw = left.Raw + Vector256.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 left, float right) => new() { Raw = left.Raw - Vector256.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(float left, Simd256 right) => new() { Raw = Vector256.Create(left) - right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator *(Simd256 left, float right) => new() { Raw = left.Raw * Vector256.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator /(Simd256 left, float right) => new() { Raw = left.Raw / Vector256.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator /(float left, Simd256 right) => new() { Raw = Vector256.Create(left) / right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Max(Simd256 left, Simd256 right) =>
        new() { Raw = Vector256.ConditionalSelect(Vector256.Equals(right.Raw, right.Raw), MaxOrSecond(right.Raw, left.Raw), right.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Min(Simd256 left, Simd256 right) =>
        new() { Raw = Vector256.ConditionalSelect(Vector256.Equals(right.Raw, right.Raw), MinOrSecond(right.Raw, left.Raw), right.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Max(Simd256 left, float right) => new() { Raw = MaxOrSecond(Vector256.Create(right), left.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Min(Simd256 left, float right) => new() { Raw = MinOrSecond(Vector256.Create(right), left.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Clamp(Simd256 value, Simd256 low, Simd256 high) =>
        new() { Raw = MinOrSecond(high.Raw, MaxOrSecond(low.Raw, value.Raw)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Clamp(Simd256 value, float low, float high) =>
        new() { Raw = MinOrSecond(Vector256.Create(high), MaxOrSecond(Vector256.Create(low), value.Raw)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Abs(Simd256 value) => new() { Raw = Vector256.Abs(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Sign(Simd256 value)
    {
        var positive = Vector256.ConditionalSelect(
            Vector256.GreaterThan(value.Raw, Vector256<float>.Zero), Vector256<float>.One, Vector256<float>.Zero);
        return new() { Raw = Vector256.ConditionalSelect(
            Vector256.LessThan(value.Raw, Vector256<float>.Zero), Vector256.Create(-1f), positive) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 CopySign(Simd256 magnitude, Simd256 sign) =>
        new() { Raw = Vector256.ConditionalSelect(Vector256.Create(-0f), sign.Raw, magnitude.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Sqrt(Simd256 value) => new() { Raw = Vector256.Sqrt(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Floor(Simd256 value) => new() { Raw = Vector256.Floor(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Ceil(Simd256 value) => new() { Raw = Vector256.Ceiling(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Round(Simd256 value) => new() { Raw = Vector256.Round(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 MultiplyAdd(Simd256 left, Simd256 right, Simd256 addend) =>
        new() { Raw = Vector256.MultiplyAddEstimate(left.Raw, right.Raw, addend.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 MultiplyAdd(Simd256 left, Simd256 right, float addend) =>
        new() { Raw = Vector256.MultiplyAddEstimate(left.Raw, right.Raw, Vector256.Create(addend)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 MultiplyAdd(Simd256 left, float right, Simd256 addend) =>
        new() { Raw = Vector256.MultiplyAddEstimate(left.Raw, Vector256.Create(right), addend.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Polynomial(Simd256 x, float c0, float c1, float c2, float c3)
    {
        var sum = Vector256.MultiplyAddEstimate(Vector256.Create(c3), x.Raw, Vector256.Create(c2));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c1));
        return new() { Raw = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Polynomial(Simd256 x, float c0, float c1, float c2, float c3, float c4)
    {
        var sum = Vector256.MultiplyAddEstimate(Vector256.Create(c4), x.Raw, Vector256.Create(c3));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c2));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c1));
        return new() { Raw = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Polynomial(Simd256 x, float c0, float c1, float c2, float c3, float c4, float c5, float c6, float c7)
    {
        var sum = Vector256.MultiplyAddEstimate(Vector256.Create(c7), x.Raw, Vector256.Create(c6));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c5));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c4));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c3));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c2));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c1));
        return new() { Raw = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Polynomial(Simd256 x, float c0, float c1, float c2, float c3, float c4, float c5, float c6, float c7, float c8)
    {
        var sum = Vector256.MultiplyAddEstimate(Vector256.Create(c8), x.Raw, Vector256.Create(c7));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c6));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c5));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c4));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c3));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c2));
        sum = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c1));
        return new() { Raw = Vector256.MultiplyAddEstimate(sum, x.Raw, Vector256.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Less(Simd256 left, Simd256 right) =>
        new() { Raw = Vector256.ConditionalSelect(Vector256.LessThan(left.Raw, right.Raw), Vector256<float>.One, Vector256<float>.Zero) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 LessOrEqual(Simd256 left, Simd256 right) =>
        new() { Raw = Vector256.ConditionalSelect(
            Vector256.LessThanOrEqual(left.Raw, right.Raw), Vector256<float>.One, Vector256<float>.Zero) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Equal(Simd256 left, Simd256 right) =>
        new() { Raw = Vector256.ConditionalSelect(Vector256.Equals(left.Raw, right.Raw), Vector256<float>.One, Vector256<float>.Zero) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Select(Simd256 condition, Simd256 then, Simd256 otherwise) =>
        new() { Raw = Vector256.ConditionalSelect(Vector256.Equals(condition.Raw, Vector256<float>.Zero), otherwise.Raw, then.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 SelectLess(Simd256 left, Simd256 right, Simd256 then, Simd256 otherwise) =>
        new() { Raw = Vector256.ConditionalSelect(Vector256.LessThan(left.Raw, right.Raw), then.Raw, otherwise.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Simd256 left, Simd256 right) => Vector256.LessThanAny(left.Raw, right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 ScaleByPowerOfTwo(Simd256 value, Simd256 exponent)
    {
        // In two steps: one factor reaches neither the denormals nor past the largest float.
        var whole = Vector256.ConvertToInt32Native(exponent.Raw);
        var half = whole >> 1;
        return new() { Raw = value.Raw * PowerOfTwo(half) * PowerOfTwo(whole - half) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Exponent(Simd256 value)
    {
        var denormal = Vector256.LessThan(value.Raw, Vector256.Create(FloatFormat.SmallestNormal));
        var exponent = Vector256.ConvertToSingle(BitsAboveRootHalf(value.Raw) >> FloatFormat.MantissaBits);
        return new() { Raw = exponent - Vector256.ConditionalSelect(
            denormal, Vector256.Create(FloatFormat.DenormalShift), Vector256<float>.Zero) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Mantissa(Simd256 value)
    {
        var mantissa = BitsAboveRootHalf(value.Raw) & Vector256.Create(FloatFormat.MantissaMask);
        return new() { Raw = (mantissa + Vector256.Create(FloatFormat.RootHalfBits)).AsSingle() };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Uniform(uint key0, uint key1, long index)
    {
        if (!CounterRandom.LanesShareUpperHalf(index)) return UniformLaneByLane(key0, key1, index);
        var bits = Mix(((Vector256.Create((uint)index) + IntIndices.AsUInt32()) * CounterRandom.Weyl) + Vector256.Create(key0));
        bits = Mix(bits ^ Vector256.Create(key1 ^ (uint)(index >> 32)));
        return new() { Raw = Vector256.ConvertToSingle((bits >>> 8).AsInt32()) * CounterRandom.Scale };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Simd256 value) => Simd128.SumLanes(new() { Raw = value.Raw.GetLower() + value.Raw.GetUpper() });

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLanes(Simd256 value) =>
        Simd128.MaxLanes(Simd128.Max(new Simd128 { Raw = value.Raw.GetLower() }, new Simd128 { Raw = value.Raw.GetUpper() }));

    private static Vector256<float> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f);
    }

    private static Vector256<int> IntIndices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> First(int count) => Vector256.LessThan(IntIndices, Vector256.Create(count));

    // The second operand where either is NaN: what the x86 instruction does. Elsewhere NaN wins, which serves as well.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MaxOrSecond(Vector256<float> left, Vector256<float> right) =>
        Avx.IsSupported ? Avx.Max(left, right) : Vector256.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MinOrSecond(Vector256<float> left, Vector256<float> right) =>
        Avx.IsSupported ? Avx.Min(left, right) : Vector256.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> exponent) =>
        ((exponent + Vector256.Create(FloatFormat.ExponentBias)) << FloatFormat.MantissaBits).AsSingle();

    // The distance of the bits from those of sqrt(1/2): its upper part is the exponent, its lower part the mantissa from there on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> BitsAboveRootHalf(Vector256<float> value)
    {
        var denormal = Vector256.LessThan(value, Vector256.Create(FloatFormat.SmallestNormal));
        var normal = Vector256.ConditionalSelect(denormal, value * FloatFormat.DenormalScale, value);
        return normal.AsInt32() - Vector256.Create(FloatFormat.RootHalfBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Mix(Vector256<uint> bits)
    {
        bits ^= bits >>> 16;
        bits *= CounterRandom.Multiplier0;
        bits ^= bits >>> 15;
        bits *= CounterRandom.Multiplier1;
        return bits ^ (bits >>> 16);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Simd256 UniformLaneByLane(uint key0, uint key1, long index)
    {
        var lanes = stackalloc float[Vector256<float>.Count];
        for (var lane = 0; lane < Vector256<float>.Count; lane++) lanes[lane] = CounterRandom.Uniform(key0, key1, index + lane);
        return new() { Raw = Vector256.Load(lanes) };
    }
}
