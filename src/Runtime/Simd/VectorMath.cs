using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// Elementary functions of every lane, written once for all widths. Each states its largest error in units in the last place (ULP) of the
/// exact result; denormals are neither flushed nor treated worse, and NaN, infinities and signed zeros come out as IEEE 754 has them.
/// </summary>
public static partial class VectorMath
{
    // 1.5 * 2^23: adding it leaves no bits behind the point, subtracting it again gives the nearest integer.
    private const float RoundingShift = 12582912f;

    private const float BaseTwoLogarithmOfE = 1.44269502f;

    // The logarithm of 2 in two parts; the first is short, so its product with an exponent is exact.
    private const float LogarithmOfTwo = 0.693359375f;
    private const float LogarithmOfTwoRest = -0.000212194442f;

    // The logarithms of the largest float and of half the smallest, rounded outwards: beyond them the result is infinity or 0.
    private const float ExpHigh = 89f;
    private const float ExpLow = -104f;

    // e^x - 1 is -1 to the last bit from here on down.
    private const float Expm1Low = -20f;

    /// <summary>e^x, within 1 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : struct, ISimd<V> => BoundedExp(V.Clamp(x, V.Fill(ExpLow), V.Fill(ExpHigh)));

    /// <summary>e^x - 1, exact near 0 too, within 2 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1<V>(V x)
        where V : struct, ISimd<V> => V.CopySign(BoundedExpm1(V.Clamp(x, V.Fill(Expm1Low), V.Fill(ExpHigh))), x);

    /// <summary>The natural logarithm, within 2 ULP. -infinity for 0, NaN for what is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : struct, ISimd<V>
    {
        var exponent = V.Exponent(x);
        var f = V.Mantissa(x) - V.Fill(1f);

        // log(1 + f) = f - f^2/2 + f^3 p(f), with the exponent's share added from its smallest part on.
        var p = V.MultiplyAdd(V.Fill(-0.0785963014f), f, V.Fill(0.128816634f));
        p = V.MultiplyAdd(p, f, V.Fill(-0.13128753f));
        p = V.MultiplyAdd(p, f, V.Fill(0.141811892f));
        p = V.MultiplyAdd(p, f, V.Fill(-0.166245535f));
        p = V.MultiplyAdd(p, f, V.Fill(0.200022861f));
        p = V.MultiplyAdd(p, f, V.Fill(-0.250008106f));
        p = V.MultiplyAdd(p, f, V.Fill(0.333333164f));
        var square = f * f;
        var rest = V.MultiplyAdd(square * f, p, exponent * V.Fill(LogarithmOfTwoRest));
        rest = V.MultiplyAdd(square, V.Fill(-0.5f), rest);
        var result = V.MultiplyAdd(exponent, V.Fill(LogarithmOfTwo), f + rest);

        result = V.SelectLess(x, V.Fill(float.PositiveInfinity), result, x);
        var outside = V.Select(x, V.Fill(float.NaN), V.Fill(float.NegativeInfinity));
        return V.SelectLess(V.Fill(0f), x, result, outside);
    }

    /// <summary>log(1 + x), exact near 0 too, within 2 ULP. -infinity for -1, NaN for what is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x)
        where V : struct, ISimd<V>
    {
        // What rounding took from 1 + x is put back as a first-order correction; there is none to put back at -1 and at infinity.
        var sum = V.Fill(1f) + x;
        var lost = x - (sum - V.Fill(1f));
        var correction = V.SelectLess(V.Fill(0f), V.Abs(lost), lost / sum, V.Fill(0f));
        return V.CopySign(Log(sum) + correction, x);
    }

    /// <summary>The hyperbolic tangent, within 3 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x)
        where V : struct, ISimd<V>
    {
        // 1 to the last bit from 9.02 on.
        var size = V.Clamp(V.Abs(x), V.Fill(0f), V.Fill(10f));
        var e = BoundedExpm1(size + size);
        return V.CopySign(e / (e + V.Fill(2f)), x);
    }

