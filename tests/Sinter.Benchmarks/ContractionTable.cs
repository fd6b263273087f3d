using System.Diagnostics;
using System.Globalization;
using Sinter.Peers;

namespace Sinter.Benchmarks;

/// <summary>
/// Matrix products and the convolutions of ResNet-50 on one thread, as fractions of the multiply-add peak: each is timed in turn with
/// the peak, because the machine may be shared, and the fraction is that of the best times.
/// </summary>
internal static class ContractionTable
{
    private const int Rounds = 41;
    private const double SecondsPerRound = 0.004;

    private static readonly (string Name, Func<Contraction> Create)[] Cases =
    [
        ("product 1024 x 1024 x 1024", () => Contraction.Product(1024, 1024, 1024)),
        ("product 128 x 768 x 768", () => Contraction.Product(128, 768, 768)),
        ("product 128 x 768 x 3072", () => Contraction.Product(128, 768, 3072)),
        ("product 128 x 3072 x 768", () => Contraction.Product(128, 3072, 768)),
        ("7x7/2, 3 to 64, 224", () => Contraction.Window(224, 3, 64, 7, 2)),
        ("1x1, 64 to 64, 56", () => Contraction.Window(56, 64, 64, 1)),
        ("3x3, 64 to 64, 56", () => Contraction.Window(56, 64, 64, 3)),
        ("1x1, 64 to 256, 56", () => Contraction.Window(56, 64, 256, 1)),
        ("1x1, 256 to 64, 56", () => Contraction.Window(56, 256, 64, 1)),
        ("1x1, 256 to 128, 56", () => Contraction.Window(56, 256, 128, 1)),
        ("3x3/2, 128 to 128, 56", () => Contraction.Window(56, 128, 128, 3, 2)),
        ("1x1/2, 256 to 512, 56", () => Contraction.Window(56, 256, 512, 1, 2)),
        ("3x3, 128 to 128, 28", () => Contraction.Window(28, 128, 128, 3)),
        ("1x1, 128 to 512, 28", () => Contraction.Window(28, 128, 512, 1)),
        ("1x1, 512 to 128, 28", () => Contraction.Window(28, 512, 128, 1)),
        ("1x1, 512 to 256, 28", () => Contraction.Window(28, 512, 256, 1)),
        ("3x3/2, 256 to 256, 28", () => Contraction.Window(28, 256, 256, 3, 2)),
        ("1x1/2, 512 to 1024, 28", () => Contraction.Window(28, 512, 1024, 1, 2)),
        ("3x3, 256 to 256, 14", () => Contraction.Window(14, 256, 256, 3)),
        ("1x1, 256 to 1024, 14", () => Contraction.Window(14, 256, 1024, 1)),
        ("1x1, 1024 to 256, 14", () => Contraction.Window(14, 1024, 256, 1)),
        ("1x1, 1024 to 512, 14", () => Contraction.Window(14, 1024, 512, 1)),
        ("3x3/2, 512 to 512, 14", () => Contraction.Window(14, 512, 512, 3, 2)),
        ("1x1/2, 1024 to 2048, 14", () => Contraction.Window(14, 1024, 2048, 1, 2)),
        ("3x3, 512 to 512, 7", () => Contraction.Window(7, 512, 512, 3)),
        ("1x1, 512 to 2048, 7", () => Contraction.Window(7, 512, 2048, 1)),
        ("1x1, 2048 to 512, 7", () => Contraction.Window(7, 2048, 512, 1)),
        ("Winograd 3x3, 32 to 32, 56", () => Contraction.Winograd(56, 32, 32)),
        ("Winograd 3x3, 64 to 64, 224", () => Contraction.Winograd(224, 64, 64)),
        ("Winograd 3x3, 64 to 64, 56", () => Contraction.Winograd(56, 64, 64)),
        ("Winograd 3x3, 128 to 128, 28", () => Contraction.Winograd(28, 128, 128)),
        ("Winograd 3x3, 256 to 256, 14", () => Contraction.Winograd(14, 256, 256)),
        ("Winograd 3x3, 512 to 512, 14", () => Contraction.Winograd(14, 512, 512)),
        ("Winograd 3x3, 512 to 512, 7", () => Contraction.Winograd(7, 512, 512)),
    ];

    /// <summary>Prints the table, or the rows whose names contain a word.</summary>
    public static void Print(string filter)
    {
        Console.WriteLine("| contraction | GFLOP/s: best, median | of the peak: best, median |\n|---|---|---|");
        var (logarithms, count) = (0.0, 0);
        foreach (var (name, create) in Cases.Where(item => item.Name.Contains(filter, StringComparison.Ordinal)))
        {
            using var contraction = create();
            var (speeds, peaks) = Measure(contraction);
            Array.Sort(speeds);
            Array.Sort(peaks);
            var (best, middle) = (speeds[^1] / peaks[^1], speeds[Rounds / 2] / peaks[Rounds / 2]);
            (logarithms, count) = (logarithms + Math.Log(best), count + 1);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {speeds[^1]:F1}, {speeds[Rounds / 2]:F1} | {best:P0}, {middle:P0} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| geometric mean | | {Math.Exp(logarithms / count):P0} |"));
    }

    private static (double[] Speeds, double[] Peaks) Measure(Contraction contraction)
    {
        var calls = 1;
        for (var warm = 0; warm < 3; warm++) calls = (int)Math.Max(1, SecondsPerRound / Time(contraction, calls));
        var (speeds, peaks) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            peaks[round] = FmaPeak.Measure();
            speeds[round] = contraction.Flops / Time(contraction, calls) / 1e9;
        }

        return (speeds, peaks);
    }

    private static double Time(Contraction contraction, int calls)
    {
        var clock = Stopwatch.GetTimestamp();
        for (var call = 0; call < calls; call++) contraction.Run();
        return Stopwatch.GetElapsedTime(clock).TotalSeconds / calls;
    }
}
