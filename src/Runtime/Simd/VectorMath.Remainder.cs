using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>The remainder of a division.</summary>
public static partial class VectorMath
{
    // Up to it the rounded quotient is off by less than one, so that the remainder is exact.
    private const float LargestQuotient = 4_194_304f;

    /// <summary>
    /// What a division by <paramref name="right"/> leaves, with the sign of <paramref name="right"/>; exact but for the sum with
    /// <paramref name="right"/> that mends the sign. A zero has the sign of <paramref name="left"/>, as in PyTorch. A vector with a quotient
    /// beyond 2^22, and every vector where multiply-add is not fused, is computed lane by lane, slowly.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Mod<V>(V left, V right)
        where V : struct, ISimd<V>
    {
        var quotient = V.Round(left / right);
        if (!CpuFeatures.FusesMultiplyAdd || V.AnyLess(V.Fill(LargestQuotient), V.Abs(quotient))) return ModLaneByLane(left, right);

        // By an infinity the product with a quotient of 0 would be NaN.
        var rest = V.Select(quotient, V.MultiplyAdd(-quotient, right, left), left);
        var mended = V.SelectLess(rest * V.CopySign(V.Fill(1f), right), V.Fill(0f), rest + right, rest);
        return V.Select(rest, mended, V.CopySign(rest, left));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe V ModLaneByLane<V>(V left, V right)
        where V : struct, ISimd<V>
    {
        var lanes = stackalloc float[V.Count];
        var divisors = stackalloc float[V.Count];
        var (place, others) = (new FloatBuffer(lanes), new FloatBuffer(divisors));
        Planned.Limit(ref place, V.Count, "lanes");
        Planned.Limit(ref others, V.Count, "divisors");
        V.Store(left, place, 0);
        V.Store(right, others, 0);
        for (var lane = 0; lane < V.Count; lane++)
        {
            var rest = lanes[lane] % divisors[lane];
            lanes[lane] = rest != 0f && rest < 0f != divisors[lane] < 0f ? rest + divisors[lane] : rest;
        }

        return V.Load(place, 0);
    }
}
