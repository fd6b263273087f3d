using System.Globalization;
using Sinter.Golden.Sums;
using Sinter.Runtime;

namespace Sinter.Benchmarks;

/// <summary>The relative errors of long sums, as <c>docs/accuracy.md</c> has them.</summary>
internal static class LongSumTable
{
    private static readonly int[] Counts = [1000, 10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>Prints a table of the reductions with a part of a name.</summary>
    public static void Print(string part)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| reduction at {CpuFeatures.Level} | terms | equal terms | random terms |"));
        Console.WriteLine("|---|--:|--:|--:|");
        foreach (var sum in LongSum.All.Where(sum => sum.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var count in Counts.Where(count => count <= sum.MostTerms))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {sum.Name} | {count:N0} | {sum.Error(LongSum.Equal(count)):0.0e+0} | {sum.Error(LongSum.Random(count)):0.0e+0} |"));
                GC.Collect();
            }
        }
    }
}
