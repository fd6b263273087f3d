namespace Sinter.Runtime;

/// <summary>What <see cref="Convolution"/> computes, written as plainly as possible: the tests compare the kernels with it.</summary>
internal static class ConvolutionReference
{
    public static void Forward<TEpilogue>(
        FloatBuffer output, FloatBuffer image, FloatBuffer packedWeight, in ConvolutionShape shape, long batch,
        ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue
    {
        var (groupIn, groupOut) = (shape.InChannels / shape.Groups, shape.OutChannels / shape.Groups);
        var inner = shape.KernelHeight * shape.KernelWidth * groupIn;
        for (long pixel = 0; pixel < batch * shape.OutHeight * shape.OutWidth; pixel++)
        for (var channel = 0; channel < shape.OutChannels; channel++)
        {
            var group = channel / groupOut;
            var weight = packedWeight.At(group * MatMul.PackedLength(inner, groupOut));
            double sum = 0;
            for (var kernelRow = 0; kernelRow < shape.KernelHeight; kernelRow++)
            for (var kernelColumn = 0; kernelColumn < shape.KernelWidth; kernelColumn++)
            {
                var source = Source(shape, pixel, kernelRow, kernelColumn);
                if (source < 0) continue;
                for (var k = 0; k < groupIn; k++)
                {
                    var index = MatMulReference.PackedIndex(
                        (((kernelRow * shape.KernelWidth) + kernelColumn) * groupIn) + k, channel % groupOut, inner);
                    sum += (double)image[source + (group * groupIn) + k] * weight[index];
                }
            }
            var value = TEpilogue.Apply(SimdScalar.Fill((float)sum), operands, pixel, channel);
            SimdScalar.Store(value, output, (pixel * shape.OutChannels) + channel);
        }
    }

    public static void Depthwise<TEpilogue>(
        FloatBuffer output, FloatBuffer image, FloatBuffer weight, in ConvolutionShape shape, long batch,
        ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue
    {
        for (long pixel = 0; pixel < batch * shape.OutHeight * shape.OutWidth; pixel++)
        for (var channel = 0; channel < shape.OutChannels; channel++)
        {
            double sum = 0;
            for (var kernelRow = 0; kernelRow < shape.KernelHeight; kernelRow++)
            for (var kernelColumn = 0; kernelColumn < shape.KernelWidth; kernelColumn++)
            {
                var source = Source(shape, pixel, kernelRow, kernelColumn);
                var index = (((kernelRow * shape.KernelWidth) + kernelColumn) * shape.OutChannels) + channel;
                if (source >= 0) sum += (double)image[source + channel] * weight[index];
            }
            var value = TEpilogue.Apply(SimdScalar.Fill((float)sum), operands, pixel, channel);
            SimdScalar.Store(value, output, (pixel * shape.OutChannels) + channel);
        }
    }

    /// <summary>Also the depthwise gradient, whose weight is <c>[C, KH, KW, 1]</c>: as many groups as channels.</summary>
    public static void WeightGradient(FloatBuffer output, FloatBuffer image, FloatBuffer gradient, in ConvolutionShape shape, long batch)
    {
        var (groupIn, groupOut) = (shape.InChannels / shape.Groups, shape.OutChannels / shape.Groups);
        for (var channel = 0; channel < shape.OutChannels; channel++)
        for (var kernelRow = 0; kernelRow < shape.KernelHeight; kernelRow++)
        for (var kernelColumn = 0; kernelColumn < shape.KernelWidth; kernelColumn++)
        for (var k = 0; k < groupIn; k++)
        {
            double sum = 0;
            for (long pixel = 0; pixel < batch * shape.OutHeight * shape.OutWidth; pixel++)
            {
                var source = Source(shape, pixel, kernelRow, kernelColumn);
                if (source >= 0)
                    sum += (double)image[source + (channel / groupOut * groupIn) + k] * gradient[(pixel * shape.OutChannels) + channel];
            }
            output[(((((long)channel * shape.KernelHeight) + kernelRow) * shape.KernelWidth) + kernelColumn) * groupIn + k] = (float)sum;
        }
    }

    /// <summary>The index of channel 0 of the stored pixel that an element of the window at an output pixel reads; -1 for a zero.</summary>
    private static long Source(in ConvolutionShape shape, long pixel, int kernelRow, int kernelColumn)
    {
        var column = ((pixel % shape.OutWidth) * shape.StrideWidth) + (kernelColumn * shape.DilationWidth) - shape.PadLeft;
        var row = ((pixel / shape.OutWidth % shape.OutHeight) * shape.StrideHeight) + (kernelRow * shape.DilationHeight) - shape.PadTop;
        if (row < 0 || column < 0 || row % shape.InputStrideHeight != 0 || column % shape.InputStrideWidth != 0) return -1;
        row /= shape.InputStrideHeight;
        column /= shape.InputStrideWidth;
        if (row >= shape.InHeight || column >= shape.InWidth) return -1;
        return ((((pixel / shape.OutWidth / shape.OutHeight) * shape.InHeight) + row) * shape.InWidth + column) * shape.InChannels;
    }
}
