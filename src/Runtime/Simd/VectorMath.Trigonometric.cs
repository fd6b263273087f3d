using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Sine and cosine.</summary>
public static partial class VectorMath
{
    // Beyond it the multiples of pi below are no longer exact.
    private const float LargestReducibleAngle = 10_000f;

    private const float InverseOfPi = 0.318309873f;

    // Pi in four parts, all but the last so short that their products with a multiple are exact.
    private const float Pi0 = 3.140625f;
    private const float Pi1 = 0.000967502594f;
    private const float Pi2 = 1.50990672e-7f;
    private const float Pi3 = 5.12668814e-12f;

    /// <summary>
    /// The sine of radians, within 3 ULP. A vector with an angle beyond +-10,000 is computed lane by lane, slowly, by <see cref="MathF"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V>(V x)
        where V : struct, ISimd<V>
    {
        if (V.AnyLess(V.Fill(LargestReducibleAngle), V.Abs(x))) return SinLaneByLane(x);
        var halfTurns = NearestInteger(x * V.Fill(InverseOfPi));
        return SinNearZero(x, halfTurns) * AlternatingSign(halfTurns);
    }

    /// <summary>
    /// The cosine of radians, within 3 ULP. A vector with an angle beyond +-10,000 is computed lane by lane, slowly, by <see cref="MathF"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x)
        where V : struct, ISimd<V>
    {
        if (V.AnyLess(V.Fill(LargestReducibleAngle), V.Abs(x))) return CosLaneByLane(x);
        var halfTurns = NearestInteger(V.MultiplyAdd(x, V.Fill(InverseOfPi), V.Fill(-0.5f)));
        return -(SinNearZero(x, halfTurns + V.Fill(0.5f)) * AlternatingSign(halfTurns));
    }

    // The sine of x - halfTurns * pi, at most pi / 2 in size.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinNearZero<V>(V x, V halfTurns)
        where V : struct, ISimd<V>
    {
        var r = V.MultiplyAdd(halfTurns, V.Fill(-Pi0), x);
        r = V.MultiplyAdd(halfTurns, V.Fill(-Pi1), r);
        r = V.MultiplyAdd(halfTurns, V.Fill(-Pi2), r);
        r = V.MultiplyAdd(halfTurns, V.Fill(-Pi3), r);
        var square = r * r;
        var p = V.MultiplyAdd(V.Fill(2.60576576e-6f), square, V.Fill(-0.000198095964f));
        p = V.MultiplyAdd(p, square, V.Fill(0.00833306648f));
        p = V.MultiplyAdd(p, square, V.Fill(-0.166666597f));
        return V.CopySign(V.MultiplyAdd(square * r, p, r), r);
    }

    // 1 for even integers, -1 for odd ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AlternatingSign<V>(V integer)
        where V : struct, ISimd<V>
    {
        var half = integer * V.Fill(0.5f);
        return V.MultiplyAdd(half - V.Floor(half), V.Fill(-4f), V.Fill(1f));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe V SinLaneByLane<V>(V x)
        where V : struct, ISimd<V>
    {
        var lanes = stackalloc float[V.Count];
        V.Store(x, new FloatBuffer(lanes), 0);
        for (var lane = 0; lane < V.Count; lane++) lanes[lane] = MathF.Sin(lanes[lane]);
        return V.Load(new FloatBuffer(lanes), 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe V CosLaneByLane<V>(V x)
        where V : struct, ISimd<V>
    {
        var lanes = stackalloc float[V.Count];
        V.Store(x, new FloatBuffer(lanes), 0);
        for (var lane = 0; lane < V.Count; lane++) lanes[lane] = MathF.Cos(lanes[lane]);
        return V.Load(new FloatBuffer(lanes), 0);
    }
}
