using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>One lane, for processors without vectors.</summary>
public readonly struct SimdScalar : ISimd<SimdScalar>
{
    /// <summary>The number itself.</summary>
    internal readonly float Raw;

    /// <summary>Wraps a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal SimdScalar(float raw) => Raw = raw;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Fill(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Iota(float start) => new(start);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Load(FloatBuffer source, long index) => new(source[index]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Load(IntBuffer source, long index) => new(source[index]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar LoadPartial(FloatBuffer source, long index, int count, float fill) => new(source[index]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar LoadPartial(IntBuffer source, long index, int count, float fill) => new(source[index]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdScalar value, FloatBuffer destination, long index) => destination[index] = value.Raw;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(SimdScalar value, FloatBuffer destination, long index, int count) => destination[index] = value.Raw;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar KeepFirst(SimdScalar value, int count, float fill) => count > 0 ? value : new(fill);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator +(SimdScalar left, SimdScalar right) => new(left.Raw + right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator -(SimdScalar left, SimdScalar right) => new(left.Raw - right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator *(SimdScalar left, SimdScalar right) => new(left.Raw * right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator /(SimdScalar left, SimdScalar right) => new(left.Raw / right.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar operator -(SimdScalar value) => new(-value.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Max(SimdScalar left, SimdScalar right) => new(MathF.Max(left.Raw, right.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Min(SimdScalar left, SimdScalar right) => new(MathF.Min(left.Raw, right.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Clamp(SimdScalar value, SimdScalar low, SimdScalar high) => new(value.Raw < low.Raw ? low.Raw : value.Raw > high.Raw ? high.Raw : value.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Abs(SimdScalar value) => new(MathF.Abs(value.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Sign(SimdScalar value) => new(value.Raw > 0f ? 1f : value.Raw < 0f ? -1f : 0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar CopySign(SimdScalar magnitude, SimdScalar sign) => new(MathF.CopySign(magnitude.Raw, sign.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Sqrt(SimdScalar value) => new(MathF.Sqrt(value.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Floor(SimdScalar value) => new(MathF.Floor(value.Raw));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar MultiplyAdd(SimdScalar left, SimdScalar right, SimdScalar addend) => new(
        Fma.IsSupported || AdvSimd.IsSupported
            ? MathF.FusedMultiplyAdd(left.Raw, right.Raw, addend.Raw)
            : (left.Raw * right.Raw) + addend.Raw);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Less(SimdScalar left, SimdScalar right) => new(left.Raw < right.Raw ? 1f : 0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar LessOrEqual(SimdScalar left, SimdScalar right) => new(left.Raw <= right.Raw ? 1f : 0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Equal(SimdScalar left, SimdScalar right) => new(left.Raw == right.Raw ? 1f : 0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Select(SimdScalar condition, SimdScalar then, SimdScalar otherwise) => condition.Raw == 0f ? otherwise : then;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar SelectLess(SimdScalar left, SimdScalar right, SimdScalar then, SimdScalar otherwise) => left.Raw < right.Raw ? then : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(SimdScalar left, SimdScalar right) => left.Raw < right.Raw;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar ScaleByPowerOfTwo(SimdScalar value, SimdScalar exponent)
    {
        var whole = (int)exponent.Raw;
        var half = whole >> 1;
        return new(value.Raw * PowerOfTwo(half) * PowerOfTwo(whole - half));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Exponent(SimdScalar value)
    {
        var exponent = BitsAboveRootHalf(value.Raw) >> FloatFormat.MantissaBits;
        return new(exponent - (value.Raw < FloatFormat.SmallestNormal ? FloatFormat.DenormalShift : 0f));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Mantissa(SimdScalar value) =>
        new(BitConverter.Int32BitsToSingle((BitsAboveRootHalf(value.Raw) & FloatFormat.MantissaMask) + FloatFormat.RootHalfBits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdScalar Uniform(uint key0, uint key1, long index) => new(CounterRandom.Uniform(key0, key1, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumLanes(SimdScalar value) => value.Raw;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxLanes(SimdScalar value) => value.Raw;

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
