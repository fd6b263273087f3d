using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Fuzzing;
using Xunit.Abstractions;

namespace Sinter.Onnx.Tests.Export;

/// <summary>A few of the networks that <c>eng/fuzz --onnx</c> runs by the thousand.</summary>
public sealed class OnnxFuzzTests(ITestOutputHelper output)
{
    private const int FirstSeed = 510_000, Count = 48, MostRefused = 6;

    [Fact]
    public void RandomNetworks_ComputeTheSameInOnnxRuntimeAndImportedAgain()
    {
        var trials = Enumerable.Range(FirstSeed, Count).Select(seed => new Trial(seed, RecipeGenerator.Draw(seed, style: null), PassOptions.Default)).ToArray();
        var verdicts = OnnxTrials.Run(trials);
        var refused = verdicts.SelectMany(verdict => verdict.Facts).Where(fact => fact.StartsWith(OnnxTrials.Refusal, StringComparison.Ordinal)).ToArray();
        foreach (var refusal in refused) output.WriteLine(refusal);
        Assert.All(trials.Zip(verdicts), one => Assert.True(one.Second.Problem is null, $"seed {one.First.Seed}\n{one.Second.Problem}"));
        Assert.InRange(refused.Length, 0, MostRefused);
        Assert.InRange(verdicts.Count(verdict => verdict.IsVoid), 0, Count / 8);
    }
}
