using BenchmarkDotNet.Attributes;

namespace Sinter.Benchmarks;

/// <summary>Products and convolutions of one sample on one thread, with packed weights that lie in the caches.</summary>
[SimpleJob(warmupCount: 3, iterationCount: 10)]
[IterationTime(100)]
[MinColumn, MedianColumn, MemoryDiagnoser]
public class ContractionKernels
{
    private readonly Contraction square = Contraction.Product(512, 512, 512);
    private readonly Contraction row = Contraction.Product(1, 1024, 1024);
    private readonly Contraction direct = Contraction.Window(28, 128, 128, 3);
    private readonly Contraction pointwise = Contraction.Window(28, 512, 128, 1);
    private readonly Contraction winograd = Contraction.Winograd(28, 128, 128);
    private readonly Contraction depthwise = Contraction.Depthwise(28, 192);

    [Benchmark(Description = "product 512 x 512 x 512")]
    public void Square() => square.Run();

    [Benchmark(Description = "product 1 x 1024 x 1024")]
    public void Row() => row.Run();

    [Benchmark(Description = "3x3, 128 to 128, 28")]
    public void Direct() => direct.Run();

    [Benchmark(Description = "Winograd 3x3, 128 to 128, 28")]
    public void Winograd() => winograd.Run();

    [Benchmark(Description = "1x1, 512 to 128, 28")]
    public void Pointwise() => pointwise.Run();

    [Benchmark(Description = "depthwise 3x3, 192, 28")]
    public void Depthwise() => depthwise.Run();
}
