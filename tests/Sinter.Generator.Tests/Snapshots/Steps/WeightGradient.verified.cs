/// <summary>fc: gradient of fc.weight, product in pieces: [B, 3], [B, 8] → [3, 8]</summary>
private static void FcWeightGradient(in Frame frame, long output, long a, long b)
{
    MatMul.RunSplit(
        frame.Workers, output: frame.Gradient(output), a: frame.Batched(a), b: frame.Batched(b),
        new MatMulShape(Count: 1, Rows: 3, Inner: frame.Batch, Columns: 8, TransposedA: true, PackedB: false, SharedB: true),
        scratch: frame.Scratch);
}
