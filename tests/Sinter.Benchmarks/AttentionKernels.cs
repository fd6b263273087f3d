using BenchmarkDotNet.Attributes;
using Sinter.Runtime;

namespace Sinter.Benchmarks;

/// <summary>Causal attention of 12 heads of 64 over one sequence of 512 places, and what a single place more costs; on one thread.</summary>
[SimpleJob(warmupCount: 3, iterationCount: 10)]
[IterationTime(100)]
[MinColumn, MedianColumn, MemoryDiagnoser]
public class AttentionKernels
{
    private static readonly AttentionShape Sequence = new() { Batch = 1, Queries = 512, Keys = 512, Heads = 12, Size = 64, Causal = true };

    private static readonly AttentionShape Step = Sequence with { Queries = 1 };

    private static readonly long Length = Sequence.Queries * Sequence.Heads * Sequence.Size;

    private readonly NativeArena operands = new((4 * Length) + (2 * Sequence.Heads * Sequence.Queries));
    private readonly NativeArena gradients = new(4 * Length);
    private readonly NativeArena scratch = new(ScratchSizes.AttentionGradient(Sequence, 1) + ScratchSizes.AttentionForward(Sequence, 1));

    public AttentionKernels()
    {
        for (var i = 0L; i < 4 * Length; i++) operands.Start[i] = (i % 17 / 8f) - 1;
        for (var i = 0L; i < Length; i++) gradients.Start[i] = (i % 13 / 6f) - 1;
        Forward();
    }

    private FloatBuffer Q => operands.Start.At(Length);

    private FloatBuffer K => operands.Start.At(2 * Length);

    private FloatBuffer V => operands.Start.At(3 * Length);

    private FloatBuffer LogSumExp => operands.Start.At(4 * Length);

    [Benchmark(Description = "512 queries")]
    public void Forward() => Attend(Sequence);

    [Benchmark(Description = "one query of 512 keys")]
    public void ForwardStep() => Attend(Step);

    [Benchmark(Description = "gradient of 512 queries")]
    public void Gradient() => Attention.Gradient(
        Workers.Single, gradients.Start.At(Length), gradients.Start.At(2 * Length), gradients.Start.At(3 * Length), default, Q, K, V,
        operands.Start, LogSumExp, gradients.Start, default, default, default, default, default, Sequence, scratch.Start);

    private void Attend(in AttentionShape shape) => Attention.Forward(
        Workers.Single, operands.Start, LogSumExp, Q, K, V, default, default, default, default, default, shape, scratch.Start);
}
