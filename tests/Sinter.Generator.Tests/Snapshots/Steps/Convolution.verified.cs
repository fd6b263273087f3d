/// <summary>conv, silu1: convolution, add, sigmoid, multiply: [B, 8, 8, 3] → [B, 4, 4, 16]</summary>
/// <remarks>The plain sum: a stride.</remarks>
private static void ConvSilu1(in Frame frame, long output, long image, long packedWeight, long bias)
{
    Convolution.Forward<ConvSilu1Epilogue>(
        frame.Workers, output: frame.Batched(output), image: frame.Batched(image), packedWeight: frame.Prepared(packedWeight),
        new ConvolutionShape { InHeight = 8, InWidth = 8, InChannels = 3, OutHeight = 4, OutWidth = 4, OutChannels = 16, KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1, StrideHeight = 2, StrideWidth = 2 },
        batch: frame.Batch, scratch: frame.Scratch, operands: [frame.Parameter(bias)]);
}

public readonly struct ConvSilu1Epilogue : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
    {
        var bias = operands[0];
        var total = sum + V.Load(bias, column);
        return total * VectorMath.Sigmoid(total);
    }
}
