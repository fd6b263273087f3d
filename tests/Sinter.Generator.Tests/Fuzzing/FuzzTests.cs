using Sinter.Graphs;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Some random networks; <c>eng/fuzz</c> runs as many as there is time for.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int PerTest = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void RandomNetworks_ComputeWhatTheInterpreterComputes(int part)
    {
        var campaign = new Campaign(PassToggles.Half) { ShrinkFor = TimeSpan.FromSeconds(30) };
        var findings = campaign.Run(part * 1_000_000, PerTest).Take(3).ToArray();
        output.WriteLine($"{campaign.Networks} networks, {campaign.Compiled} compiled, {campaign.Void} without a verdict.\n{campaign.Tally}");
        Assert.True(findings.Length == 0, string.Join("\n\n", findings.Select(finding => finding.ToString())));
        Assert.InRange(campaign.Void, 0, campaign.Compiled / 4);
    }

    [Fact]
    public void PrintedSource_IsReadBackAsTheSameNetwork()
    {
        var networks = Enumerable.Range(1, 300).Select(seed => (Seed: seed, Recipe: RecipeGenerator.Draw(seed)))
            .Select(drawn => ((int, Recipe, Graph)?)(drawn.Seed, drawn.Recipe, RecipeBuilder.Build(drawn.Recipe).Graph)).ToArray();
        Assert.InRange(networks.Count(network => network!.Value.Item2.HasSpelling), 100, 300);
        Assert.All(SpelledNetworks.Compare(networks), problem => Assert.True(problem is null, problem));
    }
}
