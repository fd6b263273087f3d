/// <summary>fc: gradient of fc.bias, multiply: [1, 3]</summary>
private static void FcBackward(in Frame frame, long gradient, long gradient2)
{
    Fused.Run<FcBackwardLoop>(
        frame.Workers, operands: [frame.Fixed(gradient), frame.Gradient(gradient2)], sizes: frame.Sizes, count: 3, grain: 1024, cost: 3);
}

public readonly struct FcBackwardLoop : IFusedStep
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
    {
        var gradient = operands[0];
        var gradient2 = operands[1];
        var batch = sizes.Batch;
        var ratio = V.Fill(1f) / V.Fill(3f * batch);
        for (var i = begin; i < end; i += V.Count)
        {
            Lanes.Store((V.Load(gradient, i) * ratio) * V.Fill(2f), gradient2, i, end - i);
        }
    }
}
