file readonly struct NetInference : IProgram
{
    /// <summary>All steps in order.</summary>
    public static void Run(in Frame frame)
    {
        Linear1Relu1(frame);
        Linear2(frame);
    }

    /// <summary>linear1, relu1: [B, 784] → [B, 128]</summary>
    private static void Linear1Relu1(in Frame frame)
    {
        MatMul.Run<Linear1Relu1Epilogue>(
            frame.Workers, output: frame.Batched(0), a: frame.Input(0), b: frame.Prepared(0),
            new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 784, Columns: 128, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Parameter(100_352)]);
    }

    private readonly struct Linear1Relu1Epilogue : IEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
        {
            var linear1Bias = operands[0];
            return V.Max(sum + V.Load(linear1Bias, column), V.Fill(0f));
        }
    }

    /// <summary>linear2: [B, 128] → [B, 10]</summary>
    private static void Linear2(in Frame frame)
    {
        MatMul.Run<Linear2Epilogue>(
            frame.Workers, output: frame.Batched(128), a: frame.Batched(0), b: frame.Prepared(100_352),
            new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 128, Columns: 10, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Parameter(101_760)]);
    }

    private readonly struct Linear2Epilogue : IEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
        {
            var linear2Bias = operands[0];
            return sum + V.Load(linear2Bias, column);
        }
    }
}
