/// <summary>norm: sum over features, multiply, subtract, multiply, sum over features, …: [B, 12, 24] → [B, 12, 24]</summary>
private static void Norm(in Frame frame, long x, long weight, long bias, long layerNorm)
{
    Fused.Run<NormLoop>(
        frame.Workers, operands: [frame.Batched(x), frame.Parameter(weight), frame.Parameter(bias), frame.Batched(layerNorm)],
        sizes: frame.Sizes, count: 12 * frame.Batch, grain: 1, cost: 216);
}

public readonly struct NormLoop : IFusedStep
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
    {
        var x = operands[0];
        var weight = operands[1];
        var bias = operands[2];
        var layerNorm = operands[3];
        for (var row = begin; row < end; row++)
        {
            var sum = V.Fill(0f);
            for (var i = 0L; i < 24; i += V.Count)
            {
                var xLanes = V.Load(x, row * 24 + i);
                sum += Lanes.Keep(xLanes, 24 - i, 0f);
            }
            sum = V.Fill(V.SumLanes(sum));
            var product = sum * V.Fill(0.041666668f);
            var sum2 = V.Fill(0f);
            for (var i = 0L; i < 24; i += V.Count)
            {
                var xLanes2 = V.Load(x, row * 24 + i);
                var difference = xLanes2 - product;
                sum2 += Lanes.Keep(difference * difference, 24 - i, 0f);
            }
            sum2 = V.Fill(V.SumLanes(sum2));
            var total = V.MultiplyAdd(sum2, V.Fill(0.041666668f), V.Fill(1E-05f));
            var rsqrt = VectorMath.Rsqrt(total);
            for (var i = 0L; i < 24; i += V.Count)
            {
                var xLanes3 = V.Load(x, row * 24 + i);
                var difference2 = xLanes3 - product;
                Lanes.Store(V.MultiplyAdd(difference2 * rsqrt, V.Load(weight, i), V.Load(bias, i)), layerNorm, row * 24 + i, 24 - i);
            }
        }
    }
}
