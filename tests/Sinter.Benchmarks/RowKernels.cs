using BenchmarkDotNet.Attributes;
using Sinter.Runtime;

namespace Sinter.Benchmarks;

/// <summary>A network of one softmax, for its generated loop.</summary>
[Network]
public sealed partial class SoftmaxRows
{
    private static Tensor Define([Shape(RowKernels.Columns)] Tensor x) => x.Softmax();
}

/// <summary>A network of one normalisation, for its generated loop.</summary>
[Network]
public sealed partial class LayerNormRows
{
    private static Tensor Define([Shape(RowKernels.Columns)] Tensor x) => x.LayerNorm();
}

/// <summary>A network of one activation, for its generated loop.</summary>
[Network]
public sealed partial class GeluRows
{
    private static Tensor Define([Shape(RowKernels.Columns)] Tensor x) => x.Gelu();
}

/// <summary>
/// What is a kernel elsewhere and a generated loop here: networks of a single layer over 128 rows of 1,024 on one thread. Their calls
/// copy what goes in and what comes out.
/// </summary>
[SimpleJob(warmupCount: 3, iterationCount: 10)]
[IterationTime(100)]
[MinColumn, MedianColumn, MemoryDiagnoser]
public class RowKernels
{
    internal const int Rows = 128, Columns = 1024;

    private readonly SoftmaxRows.Session softmax = new SoftmaxRows(seed: 1).CreateSession(Rows, threads: 1);
    private readonly LayerNormRows.Session layerNorm = new LayerNormRows(seed: 1).CreateSession(Rows, threads: 1);
    private readonly GeluRows.Session gelu = new GeluRows(seed: 1).CreateSession(Rows, threads: 1);
    private readonly float[] input = [.. Enumerable.Range(0, Rows * Columns).Select(i => (i % 17 / 4f) - 2)];
    private readonly float[] output = new float[Rows * Columns];

    [Benchmark(Description = "softmax")]
    public void Softmax() => softmax.Forward(input, output);

    [Benchmark(Description = "LayerNorm")]
    public void LayerNorm() => layerNorm.Forward(input, output);

    [Benchmark(Description = "GELU")]
    public void Gelu() => gelu.Forward(input, output);
}
