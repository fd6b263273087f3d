using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Hyperbolic sine and cosine.</summary>
public static partial class VectorMath
{
    // The logarithm of twice the largest float, rounded up.
    private const float HalfExpHigh = 90f;

    /// <summary>The hyperbolic sine, within 1.62 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sinh<V>(V x)
        where V : struct, ISimd<V>
    {
        // Below 1 both exponentials are near each other; there sinh(x) = x + x^3 p(x^2).
        var size = V.Abs(x);
        var square = size * size;
        var p = V.Polynomial(square, 0.166666672f, 0.00833334960f, 0.000198361603f, 2.81695111e-6f);
        var near = V.MultiplyAdd(square * size, p, size);
        var half = HalfExp(size);
        return V.CopySign(V.SelectLess(size, V.Fill(1f), near, half - (0.25f / half)), x);
    }

    /// <summary>The hyperbolic cosine, within 1.51 ULP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cosh<V>(V x)
        where V : struct, ISimd<V>
    {
        var half = HalfExp(V.Abs(x));
        return half + (0.25f / half);
    }

    // e^x / 2 for x not below 0: finite wherever sinh and cosh are, which e^x is not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V HalfExp<V>(V x)
        where V : struct, ISimd<V>
    {
        var bounded = V.Min(x, HalfExpHigh);
        var exponent = V.Round(bounded * BaseTwoLogarithmOfE);
        return V.ScaleByPowerOfTwo(Expm1NearZero(bounded, exponent) + 1f, exponent - 1f);
    }
}
