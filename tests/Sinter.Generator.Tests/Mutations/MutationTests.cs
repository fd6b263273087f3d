using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Mutations;

/// <summary>A few random changes of the sample networks; <c>eng/fuzz --mutate</c> makes as many as there is time for.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Mutants = 24, FirstSeed = 1_000_000;

    public static TheoryData<string> SubjectNames => new(Subjects.All.Select(subject => subject.Name));

    [Theory]
    [MemberData(nameof(SubjectNames))]
    public void Subject_IsRightBeforeItIsChanged(string name)
    {
        var subject = Subjects.All.Single(other => other.Name == name);
        var verdict = MutantTrial.Run(new Mutant(1, subject, subject.Text, "unchanged"));
        Assert.True(verdict.Fate == Fate.Equal, $"{verdict.Fate}: {verdict.Reason}");
    }

    [Fact]
    public void ChangedNetwork_ComputesWhatItSays_OrIsRefused()
    {
        var campaign = new MutationCampaign();
        var findings = campaign.Run(Enumerable.Range(FirstSeed, Mutants)).Where(result => result.Verdict.Fate == Fate.Wrong).Select(result => $"{result.Mutant}\n{result.Verdict.Reason}").ToArray();
        output.WriteLine(campaign.ToString());
        Assert.True(findings.Length == 0, string.Join("\n\n", findings));
        Assert.InRange(campaign.Tally[Fate.Equal], Mutants / 6, Mutants);
        Assert.InRange(campaign.Tally[Fate.Refused], Mutants / 6, Mutants);
    }
}
