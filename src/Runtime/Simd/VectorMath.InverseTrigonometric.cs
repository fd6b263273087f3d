using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// The angles of a sine, a cosine and a tangent. The identities that bring arguments near 0 are 4.4.14, 4.4.31 to 4.4.34 of Abramowitz and
/// Stegun, Handbook of Mathematical Functions, 1964; the polynomials are minimax by the exchange of Remez (1934), for the relative error.
/// </summary>
public static partial class VectorMath
{
    // Half of pi in two parts.
    private const float HalfPi = 1.57079637f;
    private const float HalfPiRest = -4.37113883e-8f;

    /// <summary>The angle in radians with a tangent, from -pi / 2 to pi / 2, within 1.32 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Atan<V>(V x)
        where V : struct, ISimd<V>
    {
        // atan(x) = pi / 2 - atan(1 / x) above 1.
        var (size, one) = (V.Abs(x), V.Fill(1f));
        var r = V.SelectLess(one, size, 1f / size, size);
        var square = r * r;
        var p = V.Polynomial(
            square, -0.333332986f, 0.199985489f, -0.142642424f, 0.109521881f, -0.0840345696f, 0.0579576977f, -0.0311779436f, 0.0109146545f,
            -0.00179363193f);
        var rest = square * r * p;
        var complement = HalfPi - (r + (rest - HalfPiRest));
        return V.CopySign(V.SelectLess(one, size, complement, r + rest), x);
    }

    /// <summary>The angle in radians with a sine, from -pi / 2 to pi / 2, within 2.05 ULP. NaN beyond +-1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Asin<V>(V x)
        where V : struct, ISimd<V>
    {
        var (size, half) = (V.Abs(x), V.Fill(0.5f));
        var r = V.SelectLess(half, size, HalfAngleSine(size), size);
        var rest = AsinRest(r);
        var complement = (HalfPi - (r + r)) - (rest + rest - HalfPiRest);
        return V.CopySign(V.SelectLess(half, size, complement, r + rest), x);
    }

    /// <summary>The angle in radians with a cosine, from 0 to pi, within 1.21 ULP. NaN beyond +-1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Acos<V>(V x)
        where V : struct, ISimd<V>
    {
        var (size, half) = (V.Abs(x), V.Fill(0.5f));
        var r = V.SelectLess(half, size, HalfAngleSine(size), x);
        var rest = AsinRest(r);

        // Twice the half angle near 1, pi less that near -1, and pi / 2 less asin(x) between them.
        var acute = r + rest;
        acute += acute;
        var obtuse = (2f * HalfPi) - (r + r + (rest + rest - (2f * HalfPiRest)));
        var between = HalfPi - (r + (rest - HalfPiRest));
        return V.SelectLess(half, size, V.SelectLess(x, V.Fill(0f), obtuse, acute), between);
    }

    // sqrt((1 - size) / 2): the sine of half the angle whose cosine is size. 1 - size is exact from 1/2 on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V HalfAngleSine<V>(V size)
        where V : struct, ISimd<V> => V.Sqrt((1f - size) * 0.5f);

    // asin(x) - x for x up to 1/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AsinRest<V>(V x)
        where V : struct, ISimd<V>
    {
        var square = x * x;
        return square * x * V.Polynomial(square, 0.166667521f, 0.0749529749f, 0.0454703756f, 0.0241795145f, 0.0421663076f);
    }
}
