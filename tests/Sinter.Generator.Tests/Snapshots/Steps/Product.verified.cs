/// <summary>fc, gelu1: product, add, multiply, erf, add, multiply: [B, 8] → [B, 16]</summary>
private static void FcGelu1(in Frame frame, long output, long a, long b, long bias)
{
    MatMul.Run<FcGelu1Epilogue>(
        frame.Workers, output: frame.Batched(output), a: frame.Input(a), b: frame.Prepared(b),
        new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 8, Columns: 16, TransposedA: false, PackedB: true, SharedB: true),
        operands: [frame.Parameter(bias)]);
}

public readonly struct FcGelu1Epilogue : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
    {
        var bias = operands[0];
        var total = sum + V.Load(bias, column);
        var product = (total * V.Fill(0.5f)) * (VectorMath.Erf(total * V.Fill(0.70710677f)) + V.Fill(1f));
        return product;
    }
}
