using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>The gradients of pooling.</summary>
public static unsafe partial class Pooling
{
    // Windows overlap, so the images are shared out by channels, a few cache lines at a time.
    private const int ChannelsPerUnit = 64;

    /// <summary>
    /// Sends the gradient of each output to the first element of its window, in row-major order, that equals the maximum. A maximum of NaN
    /// equals nothing, and its gradient is lost.
    /// </summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="imageGradient">[batch, InHeight, InWidth, Channels].</param>
    /// <param name="image">[batch, InHeight, InWidth, Channels].</param>
    /// <param name="pooled">[batch, OutHeight, OutWidth, Channels]: what <see cref="Max"/> returned for the image.</param>
    /// <param name="outputGradient">[batch, OutHeight, OutWidth, Channels].</param>
    /// <param name="shape">The extents.</param>
    /// <param name="batch">How many images there are.</param>
    public static void MaxGradient(
        Workers workers, FloatBuffer imageGradient, FloatBuffer image, FloatBuffer pooled, FloatBuffer outputGradient,
        in PoolShape shape, long batch)
    {
        var job = new GradientJob
        {
            ImageGradient = imageGradient, Image = image, Pooled = pooled, OutputGradient = outputGradient, Shape = shape,
        };
        Widest.Run(new MaxGradientAction(workers, &job, batch));
    }

    /// <summary>Spreads the gradient of each output evenly over its window, padding included.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="imageGradient">[batch, InHeight, InWidth, Channels].</param>
    /// <param name="outputGradient">[batch, OutHeight, OutWidth, Channels].</param>
    /// <param name="shape">The extents.</param>
    /// <param name="batch">How many images there are.</param>
    public static void AverageGradient(
        Workers workers, FloatBuffer imageGradient, FloatBuffer outputGradient, in PoolShape shape, long batch)
    {
        var job = new GradientJob { ImageGradient = imageGradient, OutputGradient = outputGradient, Shape = shape };
        Widest.Run(new AverageGradientAction(workers, &job, batch));
    }

    private readonly struct MaxGradientAction(Workers workers, GradientJob* job, long batch) : IVectorAction
    {
        void IVectorAction.Run<V>()
        {
            var units = batch * ((job->Shape.Channels + ChannelsPerUnit - 1) / ChannelsPerUnit);
            workers.Run(&MaxGradientUnits<V>, job, units, 1, batch * job->Shape.OutLength * job->Shape.WindowLength);
        }
    }

    private readonly struct AverageGradientAction(Workers workers, GradientJob* job, long batch) : IVectorAction
    {
        void IVectorAction.Run<V>() => workers.Run(
            &AverageGradientRows<V>, job, batch * job->Shape.InHeight, 1, batch * job->Shape.OutLength * job->Shape.WindowLength);
    }

