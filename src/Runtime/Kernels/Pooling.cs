using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Windows over images stored channels last, and their gradients.</summary>
public static unsafe partial class Pooling
{
    /// <summary>The largest element of each window of each channel, or NaN if there is one; padding never wins.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[batch, OutHeight, OutWidth, Channels].</param>
    /// <param name="image">[batch, InHeight, InWidth, Channels].</param>
    /// <param name="shape">The extents.</param>
    /// <param name="batch">How many images there are.</param>
    public static void Max(Workers workers, FloatBuffer output, FloatBuffer image, in PoolShape shape, long batch) =>
        Forward(workers, output, image, shape, batch, max: true);

    /// <summary>The sum of each window of each channel divided by the size of the window; padding counts as zeros.</summary>
    /// <param name="workers">The threads to use.</param>
    /// <param name="output">[batch, OutHeight, OutWidth, Channels].</param>
    /// <param name="image">[batch, InHeight, InWidth, Channels].</param>
    /// <param name="shape">The extents.</param>
    /// <param name="batch">How many images there are.</param>
    public static void Average(Workers workers, FloatBuffer output, FloatBuffer image, in PoolShape shape, long batch) =>
        Forward(workers, output, image, shape, batch, max: false);

    private static void Forward(Workers workers, FloatBuffer output, FloatBuffer image, in PoolShape shape, long batch, bool max)
    {
        var job = new PoolJob { Output = output, Image = image, Shape = shape };
        if (CpuFeatures.HasAvx512) ForwardOn<Simd512>(workers, job, batch, max);
        else if (CpuFeatures.HasAvx2) ForwardOn<Simd256>(workers, job, batch, max);
        else if (CpuFeatures.HasVector128) ForwardOn<Simd128>(workers, job, batch, max);
        else ForwardOn<SimdScalar>(workers, job, batch, max);
    }

    private static void ForwardOn<V>(Workers workers, PoolJob job, long batch, bool max)
        where V : struct, ISimd<V>
    {
        var rows = batch * job.Shape.OutHeight;
        var work = batch * job.Shape.OutLength * job.Shape.WindowLength;
        if (max) workers.Run(&MaxRows<V>, &job, rows, 1, work);
        else workers.Run(&AverageRows<V>, &job, rows, 1, work);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MaxRows<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        var job = (PoolJob*)state;
        var channels = job->Shape.Channels;
        for (var row = begin; row < end; row++)
        {
            var output = job->Output.At(row * job->Shape.OutWidth * channels);
            for (var outColumn = 0; outColumn < job->Shape.OutWidth; outColumn++, output = output.At(channels))
            {
                var window = job->Window(row, outColumn);
                for (var channel = 0; channel < channels; channel += V.Count)
                {
                    var largest = V.Fill(float.NegativeInfinity);
                    for (var kernelRow = 0; kernelRow < window.Rows; kernelRow++)
                    {
                        var place = (kernelRow * window.RowStep) + channel;
                        for (var kernelColumn = 0; kernelColumn < window.Columns; kernelColumn++, place += window.ColumnStep)
                            largest = V.Max(largest, V.Load(window.First, place));
                    }

                    Lanes.Store(largest, output, channel, channels - channel);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AverageRows<V>(void* state, int worker, long begin, long end)
        where V : struct, ISimd<V>
    {
        var job = (PoolJob*)state;
        var channels = job->Shape.Channels;
        for (var row = begin; row < end; row++)
        {
            var output = job->Output.At(row * job->Shape.OutWidth * channels);
            for (var outColumn = 0; outColumn < job->Shape.OutWidth; outColumn++, output = output.At(channels))
            {
                var window = job->Window(row, outColumn);
                for (var channel = 0; channel < channels; channel += V.Count)
                {
                    var sum = V.Fill(0f);
                    for (var kernelRow = 0; kernelRow < window.Rows; kernelRow++)
                    {
                        var place = (kernelRow * window.RowStep) + channel;
                        for (var kernelColumn = 0; kernelColumn < window.Columns; kernelColumn++, place += window.ColumnStep)
                            sum += V.Load(window.First, place);
                    }

                    Lanes.Store(sum / job->Shape.WindowLength, output, channel, channels - channel);
                }
            }
        }
    }

    /// <summary>The part of one window that lies within its image.</summary>
    private readonly record struct PoolWindow(FloatBuffer First, int Rows, int Columns, long RowStep, long ColumnStep);

    private struct PoolJob
    {
        public FloatBuffer Output;
        public FloatBuffer Image;
        public PoolShape Shape;

        /// <summary>A window of the output row <paramref name="row"/>, counted through the whole batch.</summary>
        public readonly PoolWindow Window(long row, int outColumn)
        {
            var (sample, outRow) = Math.DivRem(row, Shape.OutHeight);
            var (firstRow, endRow) = Shape.KernelRows((int)outRow);
            var (firstColumn, endColumn) = Shape.KernelColumns(outColumn);
            var pixel = ((long)Shape.ImageRow((int)outRow, firstRow) * Shape.InWidth) + Shape.ImageColumn(outColumn, firstColumn);
            var rowStep = (long)Shape.DilationHeight * Shape.InWidth * Shape.Channels;
            var columnStep = (long)Shape.DilationWidth * Shape.Channels;
            var first = Image.At((sample * Shape.InLength) + (pixel * Shape.Channels));
            return new PoolWindow(first, endRow - firstRow, endColumn - firstColumn, rowStep, columnStep);
        }
    }
}
