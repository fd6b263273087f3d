using BenchmarkDotNet.Attributes;
using Sinter.Runtime;

namespace Sinter.Benchmarks;

/// <summary>Windows over one image of 64 channels and 112 by 112 pixels, on one thread.</summary>
[SimpleJob(warmupCount: 3, iterationCount: 10)]
[IterationTime(100)]
[MinColumn, MedianColumn, MemoryDiagnoser]
public class PoolingKernels
{
    private const int Size = 112, Channels = 64;

    private static readonly PoolShape Halving = new()
    {
        InHeight = Size, InWidth = Size, Channels = Channels, OutHeight = Size / 2, OutWidth = Size / 2,
        KernelHeight = 2, KernelWidth = 2, StrideHeight = 2, StrideWidth = 2,
    };

    private static readonly PoolShape Overlapping = Halving with { KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1 };

    private readonly NativeArena image = new(Size * Size * Channels);
    private readonly NativeArena output = new(Size * Size * Channels / 4);

    [Benchmark(Description = "largest of 2x2")]
    public void Max() => Pooling.Max(Workers.Single, output.Start, image.Start, Halving, batch: 1);

    [Benchmark(Description = "largest of 3x3, stride 2")]
    public void MaxOverlapping() => Pooling.Max(Workers.Single, output.Start, image.Start, Overlapping, batch: 1);

    [Benchmark(Description = "average of 2x2")]
    public void Average() => Pooling.Average(Workers.Single, output.Start, image.Start, Halving, batch: 1);
}
