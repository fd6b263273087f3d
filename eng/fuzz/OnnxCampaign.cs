using System.Diagnostics;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Fuzzing;
using Sinter.Onnx.Tests.Export;

namespace Sinter.Fuzz;

/// <summary>Saves random networks as ONNX files, and compares what others make of them.</summary>
internal static class OnnxCampaign
{
    private const int Together = 50;

    // Who asks for more findings wants them all soon, rather than each as small as it can be.
    private const int MostShrunk = 10;

    private static readonly TimeSpan ShrinkFor = TimeSpan.FromSeconds(20);

    /// <summary>Judges the networks of consecutive seeds; the exit code.</summary>
    public static int Run(int firstSeed, int count, int stopAfter, Style? style)
    {
        var (watch, findings, isVoid) = (Stopwatch.StartNew(), 0, 0);
        for (var done = 0; done < count && findings < stopAfter;)
        {
            var trials = Enumerable.Range(firstSeed + done, Math.Min(Together, count - done)).Select(seed => new Trial(seed, RecipeGenerator.Draw(seed, style), PassOptions.Default)).ToArray();
            var verdicts = OnnxTrials.Run(trials);
            done += trials.Length;
            isVoid += verdicts.Count(verdict => verdict.IsVoid);
            for (var i = 0; i < trials.Length && findings < stopAfter; i++)
            {
                if (verdicts[i].Problem is not { } problem) continue;
                findings++;
                var (trial, smaller) = stopAfter > MostShrunk ? (trials[i], problem) : Shrinker.Shrink(trials[i], problem, ShrinkFor, OnnxTrials.Run);
                Console.WriteLine($"\nseed {trial.Seed}\n{smaller}\n\n{SpelledNetworks.Text(trial.Seed, trial.Recipe, "Net")}\n");
            }

            Console.WriteLine($"{done} networks from seed {firstSeed} on, {isVoid} without a verdict, {findings} findings, {watch.Elapsed.TotalSeconds:F0} s");
        }

        return findings == 0 ? 0 : 1;
    }
}
