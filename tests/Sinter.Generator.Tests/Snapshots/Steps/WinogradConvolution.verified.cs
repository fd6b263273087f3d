/// <summary>conv: convolution, add: [B, 16, 16, 32] → [B, 16, 16, 32]</summary>
/// <remarks>Winograd's filtering: faster for one image.</remarks>
private static void Conv(in Frame frame, long output, long image, long transformedWeight, long bias)
{
    Convolution.ForwardWinograd<ConvEpilogue>(
        frame.Workers, output: frame.Batched(output), image: frame.Batched(image), transformedWeight: frame.Prepared(transformedWeight),
        new ConvolutionShape { InHeight = 16, InWidth = 16, InChannels = 32, OutHeight = 16, OutWidth = 16, OutChannels = 32, KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1 },
        batch: frame.Batch, scratch: frame.Scratch, operands: [frame.Parameter(bias)]);
}

public readonly struct ConvEpilogue : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column) where V : struct, ISimd<V>
    {
        var bias = operands[0];
        return sum + V.Load(bias, column);
    }
}
