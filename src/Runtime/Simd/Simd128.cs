using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Runtime.Intrinsics;

namespace Sinter.Runtime;

/// <summary>Four lanes, for SSE and NEON.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct Simd128 : ISimd<Simd128>
{
    /// <summary>
    /// The vector itself. A field set by an initializer and not by a constructor: every inlined constructor costs the JIT one more of the
    /// limited number of locals after which it stops inlining.
    /// </summary>
    internal Vector128<float> Raw;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<float>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Fill(float value) => new() { Raw = Vector128.Create(value) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Iota(float start) => new() { Raw = Indices + Vector128.Create(start) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Load(FloatBuffer source, long index) => new() { Raw = Vector128.Load(source.Pointer + index) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Load(IntBuffer source, long index) =>
        new() { Raw = Vector128.ConvertToSingle(Vector128.Load(source.Pointer + index)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 LoadPartial(FloatBuffer source, long index, int count, float fill) => KeepFirst(Load(source, index), count, fill);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 LoadPartial(IntBuffer source, long index, int count, float fill) => KeepFirst(Load(source, index), count, fill);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd128 value, FloatBuffer destination, long index) => value.Raw.Store(destination.Pointer + index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Simd128 value, FloatBuffer destination, long index, int count)
    {
        var target = destination.Pointer + index;
        if (count == 1)
        {
            target[0] = value.Raw.ToScalar();
            return;
        }

        value.Raw.GetLower().Store(target);
        if (count > 2) target[2] = value.Raw.GetElement(2);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 KeepFirst(Simd128 value, int count, float fill) =>
        new() { Raw = Vector128.ConditionalSelect(First(count).AsSingle(), value.Raw, Vector128.Create(fill)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator +(Simd128 left, Simd128 right) => new() { Raw = left.Raw + right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 left, Simd128 right) => new() { Raw = left.Raw - right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator *(Simd128 left, Simd128 right) => new() { Raw = left.Raw * right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator /(Simd128 left, Simd128 right) => new() { Raw = left.Raw / right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Quotient(Simd128 left, Simd128 right) => left / right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 value) => new() { Raw = -value.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator +(Simd128 left, float right) => new() { Raw = left.Raw + Vector128.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 left, float right) => new() { Raw = left.Raw - Vector128.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(float left, Simd128 right) => new() { Raw = Vector128.Create(left) - right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator *(Simd128 left, float right) => new() { Raw = left.Raw * Vector128.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator /(Simd128 left, float right) => new() { Raw = left.Raw / Vector128.Create(right) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator /(float left, Simd128 right) => new() { Raw = Vector128.Create(left) / right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Max(Simd128 left, Simd128 right) =>
        new() { Raw = Vector128.ConditionalSelect(Vector128.Equals(right.Raw, right.Raw), MaxOrSecond(right.Raw, left.Raw), right.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Min(Simd128 left, Simd128 right) =>
        new() { Raw = Vector128.ConditionalSelect(Vector128.Equals(right.Raw, right.Raw), MinOrSecond(right.Raw, left.Raw), right.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Max(Simd128 left, float right) => new() { Raw = MaxOrSecond(Vector128.Create(right), left.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Min(Simd128 left, float right) => new() { Raw = MinOrSecond(Vector128.Create(right), left.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Clamp(Simd128 value, Simd128 low, Simd128 high) =>
        new() { Raw = MinOrSecond(high.Raw, MaxOrSecond(low.Raw, value.Raw)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Clamp(Simd128 value, float low, float high) =>
        new() { Raw = MinOrSecond(Vector128.Create(high), MaxOrSecond(Vector128.Create(low), value.Raw)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Abs(Simd128 value) => new() { Raw = Vector128.Abs(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Sign(Simd128 value)
    {
        var positive = Vector128.ConditionalSelect(
            Vector128.GreaterThan(value.Raw, Vector128<float>.Zero), Vector128<float>.One, Vector128<float>.Zero);
        return new() { Raw = Vector128.ConditionalSelect(
            Vector128.LessThan(value.Raw, Vector128<float>.Zero), Vector128.Create(-1f), positive) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 CopySign(Simd128 magnitude, Simd128 sign) =>
        new() { Raw = Vector128.ConditionalSelect(Vector128.Create(-0f), sign.Raw, magnitude.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Sqrt(Simd128 value) => new() { Raw = Vector128.Sqrt(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Floor(Simd128 value) => new() { Raw = Vector128.Floor(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Ceil(Simd128 value) => new() { Raw = Vector128.Ceiling(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Round(Simd128 value) => new() { Raw = Vector128.Round(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 MultiplyAdd(Simd128 left, Simd128 right, Simd128 addend) =>
        new() { Raw = Vector128.MultiplyAddEstimate(left.Raw, right.Raw, addend.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 MultiplyAdd(Simd128 left, Simd128 right, float addend) =>
        new() { Raw = Vector128.MultiplyAddEstimate(left.Raw, right.Raw, Vector128.Create(addend)) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 MultiplyAdd(Simd128 left, float right, Simd128 addend) =>
        new() { Raw = Vector128.MultiplyAddEstimate(left.Raw, Vector128.Create(right), addend.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Polynomial(Simd128 x, float c0, float c1, float c2, float c3)
    {
        var sum = Vector128.MultiplyAddEstimate(Vector128.Create(c3), x.Raw, Vector128.Create(c2));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c1));
        return new() { Raw = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Polynomial(Simd128 x, float c0, float c1, float c2, float c3, float c4)
    {
        var sum = Vector128.MultiplyAddEstimate(Vector128.Create(c4), x.Raw, Vector128.Create(c3));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c2));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c1));
        return new() { Raw = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Polynomial(Simd128 x, float c0, float c1, float c2, float c3, float c4, float c5, float c6, float c7)
    {
        var sum = Vector128.MultiplyAddEstimate(Vector128.Create(c7), x.Raw, Vector128.Create(c6));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c5));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c4));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c3));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c2));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c1));
        return new() { Raw = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Polynomial(Simd128 x, float c0, float c1, float c2, float c3, float c4, float c5, float c6, float c7, float c8)
    {
        var sum = Vector128.MultiplyAddEstimate(Vector128.Create(c8), x.Raw, Vector128.Create(c7));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c6));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c5));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c4));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c3));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c2));
        sum = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c1));
        return new() { Raw = Vector128.MultiplyAddEstimate(sum, x.Raw, Vector128.Create(c0)) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Less(Simd128 left, Simd128 right) =>
        new() { Raw = Vector128.ConditionalSelect(Vector128.LessThan(left.Raw, right.Raw), Vector128<float>.One, Vector128<float>.Zero) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 LessOrEqual(Simd128 left, Simd128 right) =>
        new() { Raw = Vector128.ConditionalSelect(
            Vector128.LessThanOrEqual(left.Raw, right.Raw), Vector128<float>.One, Vector128<float>.Zero) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Equal(Simd128 left, Simd128 right) =>
        new() { Raw = Vector128.ConditionalSelect(Vector128.Equals(left.Raw, right.Raw), Vector128<float>.One, Vector128<float>.Zero) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Select(Simd128 condition, Simd128 then, Simd128 otherwise) =>
        new() { Raw = Vector128.ConditionalSelect(Vector128.Equals(condition.Raw, Vector128<float>.Zero), otherwise.Raw, then.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 SelectLess(Simd128 left, Simd128 right, Simd128 then, Simd128 otherwise) =>
        new() { Raw = Vector128.ConditionalSelect(Vector128.LessThan(left.Raw, right.Raw), then.Raw, otherwise.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Simd128 left, Simd128 right) => Vector128.LessThanAny(left.Raw, right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 ScaleByPowerOfTwo(Simd128 value, Simd128 exponent)
    {
        // In two steps: one factor reaches neither the denormals nor past the largest float.
        var whole = Vector128.ConvertToInt32Native(exponent.Raw);
        var half = whole >> 1;
        return new() { Raw = value.Raw * PowerOfTwo(half) * PowerOfTwo(whole - half) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Exponent(Simd128 value)
    {
        var denormal = Vector128.LessThan(value.Raw, Vector128.Create(FloatFormat.SmallestNormal));
        var exponent = Vector128.ConvertToSingle(BitsAboveRootHalf(value.Raw) >> FloatFormat.MantissaBits);
        return new() { Raw = exponent - Vector128.ConditionalSelect(
            denormal, Vector128.Create(FloatFormat.DenormalShift), Vector128<float>.Zero) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Mantissa(Simd128 value)
    {
        var mantissa = BitsAboveRootHalf(value.Raw) & Vector128.Create(FloatFormat.MantissaMask);
        return new() { Raw = (mantissa + Vector128.Create(FloatFormat.RootHalfBits)).AsSingle() };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Uniform(uint key0, uint key1, long index)
    {
        if (!CounterRandom.LanesShareUpperHalf(index)) return UniformLaneByLane(key0, key1, index);
        var bits = Mix(((Vector128.Create((uint)index) + IntIndices.AsUInt32()) * CounterRandom.Weyl) + Vector128.Create(key0));
        bits = Mix(bits ^ Vector128.Create(key1 ^ (uint)(index >> 32)));
        return new() { Raw = Vector128.ConvertToSingle((bits >>> 8).AsInt32()) * CounterRandom.Scale };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(Simd128 value)
    {
        var pairs = value.Raw + Vector128.Shuffle(value.Raw, Vector128.Create(2, 3, 0, 1));
        return pairs.ToScalar() + pairs.GetElement(1);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLanes(Simd128 value)
    {
        var pairs = Max(value, new Simd128 { Raw = Vector128.Shuffle(value.Raw, Vector128.Create(2, 3, 0, 1)) });
        return Max(pairs, new Simd128 { Raw = Vector128.Shuffle(pairs.Raw, Vector128.Create(1, 0, 3, 2)) }).Raw.ToScalar();
    }

    private static Vector128<float> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(0f, 1f, 2f, 3f);
    }

    private static Vector128<int> IntIndices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(0, 1, 2, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> First(int count) => Vector128.LessThan(IntIndices, Vector128.Create(count));

    // The second operand where either is NaN: what the x86 instruction does. Elsewhere NaN wins, which serves as well.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> MaxOrSecond(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.Max(left, right) : Vector128.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> MinOrSecond(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.Min(left, right) : Vector128.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> PowerOfTwo(Vector128<int> exponent) =>
        ((exponent + Vector128.Create(FloatFormat.ExponentBias)) << FloatFormat.MantissaBits).AsSingle();

    // The distance of the bits from those of sqrt(1/2): its upper part is the exponent, its lower part the mantissa from there on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> BitsAboveRootHalf(Vector128<float> value)
    {
        var denormal = Vector128.LessThan(value, Vector128.Create(FloatFormat.SmallestNormal));
        var normal = Vector128.ConditionalSelect(denormal, value * FloatFormat.DenormalScale, value);
        return normal.AsInt32() - Vector128.Create(FloatFormat.RootHalfBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Mix(Vector128<uint> bits)
    {
        bits ^= bits >>> 16;
        bits *= CounterRandom.Multiplier0;
        bits ^= bits >>> 15;
        bits *= CounterRandom.Multiplier1;
        return bits ^ (bits >>> 16);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Simd128 UniformLaneByLane(uint key0, uint key1, long index)
    {
        var lanes = stackalloc float[Vector128<float>.Count];
        for (var lane = 0; lane < Vector128<float>.Count; lane++) lanes[lane] = CounterRandom.Uniform(key0, key1, index + lane);
        return new() { Raw = Vector128.Load(lanes) };
    }
}
