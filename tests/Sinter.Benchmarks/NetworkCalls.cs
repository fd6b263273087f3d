using BenchmarkDotNet.Attributes;
using Sinter.Peers.Networks;
using Sinter.Runtime;
using Zoo.Networks;

namespace Sinter.Benchmarks;

/// <summary>Whole calls as a program makes them: predictions of one sample and steps of training with 32. None may allocate.</summary>
[SimpleJob(warmupCount: 3, iterationCount: 10)]
[IterationTime(200)]
[MinColumn, MedianColumn, MemoryDiagnoser]
public class NetworkCalls
{
    private const int Batch = 32, Classes = 10;

    private readonly float[] image = new float[Batch * 784];
    private readonly float[] sequence = new float[Batch * 64 * 128];
    private readonly float[] logits = new float[Batch * Classes];
    private readonly int[] labels = [.. Enumerable.Range(0, Batch).Select(sample => sample % Classes)];
    private Mlp.Session mlp = null!;
    private Mlp.Trainer mlpTrainer = null!;
    private SimpleCnn.Session simpleCnn = null!;
    private SimpleCnn.Trainer simpleCnnTrainer = null!;
    private Lstm.Session lstm = null!;
    private Lstm.Trainer lstmTrainer = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    private static Adam Rule => new() { LearningRate = 1e-3f };

    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < image.Length; i++) image[i] = i % 7 / 7f;
        for (var i = 0; i < sequence.Length; i++) sequence[i] = (i % 11 / 11f) - 0.5f;
        mlp = new Mlp(seed: 1).CreateSession(1, Threads);
        mlpTrainer = new Mlp(seed: 1).CreateTrainer(Rule, Batch, Threads);
        simpleCnn = new SimpleCnn(seed: 1).CreateSession(1, Threads);
        simpleCnnTrainer = new SimpleCnn(seed: 1).CreateTrainer(Rule, Batch, Threads);
        lstm = new Lstm(seed: 1).CreateSession(1, Threads);
        lstmTrainer = new Lstm(seed: 1).CreateTrainer(Rule, Batch, Threads);
    }

    [Benchmark(Description = "Mlp.Forward, 1")]
    public void MlpForward() => mlp.Forward(image.AsSpan(0, 784), logits.AsSpan(0, Classes));

    [Benchmark(Description = "SimpleCnn.Forward, 1")]
    public void SimpleCnnForward() => simpleCnn.Forward(image.AsSpan(0, 784), logits.AsSpan(0, Classes));

    [Benchmark(Description = "Lstm.Forward, 1")]
    public void LstmForward() => lstm.Forward(sequence.AsSpan(0, 64 * 128), logits.AsSpan(0, Classes));

    [Benchmark(Description = "Mlp.Step, 32")]
    public float MlpStep() => mlpTrainer.Step(image, labels);

    [Benchmark(Description = "SimpleCnn.Step, 32")]
    public float SimpleCnnStep() => simpleCnnTrainer.Step(image, labels);

    [Benchmark(Description = "Lstm.Step, 32")]
    public float LstmStep() => lstmTrainer.Step(sequence, labels);
}
