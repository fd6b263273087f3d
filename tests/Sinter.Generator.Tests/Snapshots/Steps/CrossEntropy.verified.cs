/// <summary>crossentropy1: equal, maximum over features, subtract, exp, sum over features, …: [B, 1], [B, 3] → [B, 1], [B, 3]</summary>
private static void Crossentropy1_2(in Frame frame, long tofloat, long selected, long mask, long gradient, long selected2, long gradient2, long expRow)
{
    Fused.Run<Crossentropy1_2Loop>(
        frame.Workers,
        operands: [frame.Batched(tofloat), frame.Batched(selected), frame.Batched(mask), frame.Fixed(gradient), frame.Batched(selected2), frame.Batched(gradient2), frame.Batched(expRow)],
        sizes: frame.Sizes, count: frame.Batch, grain: 1, cost: 96);
}

public readonly struct Crossentropy1_2Loop : IFusedStep
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
    {
        var tofloat = operands[0];
        var selected = operands[1];
        var mask = operands[2];
        var gradient = operands[3];
        var selected2 = operands[4];
        var gradient2 = operands[5];
        var expRow = operands[6];
        for (var row = begin; row < end; row++)
        {
            var tofloatOfRow = V.Fill(tofloat[row]);
            var maskOfRow = V.Fill(mask[row]);
            var gradientOfRow = V.Fill(gradient[0]);
            var selected3 = V.Select(maskOfRow, V.Fill(0f), gradientOfRow);
            var negate = -selected3;
            var maskOfRow2 = V.Fill(mask[row]);
            var max = V.Fill(float.NegativeInfinity);
            for (var i = 0L; i < 3; i += V.Count)
            {
                var selectedLanes = V.Load(selected, row * 3 + i);
                max = V.Max(max, Lanes.Keep(selectedLanes, 3 - i, float.NegativeInfinity));
            }
            max = V.Fill(V.MaxLanes(max));
            var sum = V.Fill(0f);
            var sum2 = V.Fill(0f);
            for (var i = 0L; i < 3; i += V.Count)
            {
                var mask2 = V.Equal(V.Iota(i), tofloatOfRow);
                var selectedLanes2 = V.Load(selected, row * 3 + i);
                var difference = selectedLanes2 - max;
                var exp = VectorMath.Exp(difference);
                Lanes.Store(exp, expRow, row * 3 + i, 3 - i);
                sum += Lanes.Keep(exp, 3 - i, 0f);
                sum2 += Lanes.Keep(V.Select(mask2, difference, V.Fill(0f)), 3 - i, 0f);
            }
            sum = V.Fill(V.SumLanes(sum));
            sum2 = V.Fill(V.SumLanes(sum2));
            var log = VectorMath.Log(sum);
            var difference2 = log - sum2;
            var selected4 = V.Select(maskOfRow, V.Fill(0f), difference2);
            var ratio = selected3 / sum;
            Lanes.StoreOne(selected4, selected2, row);
            for (var i = 0L; i < 3; i += V.Count)
            {
                var mask3 = V.Equal(V.Iota(i), tofloatOfRow);
                var total = V.MultiplyAdd(ratio, V.Load(expRow, row * 3 + i), V.Select(mask3, negate, V.Fill(0f)));
                Lanes.Store(V.Select(maskOfRow2, V.Fill(0f), total), gradient2, row * 3 + i, 3 - i);
            }
        }
    }
}
