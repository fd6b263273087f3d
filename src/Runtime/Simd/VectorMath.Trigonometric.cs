using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Sine, cosine and tangent.</summary>
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
    /// The sine of radians, within 2.48 ULP. A vector with an angle beyond +-10,000 is computed lane by lane, slowly, by
    /// <see cref="MathF"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V>(V x)
        where V : struct, ISimd<V>
    {
        var size = V.Abs(x);
        if (V.AnyLess(V.Fill(LargestReducibleAngle), size)) return SinLaneByLane(x);
        var halfTurns = V.Round(size * InverseOfPi);
        return SinNearZero(size, halfTurns) * AlternatingSign(halfTurns) * V.CopySign(V.Fill(1f), x);
    }

    /// <summary>
    /// The cosine of radians, within 2.39 ULP. A vector with an angle beyond +-10,000 is computed lane by lane, slowly, by
    /// <see cref="MathF"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x)
        where V : struct, ISimd<V>
    {
        if (V.AnyLess(V.Fill(LargestReducibleAngle), V.Abs(x))) return CosLaneByLane(x);
        var halfTurns = V.Round((x * InverseOfPi) - 0.5f);
        return -(SinNearZero(x, halfTurns + 0.5f) * AlternatingSign(halfTurns));
    }

    /// <summary>
    /// The tangent of radians, within 3.33 ULP. A vector with an angle beyond +-10,000 is computed lane by lane, slowly, by
    /// <see cref="MathF"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tan<V>(V x)
        where V : struct, ISimd<V>
    {
        var size = V.Abs(x);
        if (V.AnyLess(V.Fill(LargestReducibleAngle), size)) return TanLaneByLane(x);

        // tan(r) = r + r^3 p(r^2) for r up to pi / 4, and -1 / tan(r) a quarter turn on.
        var halfTurns = V.Round(size * (2f * InverseOfPi)) * 0.5f;
        var r = WithoutHalfTurns(size, halfTurns);
        var square = r * r;
        var p = V.Polynomial(
            square, 0.333333313f, 0.133334115f, 0.0539544709f, 0.0219858214f, 0.00832702406f, 0.00500181224f, -0.000605595822f, 0.00204539392f);
        var tangent = V.MultiplyAdd(square * r, p, r);
        return V.SelectLess(V.Floor(halfTurns), halfTurns, -1f / tangent, tangent) * V.CopySign(V.Fill(1f), x);
    }

    // The sine of x - halfTurns * pi, at most pi / 2 in size.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinNearZero<V>(V x, V halfTurns)
        where V : struct, ISimd<V>
    {
        var r = WithoutHalfTurns(x, halfTurns);
        var square = r * r;
        var p = V.Polynomial(square, -0.166666597f, 0.00833306648f, -0.000198095964f, 2.60576576e-6f);
        return V.MultiplyAdd(square * r, p, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithoutHalfTurns<V>(V x, V halfTurns)
        where V : struct, ISimd<V>
    {
        var r = V.MultiplyAdd(halfTurns, -Pi0, x);
        r = V.MultiplyAdd(halfTurns, -Pi1, r);
        r = V.MultiplyAdd(halfTurns, -Pi2, r);
        return V.MultiplyAdd(halfTurns, -Pi3, r);
    }

    // 1 for even integers, -1 for odd ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AlternatingSign<V>(V integer)
        where V : struct, ISimd<V>
    {
        var half = integer * 0.5f;
        return ((half - V.Floor(half)) * -4f) + 1f;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe V SinLaneByLane<V>(V x)
        where V : struct, ISimd<V> => LaneByLane(x, &MathF.Sin);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe V CosLaneByLane<V>(V x)
        where V : struct, ISimd<V> => LaneByLane(x, &MathF.Cos);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe V TanLaneByLane<V>(V x)
        where V : struct, ISimd<V> => LaneByLane(x, &MathF.Tan);

    private static unsafe V LaneByLane<V>(V x, delegate*<float, float> function)
        where V : struct, ISimd<V>
    {
        var lanes = stackalloc float[V.Count];
        var place = new FloatBuffer(lanes);
        Planned.Limit(ref place, V.Count, "lanes");
        V.Store(x, place, 0);
        for (var lane = 0; lane < V.Count; lane++) lanes[lane] = function(lanes[lane]);
        return V.Load(place, 0);
    }
}
