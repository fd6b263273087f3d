using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Microsoft.CodeAnalysis;

namespace Sinter.Benchmarks;

/// <summary>The generator in a process that has just started: what the first build pays, the JIT included.</summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 3, warmupCount: 0, iterationCount: 1)]
public class GeneratorColdStart
{
    private GeneratorFixture fixture = null!;

    [Params("SimpleCnn", "ResNet50", "Transformer24")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Setup() => fixture = new GeneratorFixture(Network);

    [Benchmark]
    public GeneratorDriver Generate() => fixture.Generate();
}

/// <summary>The generator and the analyzer in an editor that has been open for a while, in a project of 200 files.</summary>
[SimpleJob(warmupCount: 5, iterationCount: 15)]
[MinColumn, MedianColumn]
public class GeneratorWarm
{
    private GeneratorFixture fixture = null!;
    private GeneratorDriver driver = null!;

    [Params("SimpleCnn", "ResNet50", "Transformer24")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        fixture = new GeneratorFixture(Network);
        driver = fixture.Generate();
    }

    [Benchmark(Description = "full generation")]
    public GeneratorDriver Generate() => fixture.Generate();

    [Benchmark(Description = "squiggles")]
    public int Analyze() => fixture.Analyze();

    [Benchmark(Description = "after an unrelated edit")]
    public GeneratorDriver AfterUnrelatedEdit() => fixture.AfterUnrelatedEdit(driver);
}
