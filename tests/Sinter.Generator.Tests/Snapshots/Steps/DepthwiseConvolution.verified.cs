/// <summary>conv: convolution of each channel, add: [B, 8, 8, 16] → [B, 8, 8, 16]</summary>
/// <remarks>The plain sum: channels in groups.</remarks>
private static void Conv(in Frame frame, long output, long image, long weight, long bias)
{
    Convolution.Depthwise<ConvEpilogue>(
        frame.Workers, output: frame.Batched(output), image: frame.Batched(image), weight: frame.Prepared(weight),
        new ConvolutionShape { InHeight = 8, InWidth = 8, InChannels = 16, OutHeight = 8, OutWidth = 8, OutChannels = 16, KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1, Groups = 16 },
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
