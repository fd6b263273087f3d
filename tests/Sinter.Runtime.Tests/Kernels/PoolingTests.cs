using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Kernels;

/// <summary><see cref="Pooling"/> against its reference, on every path and across partitions.</summary>
public class PoolingTests
{
    private static readonly Workers Three = new(3);

    [Fact]
    public void EveryNumberOfChannels()
    {
        for (var channels = 1; channels <= 33; channels++) Check(2, Shape(7, 6, channels, kernel: 3, stride: 2, padding: 1));
        Check(2, Shape(5, 5, 67, kernel: 2, stride: 2));
    }

    [Theory]
    [InlineData(8, 8, 2, 2, 0, 1)]
    [InlineData(7, 9, 3, 1, 1, 1)]
    [InlineData(9, 7, 3, 2, 1, 2)]
    [InlineData(6, 6, 6, 6, 0, 1)]
    [InlineData(9, 9, 2, 3, 0, 1)]
    [InlineData(10, 8, 5, 3, 2, 1)]
    [InlineData(11, 11, 3, 1, 1, 3)]
    public void EveryWindow(int height, int width, int kernel, int stride, int padding, int dilation)
    {
        foreach (var channels in new[] { 3, 16, 70 }) Check(3, Shape(height, width, channels, kernel, stride, padding, dilation));
    }

    [Fact]
    public void RowsAndColumnsDiffer() => Check(2, new PoolShape
    {
        InHeight = 9, InWidth = 12, Channels = 5, OutHeight = 4, OutWidth = 7, KernelHeight = 3, KernelWidth = 2, StrideHeight = 2, StrideWidth = 2,
        PadTop = 0, PadLeft = 1, DilationHeight = 1, DilationWidth = 2,
    });

    [Fact]
    public void LargeImagesAreSharedOut() => Check(3, Shape(12, 12, 130, kernel: 3, stride: 1, padding: 1));

    [Fact]
    public void NanWinsTheMaximum() => Isa.ForEach(() =>
    {
        var shape = Shape(2, 2, 3, kernel: 2, stride: 2);
        using var image = GuardedBuffer.Random(shape.InLength);
        using var output = new GuardedBuffer(shape.OutLength);
        image.Start[4] = float.NaN;
        Pooling.Max(Workers.Single, output.Start, image.Start, shape, 1);
        Assert.Equal([false, true, false], output.ToArray().Select(float.IsNaN));
    });

    private static void Check(long batch, PoolShape shape)
    {
        using var image = GuardedBuffer.Random(batch * shape.InLength, seed: 1);
        for (var i = 0L; i < image.Length; i++) image.Start[i] = MathF.Round(image.Start[i] * 4); // ties
        using var outputGradient = GuardedBuffer.Random(batch * shape.OutLength, seed: 2);
        using var average = new GuardedBuffer(batch * shape.OutLength);
        using var pooled = new GuardedBuffer(batch * shape.OutLength);
        using var averageGradient = new GuardedBuffer(batch * shape.InLength);
        using var maxGradient = new GuardedBuffer(batch * shape.InLength);
        PoolingReference.Average(average.Start, image.Start, shape, batch);
        PoolingReference.Max(pooled.Start, image.Start, shape, batch);
        PoolingReference.AverageGradient(averageGradient.Start, outputGradient.Start, shape, batch);
        PoolingReference.MaxGradient(maxGradient.Start, image.Start, pooled.Start, outputGradient.Start, shape, batch);
        Isa.ForEach(() =>
        {
            foreach (var workers in new[] { Workers.Single, Three })
            {
                using var actual = new GuardedBuffer(batch * shape.OutLength);
                using var actualGradient = new GuardedBuffer(batch * shape.InLength);
                var what = $"{shape} on {CpuFeatures.Level} with {workers.Threads} threads";

                Pooling.Average(workers, actual.Start, image.Start, shape, batch);
                actual.AssertGuards();
                Bits.AssertSame(average.ToArray(), actual.ToArray(), "average " + what);

                Pooling.Max(workers, actual.Start, image.Start, shape, batch);
                actual.AssertGuards();
                Bits.AssertClose(pooled.ToArray(), actual.ToArray(), 0f, "max " + what);

                Pooling.AverageGradient(workers, actualGradient.Start, outputGradient.Start, shape, batch);
                actualGradient.AssertGuards();
                Bits.AssertSame(averageGradient.ToArray(), actualGradient.ToArray(), "average gradient " + what);

                Pooling.MaxGradient(workers, actualGradient.Start, image.Start, pooled.Start, outputGradient.Start, shape, batch);
                actualGradient.AssertGuards();
                Bits.AssertSame(maxGradient.ToArray(), actualGradient.ToArray(), "max gradient " + what);
            }
        });
    }

    private static PoolShape Shape(int height, int width, int channels, int kernel, int stride, int padding = 0, int dilation = 1) => new()
    {
        InHeight = height, InWidth = width, Channels = channels,
        OutHeight = ((height + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1,
        OutWidth = ((width + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1,
        KernelHeight = kernel, KernelWidth = kernel, StrideHeight = stride, StrideWidth = stride, PadTop = padding, PadLeft = padding,
        DilationHeight = dilation, DilationWidth = dilation,
    };
}
