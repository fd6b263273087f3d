using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Which passes a campaign switches off.</summary>
internal enum PassToggles
{
    /// <summary>None.</summary>
    None,

    /// <summary>Every network a second time with a random choice of passes off.</summary>
    Random,

    /// <summary>Every network once, half of them with a random choice of passes off.</summary>
    Half,

    /// <summary>Every network once more for every pass that can be switched off, and with all off.</summary>
    Each,
}

/// <summary>A network that fails, as small as it could be made; without one where it could not be drawn.</summary>
internal sealed record Finding(int Seed, Trial? Trial, string Problem)
{
    public override string ToString() => Trial is null ? $"seed {Seed}\n{Problem}" : $"""
        seed {Seed}{(Trial.Options.Disabled.Count == 0 ? "" : " without " + string.Join(", ", Trial.Options.Disabled))}, for {(Trial.Options.Caches == CacheSizes.Usual ? "usual caches" : Trial.Options.Caches)}, on {CpuFeatures.Level}
        {Problem}

        {SpelledNetworks.Text(Seed, Trial.Recipe, "Net")}
        """;
}

/// <summary>Draws, compiles and judges networks by their seeds.</summary>
internal sealed class Campaign(PassToggles toggles, Style? style = null)
{
    /// <summary>Classes of one compilation.</summary>
    private const int Together = 64;

    public int Networks { get; private set; }

    /// <summary>Networks compiled, each choice of passes counted.</summary>
    public int Compiled { get; private set; }

    /// <summary>Those whose results rounding decides, whatever the inputs.</summary>
    public int Void { get; private set; }

    /// <summary>What has occurred.</summary>
    public Tally Tally { get; } = new();

    /// <summary>How long a failing network is made smaller.</summary>
    public TimeSpan ShrinkFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Findings as they come up.</summary>
    public IEnumerable<Finding> Run(int firstSeed, int count)
    {
        var perNetwork = toggles switch { PassToggles.None or PassToggles.Half => 1, PassToggles.Random => 2, _ => NetworkCase.Switches.Length + 2 };
        foreach (var seeds in Enumerable.Range(firstSeed, count).Chunk(Math.Max(1, Together / perNetwork)))
        {
            var trials = new List<Trial>();
            foreach (var seed in seeds)
            {
                if (TryDraw(seed, out var recipe) is { } finding) yield return finding;
                else trials.AddRange(Variants(seed, recipe!));
            }

            var verdicts = Trials.Run(trials);
            Networks += seeds.Length;
            Compiled += trials.Count;
            Void += verdicts.Count(verdict => verdict.IsVoid);

            // One finding a network: that it fails with other passes off as well says little.
            foreach (var seed in seeds)
            {
                var ofSeed = Enumerable.Range(0, trials.Count).Where(i => trials[i].Seed == seed).ToArray();
                Tally.Add([$"style {style ?? Styles.Of(seed)}", .. ofSeed.SelectMany(i => verdicts[i].Facts)]);
                var failing = ofSeed.FirstOrDefault(i => verdicts[i].Problem is not null, -1);
                if (failing < 0) continue;
                var (trial, problem) = Shrinker.Shrink(trials[failing], verdicts[failing].Problem!, ShrinkFor);
                yield return new Finding(seed, trial, problem);
            }
        }
    }

    private Finding? TryDraw(int seed, out Recipe? recipe)
    {
        try
        {
            recipe = RecipeGenerator.Draw(seed, style);
            return null;
        }
        catch (Exception exception)
        {
            recipe = null;
            return new Finding(seed, null, exception.ToString());
        }
    }

    private IEnumerable<Trial> Variants(int seed, Recipe recipe)
    {
        var random = new Random(seed);
        var off = random.Next(4) == 0 ? NetworkCase.Switches : NetworkCase.Switches.Where(_ => random.Next(3) == 0).ToArray();
        var usual = PassOptions.Default with { Caches = Caches(random, seed) };
        var first = new Trial(seed, recipe, toggles == PassToggles.Half && random.Next(2) == 0 ? usual with { Disabled = off.ToEquatableArray() } : usual);
        yield return first;
        if (toggles == PassToggles.Random)
        {
            yield return new Trial(seed, recipe, new PassOptions(off.ToEquatableArray()) { Caches = Caches(random, seed) }) { IsThorough = false };
        }
        else if (toggles == PassToggles.Each)
        {
            foreach (var pass in NetworkCase.Switches) yield return first with { Options = usual.AndWithout(pass), IsThorough = false };
            yield return first with { Options = usual with { Disabled = NetworkCase.Switches.ToEquatableArray() }, IsThorough = false };
        }
    }

    // With caches of a few lines small networks are cut up as large ones are.
    private CacheSizes Caches(Random random, int seed)
    {
        var chosen = style ?? Styles.Of(seed);
        if (chosen == Style.Large || (chosen != Style.Images && random.Next(2) == 0)) return CacheSizes.Usual;
        return new CacheSizes { Image = 1 << random.Next(5, 10), Band = 1 << random.Next(8, 13), Samples = 1 << random.Next(6, 13), RecurrentWeights = 1 << random.Next(4, 12) };
    }
}
