file readonly struct NetInference : IProgram
{
    /// <summary>All steps in order, with where their values are.</summary>
    public static void Run(in Frame frame)
    {
        // Floats of each sample with symbols at their largest, what they hold, and from which step to which:
        //         0 … 239_999   conv1: Transpose    Conv1Transpose … Conv1Gelu1
        //         0 …  95_999   gelu2: Multiply     Conv2Gelu2 … Maxpool1
        //         0 …    3749   head                Head … output
        //    96_000 … 143_999   maxpool1: MaxPool   Maxpool1 … Head
        //   240_000 … 431_999   gelu1: Multiply     Conv1Gelu1 … Conv2Gelu2

        // conv1
        Conv1Transpose(frame, output: 0, input: 0);
        // conv1, gelu1
        Conv1Gelu1(frame, output: 240_000, image: 0, packedWeight: 0, bias: 15_360);
        // conv2, gelu2
        Conv2Gelu2(frame, output: 0, image: 240_000, packedWeight: 15_360, bias: 27_712);
        // maxpool1
        Maxpool1(frame, output: 96_000, image: 0);
        // head
        Head(frame, output: 0, a: 96_000, b: 27_648, bias: 28_096);
    }

    /// <summary>conv1: transpose: [B, 80, 1, T] → [B, 1, T, 80]</summary>
    private static void Conv1Transpose(in Frame frame, long output, long input)
    {
        var T = frame.Size(0);
        Movement.Copy(
            frame.Workers, output: frame.Batched(output), input: frame.Input(input), extents: [frame.Batch, T, 80],
            outputStrides: [80 * T, 80, 1], inputStrides: [80 * T, 1, T]);
    }

    /// <summary>conv1, gelu1: convolution, add, multiply, erf, add, multiply: [B, 1, T, 80] → [B, T, 64]</summary>
    /// <remarks>The plain sum: windows of 1x3.</remarks>
    private static void Conv1Gelu1(in Frame frame, long output, long image, long packedWeight, long bias)
    {
        var T = frame.Size(0);
        Convolution.Forward<Conv1Gelu1Epilogue>(
            frame.Workers, output: frame.Batched(output), image: frame.Batched(image), packedWeight: frame.Prepared(packedWeight),
            new ConvolutionShape { InHeight = 1, InWidth = (int)T, InChannels = 80, OutHeight = 1, OutWidth = (int)T, OutChannels = 64, KernelHeight = 1, KernelWidth = 3, PadLeft = 4, DilationWidth = 2 },
            batch: frame.Batch, scratch: frame.Scratch, operands: [frame.Parameter(bias)]);
    }

    public readonly struct Conv1Gelu1Epilogue : IEpilogue
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

    /// <summary>conv2, gelu2: convolution, add, multiply, erf, add, multiply: [B, 1, T, 64] → [B, ⌊(T+1)/2⌋, 64]</summary>
    /// <remarks>The plain sum: windows of 1x3.</remarks>
    private static void Conv2Gelu2(in Frame frame, long output, long image, long packedWeight, long bias)
    {
        var T = frame.Size(0);
        var TOver2 = (T + 1) / 2;
        Convolution.Forward<Conv1Gelu1Epilogue>(
            frame.Workers, output: frame.Batched(output), image: frame.Batched(image), packedWeight: frame.Prepared(packedWeight),
            new ConvolutionShape { InHeight = 1, InWidth = (int)T, InChannels = 64, OutHeight = 1, OutWidth = (int)TOver2, OutChannels = 64, KernelHeight = 1, KernelWidth = 3, PadLeft = 1, StrideWidth = 2 },
            batch: frame.Batch, scratch: frame.Scratch, operands: [frame.Parameter(bias)]);
    }

    /// <summary>maxpool1: maximum of windows: [B, 1, ⌊(T+1)/2⌋, 64] → [B, 1, ⌊(T+3)/4⌋, 64]</summary>
    private static void Maxpool1(in Frame frame, long output, long image)
    {
        var T = frame.Size(0);
        var TOver2 = (T + 1) / 2;
        var TOver4 = (T + 3) / 4;
        Pooling.Max(
            frame.Workers, output: frame.Batched(output), image: frame.Batched(image),
            new PoolShape { InHeight = 1, InWidth = (int)TOver2, Channels = 64, OutHeight = 1, OutWidth = (int)TOver4, KernelHeight = 1, KernelWidth = 2, StrideWidth = 2 },
            batch: frame.Batch);
    }

    /// <summary>head: product, add: [B, ⌊(T+3)/4⌋, 64] → [B, ⌊(T+3)/4⌋, 5]</summary>
    private static void Head(in Frame frame, long output, long a, long b, long bias)
    {
        var T = frame.Size(0);
        var TOver4 = (T + 3) / 4;
        MatMul.Run<HeadEpilogue>(
            frame.Workers, output: frame.Batched(output), a: frame.Batched(a), b: frame.Prepared(b),
            new MatMulShape(Count: 1, Rows: frame.Batch * TOver4, Inner: 64, Columns: 5, TransposedA: false, PackedB: true, SharedB: true),
            operands: [frame.Parameter(bias)]);
    }

    public readonly struct HeadEpilogue : IEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
        {
            var bias = operands[0];
            return sum + V.Load(bias, column);
        }
    }
}
