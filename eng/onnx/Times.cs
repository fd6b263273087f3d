using System.Diagnostics;

namespace Sinter.OnnxTimes;

/// <summary>The times of two calls that are measured in turn, so that whatever slows the machine down slows both.</summary>
/// <param name="Ours">Of each round, in milliseconds, the least first.</param>
/// <param name="Theirs">Of each round.</param>
/// <param name="Ratios">Theirs over ours of each round.</param>
internal sealed record Times(double[] Ours, double[] Theirs, double[] Ratios)
{
    private const double BlockMilliseconds = 20;
    private const double MostMilliseconds = 3000;
    private const int MostRounds = 41;
    private const int LeastRounds = 7;

    /// <summary>Medians, how many times as fast we are, and the least of both.</summary>
    public string Row => $"{Median(Ours):G4} | {Median(Theirs):G4} | {Median(Ratios):F2} | {Ours[0]:G4} : {Theirs[0]:G4}";

    public static Times InTurn(Action ours, Action theirs)
    {
        var (our, their) = (CallsPerBlock(ours), CallsPerBlock(theirs));
        var (a, b, whole) = (new List<double>(), new List<double>(), Stopwatch.StartNew());
        while (a.Count < LeastRounds || (a.Count < MostRounds && whole.ElapsedMilliseconds < MostMilliseconds))
        {
            a.Add(Block(ours, our));
            b.Add(Block(theirs, their));
        }

        double[] ratios = [.. a.Zip(b, (x, y) => y / x).Order()];
        return new([.. a.Order()], [.. b.Order()], ratios);
    }

    private static int CallsPerBlock(Action call)
    {
        call();
        return (int)Math.Clamp(BlockMilliseconds / Block(call, 1), 1, 100_000);
    }

    private static double Block(Action call, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++) call();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / calls;
    }

    private static double Median(double[] ordered) => ordered[ordered.Length / 2];
}
