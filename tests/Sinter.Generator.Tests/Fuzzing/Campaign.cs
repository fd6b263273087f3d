using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Which passes a campaign switches off.</summary>
internal enum PassToggles
{
    /// <summary>None.</summary>
    None,

    /// <summary>Every network a second time with a random choice of passes off.</summary>
    Random,

    /// <summary>Every network once more for every pass that can be switched off, and with all off.</summary>
    Each,
}

/// <summary>A network that fails, as small as it could be made.</summary>
internal sealed record Finding(int Seed, Trial Trial, string Problem)
{
    public override string ToString() => $"""
        seed {Seed}{(Trial.Options.Disabled.Count == 0 ? "" : " without " + string.Join(", ", Trial.Options.Disabled))}
        {Problem}

        {RecipeText.Of(Trial.Recipe)}
        """;
}

/// <summary>Draws, compiles and judges networks by their seeds.</summary>
internal sealed class Campaign(PassToggles toggles, bool hasSymbol = false)
{
    /// <summary>Classes of one compilation.</summary>
    private const int Together = 64;

    public int Networks { get; private set; }

    /// <summary>Networks compiled, each choice of passes counted.</summary>
    public int Compiled { get; private set; }

    /// <summary>Those whose results rounding decides, whatever the inputs.</summary>
    public int Void { get; private set; }

    /// <summary>How long a failing network is made smaller.</summary>
    public TimeSpan ShrinkFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Findings as they come up.</summary>
    public IEnumerable<Finding> Run(int firstSeed, int count)
    {
        var perNetwork = toggles switch { PassToggles.None => 1, PassToggles.Random => 2, _ => NetworkCase.Switches.Length + 2 };
        foreach (var seeds in Enumerable.Range(firstSeed, count).Chunk(Math.Max(1, Together / perNetwork)))
        {
            var trials = seeds.SelectMany(Variants).ToArray();
            var verdicts = Trials.Run(trials);
            Networks += seeds.Length;
            Compiled += trials.Length;
            Void += verdicts.Count(verdict => verdict.IsVoid);

            // One finding a network: that it fails with other passes off as well says little.
            foreach (var seed in seeds)
            {
                var failing = Enumerable.Range(0, trials.Length).FirstOrDefault(i => trials[i].Seed == seed && verdicts[i].Problem is not null, -1);
                if (failing < 0) continue;
                var (trial, problem) = Shrinker.Shrink(trials[failing], verdicts[failing].Problem!, ShrinkFor);
                yield return new Finding(seed, trial, problem);
            }
        }
    }

    private IEnumerable<Trial> Variants(int seed)
    {
        var recipe = RecipeGenerator.Draw(seed, hasSymbol);
        yield return new Trial(seed, recipe, PassOptions.Default);
        if (toggles == PassToggles.Random)
        {
            var random = new Random(seed);
            var off = NetworkCase.Switches.Where(_ => random.Next(2) == 0).ToArray();
            yield return new Trial(seed, recipe, PassOptions.Without(off)) { ChecksRules = false };
        }
        else if (toggles == PassToggles.Each)
        {
            foreach (var pass in NetworkCase.Switches) yield return new Trial(seed, recipe, PassOptions.Without(pass)) { ChecksRules = false };
            yield return new Trial(seed, recipe, PassOptions.Without(NetworkCase.Switches)) { ChecksRules = false };
        }
    }
}
