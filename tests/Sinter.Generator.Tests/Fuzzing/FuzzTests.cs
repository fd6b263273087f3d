using Sinter.Generator.Tests.Frontend;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>A few hundred random networks; <c>eng/fuzz</c> runs as many as there is time for.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int PerTest = 50;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public void RandomNetworks_ComputeWhatTheInterpreterComputes(int part, bool hasSymbol = false)
    {
        var campaign = new Campaign(PassToggles.Random, hasSymbol) { ShrinkFor = TimeSpan.FromSeconds(30) };
        var findings = campaign.Run(part * 1_000_000, PerTest).Take(3).ToArray();
        output.WriteLine($"{campaign.Networks} networks, {campaign.Compiled} compiled, {campaign.Void} without a verdict.");
        Assert.True(findings.Length == 0, string.Join("\n\n", findings.Select(finding => finding.ToString())));
        Assert.InRange(campaign.Void, 0, campaign.Compiled / 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PrintedSource_IsReadBackAsTheSameNetwork(bool hasSymbol)
    {
        var recipes = Enumerable.Range(1, 400).Select(seed => RecipeGenerator.Draw(seed, hasSymbol)).Where(recipe => recipe.HasSpelling).Take(60).ToArray();
        var compilation = Source.Compile("using System; using Sinter;\n" + string.Concat(recipes.Select((recipe, i) => RecipeText.Of(recipe, "Net" + i))));
        for (var i = 0; i < recipes.Length; i++)
        {
            var expected = RecipeBuilder.Build(recipes[i]).Graph;
            var reading = Source.Read(compilation, "Net" + i);
            Assert.True(reading.Errors.Count == 0, string.Join("\n", reading.Errors) + "\n" + RecipeText.Of(recipes[i]));
            Assert.True(expected.Equals(reading.Model.Graph), RecipeText.Of(recipes[i]));
        }
    }
}
