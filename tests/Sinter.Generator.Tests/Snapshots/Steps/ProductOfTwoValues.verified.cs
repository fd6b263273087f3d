/// <summary>product: [B, 4, 8], [B, 8, 4] → [B, 4, 4]</summary>
private static void Step(in Frame frame, long output, long a, long b)
{
    MatMul.Run<Identity>(
        frame.Workers, output: frame.Batched(output), a: frame.Batched(a), b: frame.Batched(b),
        new MatMulShape(Count: frame.Batch, Rows: 4, Inner: 8, Columns: 4, TransposedA: false, PackedB: false, SharedB: false),
        operands: []);
}