    /// <summary>1 / (1 + e^-x), within 3 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x)
        where V : struct, ISimd<V>
    {
        // The exponential of a negative number on both sides, so that small results keep all their bits.
        var e = BoundedExp(V.Clamp(-V.Abs(x), V.Fill(ExpLow), V.Fill(0f)));
        return V.SelectLess(x, V.Fill(0f), e, V.Fill(1f)) / (V.Fill(1f) + e);
    }

    /// <summary>The error function, within 3 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x)
        where V : struct, ISimd<V>
    {
        // erf(x) = 1 - e^-q(x) with q(x) = -log(1 - erf(x)) = x + x p(x): smooth from 0 to where erf is 1 to the last bit.
        var size = V.Clamp(V.Abs(x), V.Fill(0f), V.Fill(4f));
        var p = V.MultiplyAdd(V.Fill(-9.25623135e-6f), size, V.Fill(0.000117640993f));
        p = V.MultiplyAdd(p, size, V.Fill(-0.000632836018f));
        p = V.MultiplyAdd(p, size, V.Fill(0.00166702608f));
        p = V.MultiplyAdd(p, size, V.Fill(-0.000160394964f));
        p = V.MultiplyAdd(p, size, V.Fill(-0.0191530641f));
        p = V.MultiplyAdd(p, size, V.Fill(0.102777831f));
        p = V.MultiplyAdd(p, size, V.Fill(0.636619389f));
        p = V.MultiplyAdd(p, size, V.Fill(0.128379167f));
        return V.CopySign(BoundedExpm1(-V.MultiplyAdd(size, p, size)), x);
    }

    /// <summary>1 / sqrt(x), within 2 ULP. Infinity for 0, NaN for what is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Rsqrt<V>(V x)
        where V : struct, ISimd<V> => V.Fill(1f) / V.Sqrt(x);

    // e^x for x within the bounds of Exp.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V BoundedExp<V>(V x)
        where V : struct, ISimd<V>
    {
        var exponent = NearestInteger(x * V.Fill(BaseTwoLogarithmOfE));
        return V.ScaleByPowerOfTwo(V.Fill(1f) + Expm1NearZero(x, exponent), exponent);
    }

    // e^x - 1 for x within the bounds of Expm1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V BoundedExpm1<V>(V x)
        where V : struct, ISimd<V>
    {
        // 2^n (e^r - 1 + 1 - 2^-n): the sum is rounded once and the power is exact.
        var exponent = NearestInteger(x * V.Fill(BaseTwoLogarithmOfE));
        var complement = V.Fill(1f) - V.ScaleByPowerOfTwo(V.Fill(1f), -exponent);
        return V.ScaleByPowerOfTwo(Expm1NearZero(x, exponent) + complement, exponent);
    }

    // e^r - 1 for the r = x - exponent * log 2 that is left, at most log 2 / 2 in size.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Expm1NearZero<V>(V x, V exponent)
        where V : struct, ISimd<V>
    {
        var r = V.MultiplyAdd(exponent, V.Fill(-LogarithmOfTwo), x);
        r = V.MultiplyAdd(exponent, V.Fill(-LogarithmOfTwoRest), r);
        var p = V.MultiplyAdd(V.Fill(0.00139464496f), r, V.Fill(0.00836658385f));
        p = V.MultiplyAdd(p, r, V.Fill(0.0416662805f));
        p = V.MultiplyAdd(p, r, V.Fill(0.166665435f));
        p = V.MultiplyAdd(p, r, V.Fill(0.5f));
        return V.MultiplyAdd(r * r, p, r);
    }

    // The nearest integer of what is smaller than 2^22.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V NearestInteger<V>(V x)
        where V : struct, ISimd<V> => x + V.Fill(RoundingShift) - V.Fill(RoundingShift);
}
