using System.Diagnostics;
using Sinter.Generator.Tests.Mutations;

namespace Sinter.Fuzz;

/// <summary>Changes the sample networks, one place at a time.</summary>
internal static class Mutations
{
    private const int Reported = 100;

    /// <summary>Judges the mutants of consecutive seeds, or shows what they are; the exit code.</summary>
    public static int Run(int firstSeed, int count, int stopAfter, bool print)
    {
        var watch = Stopwatch.StartNew();
        var campaign = new MutationCampaign();
        var done = 0;
        foreach (var (mutant, verdict) in campaign.Run(Enumerable.Range(firstSeed, count)))
        {
            done++;
            if (print) Console.WriteLine($"{mutant}\n    {verdict.Fate} {verdict.Reason.Replace("\n", "\n    ")}");
            else if (verdict.Fate == Fate.Wrong) Console.WriteLine($"\n{mutant}\n{verdict.Reason}\n");
            if (done % Reported == 0 || done == count) Console.WriteLine($"{campaign}, {watch.Elapsed.TotalSeconds:F0} s");
            if (campaign.Tally[Fate.Wrong] >= stopAfter) break;
        }

        return campaign.Tally[Fate.Wrong] == 0 ? 0 : 1;
    }
}
