using System.Diagnostics;
using Sinter.Generator.Tests.Compilation;

namespace Sinter.Benchmarks;

/// <summary>What long and deep networks cost the generator: the time of a whole generation, and the longest wait for its end once it is cancelled.</summary>
internal static class LongNetworkTable
{
    private const int Moments = 10, Attempts = 1;

    public static void Print(string part)
    {
        Console.WriteLine($"{"network",-40} {"length",6} {"text KB",8} {"generation ms",14} {"squiggles ms",13} {"longest wait ms",16}");
        var random = new Random(1);
        foreach (var (name, length) in LongNetworks.All.Where(network => network.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            // A short one first: it compiles the generator.
            GeneratorFixture.Of(LongNetworks.Source(name, 2)).Generate();
            var fixture = GeneratorFixture.Of(LongNetworks.Source(name, length));
            var watch = Stopwatch.StartNew();
            var result = fixture.Generate().GetRunResult();
            var generation = watch.Elapsed;
            var text = result.GeneratedTrees.Sum(tree => tree.Length);
            var notes = string.Join("; ", result.Diagnostics.Select(diagnostic => diagnostic.GetMessage()));
            if (text < 1000 || result.GeneratedTrees[0].ToString().Contains("The definition has errors", StringComparison.Ordinal)) notes += " a skeleton: " + result.GeneratedTrees[0].ToString().Split('"').FirstOrDefault(piece => piece.StartsWith("SNT", StringComparison.Ordinal));
            watch.Restart();
            fixture.Analyze();
            var squiggles = watch.Elapsed;

            // The machine may have other things to do at any single moment: the best of some attempts counts.
            var waits = Enumerable.Range(0, Moments).Select(_ => generation * random.NextDouble())
                .Select(moment => Enumerable.Range(0, Attempts).Min(_ => CancellationDelay.Of(token => fixture.Generate(token), moment)));
            Console.WriteLine($"{name,-40} {length,6} {text / 1024,8} {generation.TotalMilliseconds,14:F0} {squiggles.TotalMilliseconds,13:F0} {waits.Max().TotalMilliseconds,16:F1} {notes}");
        }
    }
}
