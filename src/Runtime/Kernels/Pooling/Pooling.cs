using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Windows over images stored channels last, and their gradients.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
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
        Widest.Run(new ForwardAction(workers, &job, batch, max));
    }

    private readonly struct ForwardAction(Workers workers, PoolJob* job, long batch, bool max) : IVectorAction
    {
        void IVectorAction.Run<V>()
        {
            var rows = batch * job->Shape.OutHeight;
            var work = batch * job->Shape.OutLength * job->Shape.WindowLength;
            if (max) workers.Run(&MaxRows<V>, job, rows, 1, work);
            else workers.Run(&AverageRows<V>, job, rows, 1, work);
        }
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
            var windows = new WindowRow(job, row);
            for (var outColumn = 0; outColumn < job->Shape.OutWidth; outColumn++, output = output.At(channels))
            {
                var (first, columns) = windows.At(outColumn);
                for (var channel = 0; channel < channels; channel += V.Count)
                {
                    if (windows.Rows == 2 && columns == 2)
                    {
                        Lanes.Store(windows.MaxOfFour<V>(first, channel), output, channel, channels - channel);
                        continue;
                    }

                    var largest = V.Fill(float.NegativeInfinity);
                    for (var kernelRow = 0; kernelRow < windows.Rows; kernelRow++)
                    {
                        var place = (kernelRow * windows.RowStep) + channel;
                        for (var kernelColumn = 0; kernelColumn < columns; kernelColumn++, place += windows.ColumnStep)
                            largest = V.Max(largest, V.Load(first, place));
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

        // Where the quotient is exact, so is the product.
        var length = job->Shape.WindowLength;
        var factor = BitOperations.IsPow2(length) ? 1f / length : 0;
        for (var row = begin; row < end; row++)
        {
            var output = job->Output.At(row * job->Shape.OutWidth * channels);
            var windows = new WindowRow(job, row);
            for (var outColumn = 0; outColumn < job->Shape.OutWidth; outColumn++, output = output.At(channels))
            {
                var (first, columns) = windows.At(outColumn);
                for (var channel = 0; channel < channels; channel += V.Count)
                {
                    if (windows.Rows == 2 && columns == 2 && length == 4)
                    {
                        Lanes.Store(windows.SumOfFour<V>(first, channel) * 0.25f, output, channel, channels - channel);
                        continue;
                    }

                    var sum = windows.Rows * (long)columns <= BlockSum<V>.Steps
                        ? windows.SumOfFew<V>(first, columns, channel)
                        : windows.SumOfMany<V>(first, columns, channel);
                    Lanes.Store(factor == 0 ? sum / length : sum * factor, output, channel, channels - channel);
                }
            }
        }
    }

    private struct PoolJob
    {
        public FloatBuffer Output;
        public FloatBuffer Image;
        public PoolShape Shape;
    }

    /// <summary>The windows of one output row, counted through the whole batch, as far as they lie within their image.</summary>
    private readonly struct WindowRow
    {
        private readonly PoolShape shape;
        private readonly FloatBuffer row;

        public WindowRow(PoolJob* job, long index)
        {
            shape = job->Shape;
            var (sample, outRow) = Math.DivRem(index, shape.OutHeight);
            var (begin, end) = shape.KernelRows((int)outRow);
            Rows = end - begin;
            RowStep = (long)shape.DilationHeight * shape.InWidth * shape.Channels;
            ColumnStep = (long)shape.DilationWidth * shape.Channels;
            row = job->Image.At((sample * shape.InLength) + ((long)shape.ImageRow((int)outRow, begin) * shape.InWidth * shape.Channels));
        }

        public int Rows { get; }

        public long RowStep { get; }

        public long ColumnStep { get; }

        /// <summary>The largest of the four pixels of a window, the most common one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V MaxOfFour<V>(FloatBuffer first, int channel)
            where V : struct, ISimd<V> => V.Max(
                V.Max(V.Load(first, channel), V.Load(first, ColumnStep + channel)),
                V.Max(V.Load(first, RowStep + channel), V.Load(first, RowStep + ColumnStep + channel)));

        /// <summary>Their sum, in the order of memory.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V SumOfFour<V>(FloatBuffer first, int channel)
            where V : struct, ISimd<V> =>
            V.Load(first, channel) + V.Load(first, ColumnStep + channel) + V.Load(first, RowStep + channel) + V.Load(first, RowStep + ColumnStep + channel);

        /// <summary>The sum of a window, likewise.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V SumOfFew<V>(FloatBuffer first, int columns, int channel)
            where V : struct, ISimd<V>
        {
            var sum = V.Fill(0f);
            for (var kernelRow = 0; kernelRow < Rows; kernelRow++)
            {
                var place = (kernelRow * RowStep) + channel;
                for (var kernelColumn = 0; kernelColumn < columns; kernelColumn++, place += ColumnStep) sum += V.Load(first, place);
            }

            return sum;
        }

        /// <summary>The sum of a large window, such as a whole image, in blocks.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public V SumOfMany<V>(FloatBuffer first, int columns, int channel)
            where V : struct, ISimd<V>
        {
            var (total, sum, steps) = (default(BlockSum<V>), V.Fill(0f), 0);
            for (var kernelRow = 0; kernelRow < Rows; kernelRow++)
            {
                var place = (kernelRow * RowStep) + channel;
                for (var kernelColumn = 0; kernelColumn < columns; kernelColumn++, place += ColumnStep)
                {
                    sum += V.Load(first, place);
                    if (++steps < BlockSum<V>.Steps) continue;
                    total.Add(sum);
                    (sum, steps) = (V.Fill(0f), 0);
                }
            }

            total.Add(sum);
            return total.Total;
        }

        /// <summary>The first pixel of a window and the number of its columns.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (FloatBuffer First, int Columns) At(int outColumn)
        {
            var (begin, end) = shape.KernelColumns(outColumn);
            return (row.At((long)shape.ImageColumn(outColumn, begin) * shape.Channels), end - begin);
        }
    }
}
