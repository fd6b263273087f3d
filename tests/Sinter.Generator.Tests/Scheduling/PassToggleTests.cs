using Sinter.Generator.Tests.Generated;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>No pass changes what a network computes, and neither do threads, the batch or the room for it.</summary>
public sealed class PassToggleTests(CompiledZoo zoo, ITestOutputHelper output) : IClassFixture<CompiledZoo>
{
    [Fact]
    public void EverySwitch_LeavesResultsAsTheyAre()
    {
        var problems = new List<string>();
        foreach (var network in zoo.Networks.GroupBy(network => network.Case.Graph))
        {
            var (oracle, sample) = (new Oracle(network.Key), new Sample(network.Key, batch: 3));
            var (inference, training) = (oracle.Inference(sample), oracle.Step(sample));
            Assert.False(inference.IsIllConditioned || training.IsIllConditioned, network.First().Case.Name);
            foreach (var compiled in network)
                problems.AddRange(Problems(compiled, () => inference.Compare(compiled.Infer(sample)).Concat(training.Compare(compiled.Train(sample)))));
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
        output.WriteLine($"{zoo.Networks.Count} classes; switches: {string.Join(", ", NetworkCase.Switches)}");
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(17, 17)]
    public void AnyBatch_ComputesItsOwnSamples(int batch, int maxBatch)
    {
        var problems = new List<string>();
        foreach (var compiled in zoo.Optimized)
        {
            var (oracle, sample) = (new Oracle(compiled.Case.Graph), new Sample(compiled.Case.Graph, batch, seed: 2));
            problems.AddRange(Problems(compiled, () => oracle.Inference(sample).Compare(compiled.Infer(sample, maxBatch))));

            // One value for each channel has no variance: what the statistics of such a batch do to its gradient is rounding.
            var expected = oracle.Step(sample, step: 1);
            if (!expected.IsIllConditioned) problems.AddRange(Problems(compiled, () => expected.Compare(compiled.Train(sample, maxBatch, step: 1))));
            else Assert.Equal(1, batch);
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Fact]
    public void AnyNumberOfThreads_GivesTheSameBits()
    {
        var problems = new List<string>();
        foreach (var compiled in zoo.Optimized)
        {
            // Enough samples that work is shared, and a number that no split divides evenly.
            var sample = new Sample(compiled.Case.Graph, batch: 67, seed: 3);
            var (infer, train) = (compiled.Infer(sample), compiled.Train(sample));
            foreach (var threads in new[] { 2, 3 })
            {
                if (infer.FirstDifferentBit(compiled.Infer(sample, threads: threads)) is { } bit) problems.Add($"{compiled.Case} with {threads} threads: {bit}");
                if (train.FirstDifferentBit(compiled.Train(sample, threads: threads)) is { } other) problems.Add($"{compiled.Case} with {threads} threads: {other}");
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    private static IEnumerable<string> Problems(CompiledNetwork network, Func<IEnumerable<string>> run)
    {
        if (network.Failure is { } failure) return [$"{network.Case}: {failure}"];
        try
        {
            return [.. run().Select(problem => $"{network.Case}: {problem}")];
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            return [$"{network.Case}: {exception}"];
        }
    }
}
