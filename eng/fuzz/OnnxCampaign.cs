using System.Diagnostics;
using System.Text.RegularExpressions;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Fuzzing;
using Sinter.Onnx.Tests.Export;

namespace Sinter.Fuzz;

/// <summary>Saves random networks as ONNX files, and compares what others make of them.</summary>
internal static partial class OnnxCampaign
{
    private const int Together = 50;

    // Who asks for more findings wants them all soon, rather than each as small as it can be.
    private const int MostShrunk = 20;

    private static readonly TimeSpan ShrinkFor = TimeSpan.FromSeconds(20);

    /// <summary>Judges the networks of consecutive seeds; the exit code.</summary>
    public static int Run(int firstSeed, int count, int stopAfter, Style? style)
    {
        var (watch, findings, isVoid, refused) = (Stopwatch.StartNew(), 0, 0, new Dictionary<string, List<int>>());
        for (var done = 0; done < count && findings < stopAfter;)
        {
            var trials = Enumerable.Range(firstSeed + done, Math.Min(Together, count - done)).Select(seed => new Trial(seed, RecipeGenerator.Draw(seed, style), PassOptions.Default)).ToArray();
            var verdicts = OnnxTrials.Run(trials);
            done += trials.Length;
            isVoid += verdicts.Count(verdict => verdict.IsVoid);
            for (var i = 0; i < trials.Length && findings < stopAfter; i++)
            {
                foreach (var fact in verdicts[i].Facts)
                {
                    var kind = Particular().Replace(fact, "…");
                    if (!refused.TryGetValue(kind, out var seeds)) refused.Add(kind, seeds = []);
                    seeds.Add(trials[i].Seed);
                }

                if (verdicts[i].Problem is not { } problem) continue;
                findings++;
                var (trial, smaller) = stopAfter > MostShrunk ? (trials[i], problem) : Shrinker.Shrink(trials[i], problem, ShrinkFor, OnnxTrials.Run);
                Console.WriteLine($"\nseed {trial.Seed}\n{smaller}\n\n{SpelledNetworks.Text(trial.Seed, trial.Recipe, "Net")}\n");
            }

            Console.WriteLine($"{done} networks from seed {firstSeed} on, {isVoid} without a verdict, {refused.Values.Sum(seeds => seeds.Count)} not imported again, {findings} findings, {watch.Elapsed.TotalSeconds:F0} s");
        }

        foreach (var (kind, seeds) in refused.OrderByDescending(entry => entry.Value.Count)) Console.WriteLine($"{seeds.Count,6} {kind} ({string.Join(", ", seeds.Take(3))}{(seeds.Count > 3 ? ", …" : "")})");
        return findings == 0 ? 0 : 1;
    }

    // What differs between models that are refused for the same reason.
    [GeneratedRegex(@"'[^']*'|\[[^\]]*\]|\d+")]
    private static partial Regex Particular();
}
