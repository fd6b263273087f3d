file readonly struct NetInference : IProgram
{
    /// <summary>All steps in order, with where their values are.</summary>
    public static void Run(in Frame frame)
    {
        // Floats of each sample, what they hold, and from which step to which:
        //     0 … 127   relu1     Linear1Relu1 … Linear2
        //   128 … 137   linear2   Linear2 … output

        // linear1, relu1
        Linear1Relu1(frame, output: 0, a: 0, b: 0, bias: 100_352);
        // linear2
        Linear2(frame, output: 128, a: 0, b: 100_352, bias: 101_760);
    }

    /// <summary>linear1, relu1: product, add, maximum: [B, 784] → [B, 128]</summary>
    private static void Linear1Relu1(in Frame frame, long output, long a, long b, long bias)
    {
        MatMul.Run<Linear1Relu1Epilogue>(
            frame.Workers, output: frame.Batched(output), a: frame.Input(a), b: frame.Prepared(b),
            new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 784, Columns: 128, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Parameter(bias)]);
    }

    public readonly struct Linear1Relu1Epilogue : IEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
        {
            var bias = operands[0];
            return V.Max(sum + V.Load(bias, column), V.Fill(0f));
        }
    }

    /// <summary>linear2: product, add: [B, 128] → [B, 10]</summary>
    private static void Linear2(in Frame frame, long output, long a, long b, long bias)
    {
        MatMul.Run<Linear2Epilogue>(
            frame.Workers, output: frame.Batched(output), a: frame.Batched(a), b: frame.Prepared(b),
            new MatMulShape(Count: 1, Rows: frame.Batch, Inner: 128, Columns: 10, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Parameter(bias)]);
    }

    public readonly struct Linear2Epilogue : IEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
        {
            var bias = operands[0];
            return sum + V.Load(bias, column);
        }
    }
}
