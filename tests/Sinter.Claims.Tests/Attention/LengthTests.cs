using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sinter.Claims.Page;

namespace Sinter.Claims.Attention;

/// <summary>What a longer sequence costs.</summary>
public sealed class LengthTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const string Source = "Vaswani et al. 2017, table 1; Dao et al. 2022";

    private delegate void Forward(ReadOnlySpan<float> x, int t, Span<float> y);

    [Claim("The memory of attention with a matrix of scores grows with the square of the length", Source)]
    public void ExplicitMemory() => Memory([Explicit512.Info, Explicit1024.Info, Explicit2048.Info], low: 1.8, high: 2.1);

    [Claim("That of fused attention grows with the length", "Rabe and Staats 2021; Dao et al. 2022")]
    public void FusedMemory() => Memory([Fused512.Info, Fused1024.Info, Fused2048.Info], low: 0.8, high: 1.1);

    [Claim("The time of attention grows with the square of the length; that of a window, of linear attention, of a recurrence and of a selective state space with the length", "Vaswani et al. 2017; Beltagy et al. 2020; Katharopoulos et al. 2020; Gu and Dao 2023",
        IsRecorded = true)]
    public void Time()
    {
        using var explicitly = new ExplicitAttention(1).CreateSession(maxBatch: 1);
        using var fused = new FusedAttention(1).CreateSession(maxBatch: 1);
        using var windowed = new WindowedAttention(1).CreateSession(maxBatch: 1);
        using var linear = new LinearAttention(1).CreateSession(maxBatch: 1);
        using var recurrent = new RecurrentMixing(1).CreateSession(maxBatch: 1);
        using var selective = new SelectiveMixing(1).CreateSession(maxBatch: 1);

        // The suite runs other tests beside this one: large matrices leave the caches sooner, and short calls wait for processors.
        int[] lengths = Effort.IsFull ? [1024, 2048, 4096] : [512, 1024, 2048];
        var ((leastSquared, mostSquared), (leastStraight, mostStraight)) = Effort.IsFull ? ((1.6, 2.5), (0.7, 1.3)) : ((1.2, 4.0), (0.3, 1.7));
        Print($"{"milliseconds",-26}{string.Concat(lengths.Select(length => $"{length,10:N0}"))}  exponent");
        var (squared, straight) = (
            new[] { Exponent("explicit attention", explicitly.Forward), Exponent("fused attention", fused.Forward) },
            new[] { Exponent("window of 64", windowed.Forward), Exponent("linear attention", linear.Forward), Exponent("Elman network", recurrent.Forward), Exponent("selective state space", selective.Forward) });
        Assert.All(squared, exponent => Assert.InRange(exponent, leastSquared, mostSquared));
        Assert.All(straight, exponent => Assert.InRange(exponent, leastStraight, mostStraight));
        Measured($"exponents fitted to {string.Join(", ", lengths.Select(length => $"{length:N0}"))} places: explicit {squared[0]:F2}, fused {squared[1]:F2}; window of {Mixing.Window} {straight[0]:F2}, linear {straight[1]:F2}, Elman {straight[2]:F2}, selective {straight[3]:F2}");

        double Exponent(string name, Forward forward)
        {
            var times = lengths.Select(length => Fastest(forward, length)).ToArray();
            var exponent = Growth.Exponent(lengths, times);
            Print($"{name,-26}{string.Concat(times.Select(time => $"{time,10:F2}"))}  {exponent:F2}");
            return exponent;
        }
    }

    // Milliseconds of the fastest of some calls.
    private static double Fastest(Forward forward, int length)
    {
        var (x, y) = (Draw.Normal(length * Mixing.Features, 1), new float[length * Mixing.Features]);
        var fastest = double.PositiveInfinity;
        for (var i = 0; i < Effort.Of(8, 15); i++)
        {
            var clock = Stopwatch.StartNew();
            forward(x, length, y);
            fastest = Math.Min(fastest, clock.Elapsed.TotalMilliseconds);
        }

        return fastest;
    }

    private void Memory(NetworkInfo[] infos, double low, double high, [CallerMemberName] string test = "")
    {
        var lengths = infos.Select(info => info.Inputs[0].Shape[0]).ToArray();
        var (predicting, training) = (infos.Select(info => info.Inference.Bytes()).ToArray(), infos.Select(info => info.Training!.Bytes()).ToArray());
        var exponents = new[] { predicting, training }.Select(bytes => Growth.Exponent(lengths, [.. bytes.Select(count => (double)count)])).ToArray();
        Assert.All(exponents, exponent => Assert.InRange(exponent, low, high));
        Measured($"exponents fitted to 512, 1,024 and 2,048 places: {exponents[0]:F1} to predict and {exponents[1]:F1} to train; {MiB(predicting)} and {MiB(training)} MiB at most for the last", test);

        static string MiB(long[] bytes) => $"{Math.Ceiling(bytes[^1] / (1024.0 * 1024)):F0}";
    }
}
