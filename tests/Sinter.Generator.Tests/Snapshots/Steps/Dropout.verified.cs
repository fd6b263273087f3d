/// <summary>dropout1: multiply: [B, 24] → [B, 24]</summary>
private static void Dropout1(in Frame frame, long x, long keys, long dropout)
{
    Fused.Run<Dropout1Loop>(
        frame.Workers, operands: [frame.Batched(x), frame.Keys(keys), frame.Batched(dropout)], sizes: frame.Sizes, count: 24 * frame.Batch,
        grain: 1024, cost: 3);
}

public readonly struct Dropout1Loop : IFusedStep
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
    {
        var x = operands[0];
        var keys = operands[1].AsIntegers();
        var dropout = operands[2];
        for (var i = begin; i < end; i += V.Count)
        {
            var mask = V.LessOrEqual(V.Fill(0.5f), V.Uniform(unchecked((uint)keys[0]), unchecked((uint)keys[1]), i));
            V.Store(V.Load(x, i) * (mask * V.Fill(2f)), dropout, i);
        }
    }
}
