using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// Elementary functions of every lane, written once for all widths. Each states its largest error in units in the last place (ULP) of the
/// exact result; denormals are neither flushed nor treated worse, and NaN, infinities and signed zeros come out as IEEE 754 has them.
/// </summary>
/// <remarks>
/// The errors are those found over all floats on a processor with fused multiply-add, without which they are a little larger: see
/// docs/accuracy.md.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorMath
{
    private const float BaseTwoLogarithmOfE = 1.44269502f;

    // The logarithm of 2 in two parts; the first is short, so its product with an exponent is exact.
    private const float LogarithmOfTwo = 0.693359375f;
    private const float LogarithmOfTwoRest = -0.000212194442f;

    // The logarithms of the largest float and of half the smallest, rounded outwards: beyond them the result is infinity or 0.
    private const float ExpHigh = 89f;
    private const float ExpLow = -104f;

    // Above the logarithm of the smallest normal number.
    private const float ExpNormal = -87.3f;

    // e^x - 1 is -1 to the last bit from here on down.
    private const float Expm1Low = -20f;

    /// <summary>e^x, within 1.06 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : struct, ISimd<V> => BoundedExp(V.Clamp(x, ExpLow, ExpHigh));

    /// <summary>
    /// e^x for x not above 0, within 1.06 ULP, and 0 for x below -87.3, just before it is less than the smallest normal number: products that
    /// come to denormals take some processors a hundred times as long, and in a softmax they are nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V ExpOfNegative<V>(V x)
        where V : struct, ISimd<V> => V.SelectLess(x, V.Fill(ExpNormal), V.Fill(0f), BoundedExp(V.Max(x, ExpNormal)));

    /// <summary>
    /// <paramref name="x"/>, or 0 where it is closer to 0 than 1e-35: running means that fade would else come to denormals and stay there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V WithoutTiny<V>(V x)
        where V : struct, ISimd<V> => V.SelectLess(V.Abs(x), V.Fill(1e-35f), V.Fill(0f), x);

    /// <summary>e^x - 1, exact near 0 too, within 1.61 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1<V>(V x)
        where V : struct, ISimd<V> => V.CopySign(BoundedExpm1(V.Clamp(x, Expm1Low, ExpHigh)), x);

    /// <summary>The natural logarithm, within 0.87 ULP. -infinity for 0, NaN for what is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : struct, ISimd<V>
    {
        var exponent = V.Exponent(x);
        var f = V.Mantissa(x) - 1f;

        // log(1 + f) = f - f^2/2 + f^3 p(f), with the exponent's share added from its smallest part on.
        var p = V.Polynomial(
            f, 0.333333164f, -0.250008106f, 0.200022861f, -0.166245535f, 0.141811892f, -0.13128753f, 0.128816634f, -0.0785963014f);
        var square = f * f;
        var rest = V.MultiplyAdd(square * f, p, exponent * LogarithmOfTwoRest);
        rest = V.MultiplyAdd(square, -0.5f, rest);
        var result = V.MultiplyAdd(exponent, LogarithmOfTwo, f + rest);

        result = V.SelectLess(x, V.Fill(float.PositiveInfinity), result, x);
        var outside = V.Select(x, V.Fill(float.NaN), V.Fill(float.NegativeInfinity));
        return V.SelectLess(V.Fill(0f), x, result, outside);
    }

    /// <summary>log(1 + x), exact near 0 too, within 1.44 ULP. -infinity for -1, NaN for what is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x)
        where V : struct, ISimd<V>
    {
        // What rounding took from 1 + x is put back as a first-order correction; there is none to put back at -1 and at infinity.
        var sum = x + 1f;
        var lost = x - (sum - 1f);
        var correction = V.SelectLess(V.Fill(0f), V.Abs(lost), lost / sum, V.Fill(0f));
        return V.CopySign(Log(sum) + correction, x);
    }

    /// <summary>The hyperbolic tangent, within 2.52 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x)
        where V : struct, ISimd<V>
    {
        // 1 to the last bit from 9.02 on.
        var size = V.Min(V.Abs(x), 10f);
        var e = BoundedExpm1(size + size);
        return V.CopySign(V.Quotient(e, e + 2f), x);
    }

    /// <summary>1 / (1 + e^-x), within 2.41 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x)
        where V : struct, ISimd<V>
    {
        // The exponential of a negative number on both sides, so that small results keep all their bits.
        var e = BoundedExp(V.Max(-V.Abs(x), ExpLow));
        return V.Quotient(V.SelectLess(x, V.Fill(0f), e, V.Fill(1f)), e + 1f);
    }

    /// <summary>The error function, within 1.87 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x)
        where V : struct, ISimd<V>
    {
        // erf(x) = 1 - e^-q(x) with q(x) = -log(1 - erf(x)) = x + x p(x): smooth from 0 to where erf is 1 to the last bit.
        var size = V.Min(V.Abs(x), 4f);
        var p = V.Polynomial(
            size, 0.128379167f, 0.636619389f, 0.102777831f, -0.0191530641f, -0.000160394964f, 0.00166702608f, -0.000632836018f,
            0.000117640993f, -9.25623135e-6f);
        return V.CopySign(BoundedExpm1(-V.MultiplyAdd(size, p, size)), x);
    }

    /// <summary>1 / sqrt(x), within 1.5 ULP. Infinity for 0, NaN for what is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Rsqrt<V>(V x)
        where V : struct, ISimd<V> => 1f / V.Sqrt(x);

    // e^x for x within the bounds of Exp.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V BoundedExp<V>(V x)
        where V : struct, ISimd<V>
    {
        var exponent = V.Round(x * BaseTwoLogarithmOfE);
        return V.ScaleByPowerOfTwo(Expm1NearZero(x, exponent) + 1f, exponent);
    }

    // e^x - 1 for x within the bounds of Expm1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V BoundedExpm1<V>(V x)
        where V : struct, ISimd<V>
    {
        // 2^n (e^r - 1 + 1 - 2^-n): the sum is rounded once and the power is exact.
        var exponent = V.Round(x * BaseTwoLogarithmOfE);
        var complement = 1f - V.ScaleByPowerOfTwo(V.Fill(1f), -exponent);
        return V.ScaleByPowerOfTwo(Expm1NearZero(x, exponent) + complement, exponent);
    }

    // e^r - 1 for the r = x - exponent * log 2 that is left, at most log 2 / 2 in size.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Expm1NearZero<V>(V x, V exponent)
        where V : struct, ISimd<V>
    {
        var r = V.MultiplyAdd(exponent, -LogarithmOfTwoRest, V.MultiplyAdd(exponent, -LogarithmOfTwo, x));
        var p = V.Polynomial(r, 0.5f, 0.166665435f, 0.0416662805f, 0.00836658385f, 0.00139464496f);
        return V.MultiplyAdd(r * r, p, r);
    }
}
