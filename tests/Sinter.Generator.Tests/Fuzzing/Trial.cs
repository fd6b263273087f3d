using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>A recipe to be compiled with some passes off.</summary>
internal sealed record Trial(int Seed, Recipe Recipe, PassOptions Options)
{
    /// <summary>Whether gradients are compared with differences of the loss as well, so that their rules are tested too.</summary>
    public bool ChecksRules { get; init; } = true;
}

/// <summary>What was found out about a trial.</summary>
/// <param name="Problem">What is wrong, or null.</param>
/// <param name="IsVoid">Whether nothing was found out, because rounding decides the results for all inputs that were tried.</param>
internal sealed record Verdict(string? Problem, bool IsVoid = false);

/// <summary>Compiles many trials together, runs them and compares them with the interpreter.</summary>
internal static class Trials
{
    private const int Samples = 3;

    public static IReadOnlyList<Verdict> Run(IReadOnlyList<Trial> trials)
    {
        var graphs = trials.Select(trial => RecipeBuilder.Build(trial.Recipe).Graph).ToArray();
        using var assembly = NetworkAssembly.Load(trials.Select((trial, i) => new NetworkCase("Net" + i, graphs[i], trial.Options)));
        return [.. trials.Select((trial, i) => Judge(trial, graphs[i], assembly.Networks[i]))];
    }

    private static Verdict Judge(Trial trial, Graph graph, CompiledNetwork network)
    {
        if (network.Failure is { } failure) return IsLimit(network, failure) ? new Verdict(null, IsVoid: true) : new Verdict(failure);
        var oracle = new Oracle(graph);
        string? problem = null;
        for (var attempt = 0; attempt < Samples; attempt++)
        {
            // A wrong result that other inputs do not confirm is a rounding error at a kink: a tie that was broken the other way.
            var (found, isVoid) = Compare(trial, oracle, network, graph, trial.Seed + (attempt * 7919));
            if (isVoid) continue;
            if (found is null) return new Verdict(null);
            problem ??= found;
        }

        return new Verdict(problem, IsVoid: problem is null);
    }

    // What cannot be compiled and is refused with a message for the author is no error of the compiler.
    private static bool IsLimit(CompiledNetwork network, string failure) => network.Lowered is { Inference: null } || failure.Contains("cannot be planned", StringComparison.Ordinal);

    private static (string? Problem, bool IsVoid) Compare(Trial trial, Oracle oracle, CompiledNetwork network, Graph graph, int seed)
    {
        var random = new Random(seed);
        var batch = random.Next(4) switch { 0 => 1, 1 => 5, 2 => 2, _ => 3 };
        var (spare, threads, step) = (random.Next(3), 1 + random.Next(2), random.Next(2));
        var length = random.Next(4) switch { 0 => SymbolCode.Symbol.Min, 1 => SymbolCode.Symbol.Max, _ => random.Next(SymbolCode.Symbol.Min, SymbolCode.Symbol.Max + 1) };
        var bindings = new Bindings(batch, new Dictionary<string, int> { [SymbolCode.Symbol.Name] = length });

        // Of one value there are no statistics: a step is refused.
        if (graph.Statistics.Any(statistics => statistics.Values.All(dim => dim.Evaluate(bindings.Of) == 1))) bindings = bindings with { Batch = 2 };
        var sample = new Sample(graph, bindings, Math.Abs(seed));
        var (inference, training) = (oracle.Inference(sample), oracle.Step(sample, step));
        if (inference.IsIllConditioned || training.IsIllConditioned) return (null, true);
        var about = $"{sample.Bindings}, room for {sample.Batch + spare}, {threads} threads, step {step}, inputs of seed {seed}";
        try
        {
            var wrong = inference.Compare(network.Infer(sample, sample.Batch + spare, threads))
                .Concat(training.Compare(network.Train(sample, sample.Batch + spare, threads, step)));
            if (trial.ChecksRules && !trial.Recipe.Entries.Any(entry => entry is Line line && line.Form.ToString().Contains("Detach", StringComparison.Ordinal)))
                wrong = wrong.Concat(SlopeCheck.Compare(graph, oracle.Training, sample, step) is { } slope ? [slope] : []);
            var problems = string.Join("\n", wrong);
            return (problems.Length == 0 ? null : $"{about}:\n{problems}", false);
        }
        catch (Exception exception)
        {
            return ($"{about}:\n{exception}", false);
        }
    }
}
