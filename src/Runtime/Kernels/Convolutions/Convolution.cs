using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>
/// Two-dimensional convolutions over images stored <c>[batch, height, width, channels]</c>, and the gradients of their weights.
/// </summary>
/// <remarks>
/// The gradient of the image is <see cref="Forward"/> again, with <see cref="ConvolutionShape.InputStrideHeight"/> set to the stride; the
/// zeros between the image's elements are neither stored nor multiplied. The threads change no bit of a result.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Convolution
{
    /// <summary>
    /// Cross-correlation of each image with the weight; the epilogue is given the row <c>(image * OutHeight + y) * OutWidth + x</c>.
    /// </summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output"><c>[batch, OutHeight, OutWidth, OutChannels]</c>; must not overlap the image.</param>
    /// <param name="image"><c>[batch, InHeight, InWidth, InChannels]</c>.</param>
    /// <param name="packedWeight">
    /// A weight <c>[O, KH, KW, I/groups]</c> after
    /// <c>MatMul.Pack(count: groups, inner: KH * KW * I/groups, columns: O/groups, transposed: true)</c>.
    /// </param>
    /// <param name="shape">The extents.</param>
    /// <param name="batch">How many images.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ConvolutionForward"/> floats.</param>
    public static void Forward<TEpilogue>(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer packedWeight, in ConvolutionShape shape, long batch,
        FloatBuffer scratch, ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue
    {
        if (IsMatrixProduct(shape))
        {
            var pixels = batch * shape.OutHeight * shape.OutWidth;
            var product = new MatMulShape(1, pixels, shape.InChannels, shape.OutChannels, TransposedA: false, PackedB: true, SharedB: true);
            MatMul.Run<TEpilogue>(workers, output, image, packedWeight, product, operands);
            return;
        }

        Planned.ExactReads(ref packedWeight);
        var held = stackalloc long[workers.Threads];
        new Span<long>(held, workers.Threads).Fill(-1);
        fixed (FloatBuffer* places = operands)
        {
            var job = new ForwardJob(shape, batch)
            {
                Held = held,
                Output = output.Pointer,
                Image = image.Pointer,
                Weight = packedWeight.Pointer,
                Scratch = scratch.Pointer,
                Operands = places,
                OperandCount = operands.Length,
            };
            job.ChoosePieces(workers.Threads);
            var products = (double)batch * shape.OutHeight * shape.OutWidth * shape.OutChannels * shape.Inner;
            workers.Run(&ForwardPieces<TEpilogue>, &job, job.Blocks * job.Bands * job.PanelGroups, 1, MatMul.WorkOf(products));
        }
    }

    /// <summary>One filter per channel: groups, input channels and output channels are the same number.</summary>
    /// <param name="weight"><c>[KH * KW, channels]</c>.</param>
    /// <param name="scratch">Not used.</param>
    public static void Depthwise<TEpilogue>(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer weight, in ConvolutionShape shape, long batch,
        FloatBuffer scratch, ReadOnlySpan<FloatBuffer> operands)
        where TEpilogue : struct, IEpilogue
    {
        fixed (FloatBuffer* places = operands)
        {
            var job = new DepthwiseJob
            {
                Shape = shape,
                Height = ConvolutionAxis.Height(shape),
                Width = ConvolutionAxis.Width(shape),
                Output = output.Pointer,
                Image = image.Pointer,
                Weight = weight.Pointer,
                Operands = places,
                OperandCount = operands.Length,
                Panels = (shape.OutChannels + MatMul.PanelWidth - 1) / MatMul.PanelWidth,
            };
            var rows = batch * shape.OutHeight;
            var products = (double)rows * shape.OutWidth * shape.OutChannels * shape.Inner;
            var work = MatMul.WorkOf(4 * products);
            if (Widest.TryRun(new WindowsAttempt<TEpilogue> { Workers = workers, Job = &job, Rows = rows, Work = work })) return;
            workers.Run(&DepthwiseRows<TEpilogue>, &job, rows * job.Panels, job.Panels, work);
        }
    }

    /// <summary>The gradient of the weight of <see cref="Forward"/>.</summary>
    /// <param name="output"><c>[O, KH, KW, I/groups]</c>.</param>
    /// <param name="gradient">The gradient of the output, <c>[batch, OutHeight, OutWidth, OutChannels]</c>.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ConvolutionWeightGradient"/> floats.</param>
    public static void WeightGradient(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer gradient, in ConvolutionShape shape, long batch,
        FloatBuffer scratch) =>
        WindowGradient(workers, output, image, gradient, shape, batch, scratch, depthwise: false);

    /// <summary>The gradient of the weight of <see cref="Depthwise"/>.</summary>
    /// <param name="output"><c>[channels, KH, KW, 1]</c>, the order a convolution's weight has outside.</param>
    /// <param name="scratch"><see cref="ScratchSizes.ConvolutionDepthwiseWeightGradient"/> floats.</param>
    public static void DepthwiseWeightGradient(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer gradient, in ConvolutionShape shape, long batch,
        FloatBuffer scratch) =>
        WindowGradient(workers, output, image, gradient, shape, batch, scratch, depthwise: true);

    private static bool IsMatrixProduct(in ConvolutionShape shape) =>
        shape.KernelHeight == 1 && shape.KernelWidth == 1 && shape.StrideHeight == 1 && shape.StrideWidth == 1 && shape.Groups == 1 &&
        shape.PadTop == 0 && shape.PadLeft == 0 && shape.InputStrideHeight == 1 && shape.InputStrideWidth == 1 &&
        shape.OutHeight == shape.InHeight && shape.OutWidth == shape.InWidth;

    private static void WindowGradient(
        Workers workers, FloatBuffer output, FloatBuffer image, FloatBuffer gradient, in ConvolutionShape shape, long batch,
        FloatBuffer scratch, bool depthwise)
    {
        var job = new GradientJob(shape, batch, depthwise)
        {
            Output = output.Pointer,
            Image = image.Pointer,
            Gradient = gradient.Pointer,
            Scratch = scratch.Pointer,
        };
        RunWeightGradient(workers, &job);
    }
}
