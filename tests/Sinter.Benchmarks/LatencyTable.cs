using System.Diagnostics;
using System.Globalization;

namespace Sinter.Benchmarks;

/// <summary>How long an editor waits for two builds of the generator, call by call in turn within one process: the machine is the same for both.</summary>
internal static class LatencyTable
{
    private const int WarmUp = 30;
    private static readonly string[] Networks = ["SimpleCnn", "ResNet50", "Transformer24"];

    /// <param name="now">The folder of an unpacked package.</param>
    /// <param name="before">Another.</param>
    /// <param name="rounds">How often each call is timed.</param>
    public static void Print(string now, string before, int rounds)
    {
        GeneratorBuild[] builds = [GeneratorBuild.Load(now), GeneratorBuild.Load(before)];
        Console.WriteLine("| ms: median, minimum | | now | before | ratio: median, minimum |\n|---|---|---:|---:|---:|");
        foreach (var network in Networks)
        {
            var fixtures = builds.Select(build => new GeneratorFixture(network, build)).ToArray();
            var drivers = fixtures.Select(fixture => fixture.Generate()).ToArray();
            Row(network, "full generation", rounds, build => fixtures[build].Generate());
            Row(network, "squiggles", rounds, build => fixtures[build].Analyze());
            Row(network, "after an unrelated edit", rounds, build => fixtures[build].AfterUnrelatedEdit(drivers[build]));
        }
    }

    private static void Row(string network, string action, int rounds, Action<int> run)
    {
        List<double>[] times = [[], []];
        for (var round = -WarmUp; round < rounds; round++)
        {
            // Whoever is first in a round is second in the next, and no one collects the other's garbage.
            for (var place = 0; place < 2; place++)
            {
                var build = (place + round) & 1;
                GC.Collect();
                var watch = Stopwatch.StartNew();
                run(build);
                if (round >= 0) times[build].Add(watch.Elapsed.TotalMilliseconds);
            }
        }
        var ratio = Median(times[0].Zip(times[1], (now, before) => now / before));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {network} | {action} | {Cell(times[0])} | {Cell(times[1])} | {ratio:F2}, {times[0].Min() / times[1].Min():F2} |"));
    }

    private static string Cell(List<double> times) => string.Create(CultureInfo.InvariantCulture, $"{Median(times):F1}, {times.Min():F1}");

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
