using Sinter.Runtime;

namespace Sinter.Golden.Sums;

/// <summary>Every reduction of a network is within 2e-6 of the exact one, on every instruction set, however many terms of one sign it has.</summary>
[Collection(nameof(LimitedInstructions))]
public sealed class LongSumTests
{
    private const double Tolerance = 2e-6;

    public static TheoryData<string> Reductions => [.. LongSum.All.Select(sum => sum.Name)];

    [Theory]
    [MemberData(nameof(Reductions))]
    public void AreExactTo2e6(string name)
    {
        var sum = LongSum.All.Single(sum => sum.Name == name);
        var widest = CpuFeatures.Level;
        try
        {
            for (var level = CpuLevel.Scalar; level <= widest; level++)
            {
                CpuFeatures.Limit = level;
                foreach (var count in new[] { 1000, 30_011, 1_000_000 })
                {
                    Check(sum, LongSum.Equal(count), $"{count} equal terms at {level}");
                    Check(sum, LongSum.Random(count), $"{count} random terms at {level}");
                }
            }
        }
        finally
        {
            CpuFeatures.Limit = CpuLevel.Avx512;
        }
    }

    [Fact]
    public void TenMillionTerms()
    {
        foreach (var name in new[] { "sum of a row", "gradient of a bias", "cross-entropy, mean of the batch" })
            Check(LongSum.All.Single(sum => sum.Name == name), LongSum.Equal(10_000_000), "10,000,000 equal terms");
    }

    private static void Check(LongSum sum, float[] terms, string what)
    {
        var error = sum.Error(terms);
        Assert.True(error <= Tolerance, $"{sum.Name} of {what}: off by {error:E1}.");
    }
}

/// <summary>Tests that limit the instructions of the whole process run by themselves.</summary>
[CollectionDefinition(nameof(LimitedInstructions), DisableParallelization = true)]
public sealed class LimitedInstructions;
