namespace Sinter.Runtime;

/// <summary>Two-dimensional convolutions over images stored <c>[batch, height, width, channels]</c>, and the gradients of their weights.</summary>
/// <remarks>The gradient of the image is <see cref="Forward"/> again, with <see cref="ConvolutionShape.InputStrideHeight"/> set to the stride.</remarks>
public static class Convolution
{
    /// <summary>Cross-correlation of each image with the weight; the epilogue is given the row <c>(image * OutHeight + y) * OutWidth + x</c>.</summary>
    /// <param name="output"><c>[batch, OutHeight, OutWidth, OutChannels]</c>; must not overlap the image.</param>
    /// <param name="image"><c>[batch, InHeight, InWidth, InChannels]</c>.</param>
    /// <param name="packedWeight">A weight <c>[O, KH, KW, I/groups]</c> after <c>MatMul.Pack(count: groups, inner: KH*KW*I/groups, columns: O/groups, transposed: true)</c>.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ConvolutionForward"/> floats.</param>
    public static void Forward<TEpilogue>(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer packedWeight, in ConvolutionShape shape, long batch,
        FloatBuffer scratch, ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue => ConvolutionReference.Forward<TEpilogue>(output, image, packedWeight, shape, batch, operands);

    /// <summary>One filter per channel: groups, input channels and output channels are the same number.</summary>
    /// <param name="weight"><c>[KH * KW, channels]</c>.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ConvolutionForward"/> floats.</param>
    public static void Depthwise<TEpilogue>(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer weight, in ConvolutionShape shape, long batch,
        FloatBuffer scratch, ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue => ConvolutionReference.Depthwise<TEpilogue>(output, image, weight, shape, batch, operands);

    /// <summary>The gradient of the weight of <see cref="Forward"/>.</summary>
    /// <param name="output"><c>[O, KH, KW, I/groups]</c>.</param>
    /// <param name="gradient">The gradient of the output, <c>[batch, OutHeight, OutWidth, OutChannels]</c>.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ConvolutionWeightGradient"/> floats.</param>
    public static void WeightGradient(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer gradient, in ConvolutionShape shape, long batch, FloatBuffer scratch) =>
        ConvolutionReference.WeightGradient(output, image, gradient, shape, batch);

    /// <summary>The gradient of the weight of <see cref="Depthwise"/>.</summary>
    /// <param name="output"><c>[channels, KH, KW, 1]</c>, the order a convolution's weight has outside.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ConvolutionDepthwiseWeightGradient"/> floats.</param>
    public static void DepthwiseWeightGradient(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer gradient, in ConvolutionShape shape, long batch, FloatBuffer scratch) =>
        ConvolutionReference.WeightGradient(output, image, gradient, shape, batch);
}
