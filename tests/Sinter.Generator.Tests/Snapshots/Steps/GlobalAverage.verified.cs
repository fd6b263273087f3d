/// <summary>globalavgpool1: sum over rows and columns: [B, 6, 6, 16] → [B, 1, 1, 16]</summary>
private static void Globalavgpool1Reduce(in Frame frame, long output, long total)
{
    Fused.Reduce<Globalavgpool1ReduceRows>(
        frame.Workers, output: frame.Batched(output), operands: [frame.Batched(total)], sizes: frame.Sizes, outer: frame.Batch, rows: 36,
        columns: 16, max: false, scratch: frame.Scratch);
}

public readonly struct Globalavgpool1ReduceRows : IFusedReduction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long begin, long end, FloatBuffer partial) where V : struct, ISimd<V>
    {
        var total = operands[0];
        var first = outer * 36;
        for (var column = 0L; column < 16; column += V.Count)
        {
            var sum = V.Fill(0f);
            for (var row = first + begin; row < first + end; row++)
            {
                sum += V.Load(total, row * 16 + column);
            }
            V.Store(sum, partial, column);
        }
    }
}
