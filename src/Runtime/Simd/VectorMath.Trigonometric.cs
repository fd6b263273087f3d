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

    // The sine of x - halfTurns * pi, at most pi / 2 in size.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinNearZero<V>(V x, V halfTurns)
        where V : struct, ISimd<V>
    {
        var r = V.MultiplyAdd(halfTurns, -Pi0, x);
        r = V.MultiplyAdd(halfTurns, -Pi1, r);
        r = V.MultiplyAdd(halfTurns, -Pi2, r);
        r = V.MultiplyAdd(halfTurns, -Pi3, r);
        var square = r * r;
        var p = V.Polynomial(square, -0.166666597f, 0.00833306648f, -0.000198095964f, 2.60576576e-6f);
        return V.MultiplyAdd(square * r, p, r);
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
        where V : struct, ISimd<V>
    {
        var lanes = stackalloc float[V.Count];
        var place = new FloatBuffer(lanes);
        Planned.Limit(ref place, V.Count, "lanes");
        V.Store(x, place, 0);
        for (var lane = 0; lane < V.Count; lane++) lanes[lane] = MathF.Sin(lanes[lane]);
        return V.Load(place, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe V CosLaneByLane<V>(V x)
        where V : struct, ISimd<V>
    {
        var lanes = stackalloc float[V.Count];
        var place = new FloatBuffer(lanes);
        Planned.Limit(ref place, V.Count, "lanes");
        V.Store(x, place, 0);
        for (var lane = 0; lane < V.Count; lane++) lanes[lane] = MathF.Cos(lanes[lane]);
        return V.Load(place, 0);
    }
}
