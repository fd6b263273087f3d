/// <summary>softmax1: maximum over features, subtract, exp, sum over features, divide: [B, 10] → [B, 10]</summary>
private static void Softmax1(in Frame frame, long x, long softmax, long expRow)
{
    Fused.Run<Softmax1Loop>(
        frame.Workers, operands: [frame.Batched(x), frame.Batched(softmax), frame.Batched(expRow)], sizes: frame.Sizes, count: frame.Batch,
        grain: 1, cost: 120);
}

public readonly struct Softmax1Loop : IFusedStep
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
    {
        var x = operands[0];
        var softmax = operands[1];
        var expRow = operands[2];
        for (var row = begin; row < end; row++)
        {
            var max = V.Fill(float.NegativeInfinity);
            for (var i = 0L; i < 10; i += V.Count)
            {
                var xLanes = V.Load(x, row * 10 + i);
                max = V.Max(max, Lanes.Keep(xLanes, 10 - i, float.NegativeInfinity));
            }
            max = V.Fill(V.MaxLanes(max));
            var sum = V.Fill(0f);
            for (var i = 0L; i < 10; i += V.Count)
            {
                var xLanes2 = V.Load(x, row * 10 + i);
                var exp = VectorMath.Exp(xLanes2 - max);
                Lanes.Store(exp, expRow, row * 10 + i, 10 - i);
                sum += Lanes.Keep(exp, 10 - i, 0f);
            }
            sum = V.Fill(V.SumLanes(sum));
            for (var i = 0L; i < 10; i += V.Count)
            {
                Lanes.Store(V.Load(expRow, row * 10 + i) / sum, softmax, row * 10 + i, 10 - i);
            }
        }
    }
}
