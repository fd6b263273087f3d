/// <summary>b, relu1: product, less, select: [B, 3], [B, 4] → [B, 4]</summary>
private static void BRelu1Backward(in Frame frame, long output, long a, long b, long relu)
{
    MatMul.Run<BRelu1BackwardEpilogue>(
        frame.Workers, output: frame.Batched(output), a: frame.Batched(a), b: frame.Parameter(b),
        new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 3, Columns: 4, TransposedA: false, PackedB: false, SharedB: true),
        operands: [frame.Batched(relu)]);
}

public readonly struct BRelu1BackwardEpilogue : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
    {
        var relu = operands[0];
        var selected = V.SelectLess(V.Fill(0f), V.Load(relu, row * 4 + column), sum, V.Fill(0f));
        return selected;
    }
}
