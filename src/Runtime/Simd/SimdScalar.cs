using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>One lane, for processors without vectors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SimdScalar : ISimd<SimdScalar>
{
    /// <summary>The number itself.</summary>
    internal float Raw;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Fill(float value) => new() { Raw = value };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Iota(float start) => new() { Raw = start };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Load(FloatBuffer source, long index) => new() { Raw = source[index] };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Load(IntBuffer source, long index) => new() { Raw = source[index] };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar LoadPartial(FloatBuffer source, long index, int count, float fill) => new() { Raw = source[index] };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar LoadPartial(IntBuffer source, long index, int count, float fill) => new() { Raw = source[index] };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdScalar value, FloatBuffer destination, long index) => destination[index] = value.Raw;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(SimdScalar value, FloatBuffer destination, long index, int count) => destination[index] = value.Raw;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar KeepFirst(SimdScalar value, int count, float fill) => count > 0 ? value : new() { Raw = fill };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator +(SimdScalar left, SimdScalar right) => new() { Raw = left.Raw + right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator -(SimdScalar left, SimdScalar right) => new() { Raw = left.Raw - right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator *(SimdScalar left, SimdScalar right) => new() { Raw = left.Raw * right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator /(SimdScalar left, SimdScalar right) => new() { Raw = left.Raw / right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Quotient(SimdScalar left, SimdScalar right) => left / right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator -(SimdScalar value) => new() { Raw = -value.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator +(SimdScalar left, float right) => new() { Raw = left.Raw + right };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator -(SimdScalar left, float right) => new() { Raw = left.Raw - right };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator -(float left, SimdScalar right) => new() { Raw = left - right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator *(SimdScalar left, float right) => new() { Raw = left.Raw * right };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator /(SimdScalar left, float right) => new() { Raw = left.Raw / right };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator /(float left, SimdScalar right) => new() { Raw = left / right.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Max(SimdScalar left, SimdScalar right) => new() { Raw = MathF.Max(left.Raw, right.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Min(SimdScalar left, SimdScalar right) => new() { Raw = MathF.Min(left.Raw, right.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Max(SimdScalar left, float right) => new() { Raw = left.Raw < right ? right : left.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Min(SimdScalar left, float right) => new() { Raw = left.Raw > right ? right : left.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Clamp(SimdScalar value, SimdScalar low, SimdScalar high) =>
        new() { Raw = value.Raw < low.Raw ? low.Raw : value.Raw > high.Raw ? high.Raw : value.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Clamp(SimdScalar value, float low, float high) =>
        new() { Raw = value.Raw < low ? low : value.Raw > high ? high : value.Raw };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Abs(SimdScalar value) => new() { Raw = MathF.Abs(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Sign(SimdScalar value) => new() { Raw = value.Raw > 0f ? 1f : value.Raw < 0f ? -1f : 0f };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar CopySign(SimdScalar magnitude, SimdScalar sign) => new() { Raw = MathF.CopySign(magnitude.Raw, sign.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Sqrt(SimdScalar value) => new() { Raw = MathF.Sqrt(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Floor(SimdScalar value) => new() { Raw = MathF.Floor(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Ceil(SimdScalar value) => new() { Raw = MathF.Ceiling(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Round(SimdScalar value) => new() { Raw = MathF.Round(value.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar MultiplyAdd(SimdScalar left, SimdScalar right, SimdScalar addend) =>
        new() { Raw = MultiplyAdd(left.Raw, right.Raw, addend.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar MultiplyAdd(SimdScalar left, SimdScalar right, float addend) =>
        new() { Raw = MultiplyAdd(left.Raw, right.Raw, addend) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar MultiplyAdd(SimdScalar left, float right, SimdScalar addend) =>
        new() { Raw = MultiplyAdd(left.Raw, right, addend.Raw) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Polynomial(SimdScalar x, float c0, float c1, float c2, float c3)
    {
        var sum = MultiplyAdd(c3, x.Raw, c2);
        sum = MultiplyAdd(sum, x.Raw, c1);
        return new() { Raw = MultiplyAdd(sum, x.Raw, c0) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Polynomial(SimdScalar x, float c0, float c1, float c2, float c3, float c4)
    {
        var sum = MultiplyAdd(c4, x.Raw, c3);
        sum = MultiplyAdd(sum, x.Raw, c2);
        sum = MultiplyAdd(sum, x.Raw, c1);
        return new() { Raw = MultiplyAdd(sum, x.Raw, c0) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Polynomial(SimdScalar x, float c0, float c1, float c2, float c3, float c4, float c5, float c6, float c7)
    {
        var sum = MultiplyAdd(c7, x.Raw, c6);
        sum = MultiplyAdd(sum, x.Raw, c5);
        sum = MultiplyAdd(sum, x.Raw, c4);
        sum = MultiplyAdd(sum, x.Raw, c3);
        sum = MultiplyAdd(sum, x.Raw, c2);
        sum = MultiplyAdd(sum, x.Raw, c1);
        return new() { Raw = MultiplyAdd(sum, x.Raw, c0) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Polynomial(
        SimdScalar x, float c0, float c1, float c2, float c3, float c4, float c5, float c6, float c7, float c8)
    {
        var sum = MultiplyAdd(c8, x.Raw, c7);
        sum = MultiplyAdd(sum, x.Raw, c6);
        sum = MultiplyAdd(sum, x.Raw, c5);
        sum = MultiplyAdd(sum, x.Raw, c4);
        sum = MultiplyAdd(sum, x.Raw, c3);
        sum = MultiplyAdd(sum, x.Raw, c2);
        sum = MultiplyAdd(sum, x.Raw, c1);
        return new() { Raw = MultiplyAdd(sum, x.Raw, c0) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Less(SimdScalar left, SimdScalar right) => new() { Raw = left.Raw < right.Raw ? 1f : 0f };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar LessOrEqual(SimdScalar left, SimdScalar right) => new() { Raw = left.Raw <= right.Raw ? 1f : 0f };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Equal(SimdScalar left, SimdScalar right) => new() { Raw = left.Raw == right.Raw ? 1f : 0f };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Select(SimdScalar condition, SimdScalar then, SimdScalar otherwise) => condition.Raw == 0f ? otherwise : then;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar SelectLess(SimdScalar left, SimdScalar right, SimdScalar then, SimdScalar otherwise) =>
        left.Raw < right.Raw ? then : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(SimdScalar left, SimdScalar right) => left.Raw < right.Raw;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar ScaleByPowerOfTwo(SimdScalar value, SimdScalar exponent)
    {
        var whole = (int)exponent.Raw;
        var half = whole >> 1;
        return new() { Raw = value.Raw * PowerOfTwo(half) * PowerOfTwo(whole - half) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Exponent(SimdScalar value)
    {
        var exponent = BitsAboveRootHalf(value.Raw) >> FloatFormat.MantissaBits;
        return new() { Raw = exponent - (value.Raw < FloatFormat.SmallestNormal ? FloatFormat.DenormalShift : 0f) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Mantissa(SimdScalar value)
    {
        var mantissa = BitsAboveRootHalf(value.Raw) & FloatFormat.MantissaMask;
        return new() { Raw = BitConverter.Int32BitsToSingle(mantissa + FloatFormat.RootHalfBits) };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Uniform(uint key0, uint key1, long index) => new() { Raw = CounterRandom.Uniform(key0, key1, index) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(SimdScalar value) => value.Raw;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLanes(SimdScalar value) => value.Raw;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float MultiplyAdd(float left, float right, float addend) =>
        CpuFeatures.FusesMultiplyAdd ? MathF.FusedMultiplyAdd(left, right, addend) : (left * right) + addend;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float PowerOfTwo(int exponent) =>
        BitConverter.Int32BitsToSingle((exponent + FloatFormat.ExponentBias) << FloatFormat.MantissaBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BitsAboveRootHalf(float value)
    {
        var normal = value < FloatFormat.SmallestNormal ? value * FloatFormat.DenormalScale : value;
        return BitConverter.SingleToInt32Bits(normal) - FloatFormat.RootHalfBits;
    }
}
