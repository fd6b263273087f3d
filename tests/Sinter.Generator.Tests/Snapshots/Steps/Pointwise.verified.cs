/// <summary>sigmoid1: multiply, sigmoid, exp, multiply: [B, 24] → [B, 24]</summary>
private static void Sigmoid1(in Frame frame, long x, long product)
{
    Fused.Run<Sigmoid1Loop>(
        frame.Workers, operands: [frame.Batched(x), frame.Batched(product)], sizes: frame.Sizes, count: 24 * frame.Batch, grain: 1024,
        cost: 22);
}

public readonly struct Sigmoid1Loop : IFusedStep
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end) where V : struct, ISimd<V>
    {
        var x = operands[0];
        var product = operands[1];
        for (var i = begin; i < end; i += V.Count)
        {
            var xLanes = V.Load(x, i);
            V.Store(VectorMath.Sigmoid(xLanes * V.Fill(2f)) * VectorMath.Exp(xLanes), product, i);
        }
    }
}
