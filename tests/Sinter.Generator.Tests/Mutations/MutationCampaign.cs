namespace Sinter.Generator.Tests.Mutations;

/// <summary>Judges many mutants, and keeps count.</summary>
internal sealed class MutationCampaign
{
    private readonly Dictionary<Fate, int> tally = Enum.GetValues<Fate>().ToDictionary(fate => fate, _ => 0);

    /// <summary>How many mutants met each fate.</summary>
    public IReadOnlyDictionary<Fate, int> Tally => tally;

    /// <summary>The mutants of some seeds with their verdicts.</summary>
    public IEnumerable<(Mutant Mutant, MutantVerdict Verdict)> Run(IEnumerable<int> seeds)
    {
        foreach (var seed in seeds)
        {
            var mutant = Mutant.Draw(seed);
            var verdict = MutantTrial.Run(mutant);
            tally[verdict.Fate]++;
            yield return (mutant, verdict);
        }
    }

    public override string ToString() =>
        $"{tally.Values.Sum()} mutants: {tally[Fate.Equal]} equal, {tally[Fate.NotRun]} compiled but not compared, {tally[Fate.Refused]} refused, " +
        $"{tally[Fate.NotCSharp]} not C#, {tally[Fate.NoNetwork]} without a network, {tally[Fate.Wrong]} findings";
}
