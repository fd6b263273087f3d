/// <summary>norm: sum over batch, rows and columns: [B, 6, 6, 8] → [1, 1, 1, 8]</summary>
private static void NormReduce(in Frame frame, long output, long total)
{
    Fused.Reduce<NormReduceRows>(
        frame.Workers, output: frame.Fixed(output), operands: [frame.Batched(total)], sizes: frame.Sizes, outer: 1, rows: 36 * frame.Batch,
        columns: 8, max: false, scratch: frame.Scratch);
}

public readonly struct NormReduceRows : IFusedReduction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long begin, long end, FloatBuffer partial) where V : struct, ISimd<V>
    {
        var total = operands[0];
        for (var column = 0L; column < 8; column += V.Count)
        {
            var sumBlocks = default(BlockSum<V>);
            for (var block = begin; block < end; block += BlockSum<V>.Steps)
            {
                var blockEnd = BlockSum<V>.EndOfRows(block, end);
                var sumOfBlock = V.Fill(0f);
                for (var row = block; row < blockEnd; row++)
                {
                    sumOfBlock += V.Load(total, row * 8 + column);
                }
                sumBlocks.Add(sumOfBlock);
            }
            Lanes.Store(sumBlocks.Total, partial, column, 8 - column);
        }
    }
}