    private static void MaxGradientUnits<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        ref readonly var shape = ref ((GradientJob*)state)->Shape;
        var unitsPerSample = (shape.Channels + ChannelsPerUnit - 1) / ChannelsPerUnit;
        for (var unit = begin; unit < end; unit++)
        {
            var (sample, part) = Math.DivRem(unit, unitsPerSample);
            var firstChannel = (int)part * ChannelsPerUnit;
            var endChannel = Math.Min(shape.Channels, firstChannel + ChannelsPerUnit);
            var job = ((GradientJob*)state)->Sample(sample);
            Clear<V>(job, firstChannel, endChannel);
            for (var outRow = 0; outRow < shape.OutHeight; outRow++)
            {
                for (var outColumn = 0; outColumn < shape.OutWidth; outColumn++)
                    MaxGradientWindow<V>(job, outRow, outColumn, firstChannel, endChannel);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Clear<V>(in GradientJob job, int firstChannel, int endChannel)
        where V : struct, ISimd<V>
    {
        var pixels = (long)job.Shape.InHeight * job.Shape.InWidth;
        for (var pixel = 0L; pixel < pixels; pixel++)
        {
            for (var channel = firstChannel; channel < endChannel; channel += V.Count)
                Lanes.Store(V.Fill(0f), job.ImageGradient, (pixel * job.Shape.Channels) + channel, endChannel - channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MaxGradientWindow<V>(in GradientJob job, int outRow, int outColumn, int firstChannel, int endChannel)
        where V : struct, ISimd<V>
    {
        ref readonly var shape = ref job.Shape;
        var (firstRow, endRow) = shape.KernelRows(outRow);
        var (firstColumn, endColumn) = shape.KernelColumns(outColumn);
        var step = (long)shape.DilationWidth * shape.Channels;
        for (var channel = firstChannel; channel < endChannel; channel += V.Count)
        {
            var output = (((long)outRow * shape.OutWidth) + outColumn) * shape.Channels + channel;
            var largest = V.Load(job.Pooled, output);

            // Becomes 0 where the maximum has been met.
            var rest = V.Load(job.OutputGradient, output);
            for (var kernelRow = firstRow; kernelRow < endRow; kernelRow++)
            {
                var pixel = ((long)shape.ImageRow(outRow, kernelRow) * shape.InWidth) + shape.ImageColumn(outColumn, firstColumn);
                var place = (pixel * shape.Channels) + channel;
                for (var kernelColumn = firstColumn; kernelColumn < endColumn; kernelColumn++, place += step)
                {
                    var hit = V.Equal(V.Load(job.Image, place), largest);
                    var gradient = V.Load(job.ImageGradient, place) + V.Select(hit, rest, V.Fill(0f));
                    rest = V.Select(hit, V.Fill(0f), rest);
                    Lanes.Store(gradient, job.ImageGradient, place, endChannel - channel);
                }
            }
        }
    }

    private static void AverageGradientRows<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        ref readonly var shape = ref ((GradientJob*)state)->Shape;
        for (var row = begin; row < end; row++)
        {
            var (sample, imageRow) = Math.DivRem(row, shape.InHeight);
            var job = ((GradientJob*)state)->Sample(sample);
            for (var imageColumn = 0; imageColumn < shape.InWidth; imageColumn++)
                AverageGradientPixel<V>(job, (int)imageRow, imageColumn);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AverageGradientPixel<V>(in GradientJob job, int imageRow, int imageColumn)
        where V : struct, ISimd<V>
    {
        ref readonly var shape = ref job.Shape;
        var (row, column) = (imageRow + shape.PadTop, imageColumn + shape.PadLeft);
        var (firstRow, endRow) = Covering(row, shape.KernelHeight, shape.StrideHeight, shape.DilationHeight, shape.OutHeight);
        var (firstColumn, endColumn) = Covering(column, shape.KernelWidth, shape.StrideWidth, shape.DilationWidth, shape.OutWidth);
        for (var channel = 0; channel < shape.Channels; channel += V.Count)
        {
            var (total, sum, steps) = (default(BlockSum<V>), V.Fill(0f), 0);
            for (var outRow = firstRow; outRow < endRow; outRow++)
            {
                if (!Touches(row - (outRow * shape.StrideHeight), shape.DilationHeight)) continue;
                for (var outColumn = firstColumn; outColumn < endColumn; outColumn++)
                {
                    if (!Touches(column - (outColumn * shape.StrideWidth), shape.DilationWidth)) continue;
                    sum += V.Load(job.OutputGradient, ((((long)outRow * shape.OutWidth) + outColumn) * shape.Channels) + channel);
                    if (++steps % BlockSum<V>.Steps != 0) continue;
                    total.Add(sum);
                    sum = V.Fill(0f);
                }
            }

            if (steps >= BlockSum<V>.Steps)
            {
                total.Add(sum);
                sum = total.Total;
            }

            var pixel = ((long)imageRow * shape.InWidth) + imageColumn;
            Lanes.Store(sum / shape.WindowLength, job.ImageGradient, (pixel * shape.Channels) + channel, shape.Channels - channel);
        }
    }

    private static bool Touches(int distance, int dilation) => dilation == 1 || distance % dilation == 0;

    // The windows that reach over a padded position; with a dilation only some of those between do touch it.
    private static (int Begin, int End) Covering(int position, int kernel, int stride, int dilation, int outExtent)
    {
        var lowest = position - ((kernel - 1) * dilation);
        return (lowest <= 0 ? 0 : (lowest + stride - 1) / stride, Math.Min(outExtent, (position / stride) + 1));
    }

    private struct GradientJob
    {
        public FloatBuffer ImageGradient;
        public FloatBuffer Image;
        public FloatBuffer Pooled;
        public FloatBuffer OutputGradient;
        public PoolShape Shape;

        /// <summary>The places of one sample.</summary>
        public readonly GradientJob Sample(long sample)
        {
            var (image, output) = (sample * Shape.InLength, sample * Shape.OutLength);
            return new GradientJob
            {
                ImageGradient = ImageGradient.At(image), Image = Image.At(image), Pooled = Pooled.At(output),
                OutputGradient = OutputGradient.At(output), Shape = Shape,
            };
        }
    }
}
