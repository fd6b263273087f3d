using Microsoft.CodeAnalysis;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>A recipe to be compiled with some passes off.</summary>
internal sealed record Trial(int Seed, Recipe Recipe, PassOptions Options)
{
    /// <summary>Whether everything is tried: its source, rules of gradients, training, decoding, and numbers that are none.</summary>
    public bool IsThorough { get; init; } = true;
}

/// <summary>What was found out about a trial.</summary>
/// <param name="Problem">What is wrong, or null.</param>
/// <param name="IsVoid">Whether nothing was found out, because rounding decides the results for all inputs that were tried.</param>
internal sealed record Verdict(string? Problem, bool IsVoid = false)
{
    /// <summary>What occurred.</summary>
    public IReadOnlyCollection<string> Facts { get; init; } = [];
}

/// <summary>Compiles many trials together, runs them and compares them with the interpreter.</summary>
internal static class Trials
{
    private const int Samples = 3;

    private static readonly long UsualWork = Workers.WorkPerThread;

    public static IReadOnlyList<Verdict> Run(IReadOnlyList<Trial> trials)
    {
        if (trials.Count == 0) return [];
        var graphs = trials.Select(trial => RecipeBuilder.Build(trial.Recipe).Graph).ToArray();
        var misread = SpelledNetworks.Compare([.. trials.Select((trial, i) => trial.IsThorough ? (trial.Seed, trial.Recipe, graphs[i]) : default((int, Recipe, Graph)?))]);

        // Reading the documentation of what is generated takes as long as all else that the compiler does: now and then is enough.
        using var assembly = NetworkAssembly.Load(
            trials.Select((trial, i) => LeftOutInputs.Add(new NetworkCase("Net" + i, graphs[i], trial.Options) { DecodeCapacity = trial.Recipe.DecodeCapacity > 0 ? trial.Recipe.DecodeCapacity : null }, trial.Seed, trial.Recipe)),
            documentation: trials[0].Seed % 8 == 0 ? DocumentationMode.Diagnose : DocumentationMode.None);
        return [.. trials.Select((trial, i) => misread[i] is { } problem ? new Verdict(problem) : new Judge(trial, assembly.Networks[i].Case.Graph, assembly.Networks[i]).Verdict())];
    }

    /// <summary>Judges one trial.</summary>
    private sealed class Judge(Trial trial, Graph graph, CompiledNetwork network)
    {
        private readonly Oracle oracle = new(graph);
        private readonly HashSet<string> facts = [];
        private readonly bool isLarge = RecipeGenerator.SampleLength(graph) > 10_000;

        public Verdict Verdict()
        {
            if (network.Failure is { } failure) return IsLimit(failure) ? new Verdict(null, IsVoid: true) : new Verdict(failure);
            facts.UnionWith(Tally.Facts(trial.Recipe, trial.Options, network.Lowered!));
            if (NetworkAssembly.IsChecked && OnNarrowerVectors() is { } narrower) return new Verdict(narrower) { Facts = facts };
            var verdict = Confirmed(Calls);
            if (!trial.IsThorough || verdict.Problem is not null) return verdict with { Facts = facts };
            foreach (var check in new Func<int, (string?, bool)>[] { Special, Decoding, LeavingOut, Training })
            {
                if (Confirmed(check).Problem is { } problem) return new Verdict(problem) { Facts = facts };
            }

            return verdict with { Facts = facts };
        }

        // Which memory a kernel touches differs with the width of its vectors: the checked build runs a network on all there are.
        private string? OnNarrowerVectors()
        {
            var (limit, widest) = (CpuFeatures.Limit, CpuFeatures.Level);
            try
            {
                for (var level = CpuLevel.Scalar; level < widest; level++)
                {
                    CpuFeatures.Limit = level;
                    if (Confirmed(Calls).Problem is { } problem) return $"on {level}: {problem}";
                }
            }
            finally
            {
                CpuFeatures.Limit = limit;
            }

            return null;
        }

        // A wrong result that other inputs do not confirm is a rounding error at a kink: a tie that was broken the other way.
        private Verdict Confirmed(Func<int, (string? Problem, bool IsVoid)> check)
        {
            string? problem = null;
            for (var attempt = 0; attempt < Samples; attempt++)
            {
                var seed = trial.Seed + (attempt * 7919);
                try
                {
                    var (found, isVoid) = check(seed);
                    if (isVoid) continue;
                    if (found is null) return new Verdict(null);
                    problem ??= found;
                }
                catch (Exception exception)
                {
                    problem ??= $"inputs of seed {seed}:\n{exception}";
                }
            }

            return new Verdict(problem, IsVoid: problem is null);
        }

        // What cannot be compiled and is refused with a message for the author is no error of the compiler.
        private bool IsLimit(string failure) => network.Lowered is { Inference: null } || failure.Contains("cannot be planned", StringComparison.Ordinal);

        private Sample Draw(Random random, int seed, int? batch = null)
        {
            var bindings = SymbolCode.Draw(random, batch ?? (isLarge ? random.Next(1, 3) : random.Next(5) switch { 0 => 1, 1 => 5, 2 => 2, 3 => 3, _ => random.Next(4, 12) }));

            // Of one value there are no statistics: a step is refused.
            if (graph.Statistics.Any(statistics => statistics.Values.All(dim => dim.Evaluate(bindings.Of) == 1))) bindings = bindings with { Batch = 2 };
            return new Sample(graph, bindings, Math.Abs(seed));
        }

        // Small networks have too little work to be shared out, unless less is worth a thread.
        private static void ShareOut(Random random) => Workers.WorkPerThread = random.Next(5) switch { 0 => 16, 1 => 512, _ => UsualWork };

        private (string?, bool) Calls(int seed)
        {
            var random = new Random(seed);
            var sample = Draw(random, seed);
            var (room, threads, others, step) = (sample.Batch + random.Next(3), 1 + random.Next(8), 1 + random.Next(8), random.Next(2));
            var (inference, training) = (oracle.Inference(sample), oracle.Step(sample, step));
            if (inference.IsIllConditioned || training.IsIllConditioned) return (null, true);
            ShareOut(random);
            var (jobs, about) = (WorkerPool.Shared.Jobs, $"{sample.Bindings}, room for {room}, {threads} threads for {Workers.WorkPerThread} operations each, step {step}, inputs of seed {seed}");
            var (outputs, gradients) = (network.Infer(sample, room, threads), network.Train(sample, room, threads, step));
            if (training.Compare(gradients).Count > 0) training = oracle.StepAfterPasses(training, sample, step, trial.Options);
            var wrong = inference.Compare(outputs).Concat(training.Compare(gradients));
            if (others != threads && outputs.FirstDifferentBit(network.Infer(sample, room, others)) is { } bit) wrong = wrong.Append($"{others} threads give other bits: {bit}");
            if (others != threads && trial.IsThorough && gradients.FirstDifferentBit(network.Train(sample, room, others, step)) is { } bits) wrong = wrong.Append($"{others} threads give other bits: {bits}");
            if (WorkerPool.Shared.Jobs > jobs) facts.Add("work shared out between threads");
            if (network.Lowered!.Inference!.SamplesTogether is > 0 and var together && together < sample.Batch) facts.Add("a batch computed in groups");
            if (trial.IsThorough && !isLarge && SlopeCheck.Compare(graph, oracle.Training, sample, step) is { } slope) wrong = wrong.Append(slope);
            var problems = string.Join("\n", wrong);
            return (problems.Length == 0 ? null : $"{about}:\n{problems}", false);
        }

        private (string?, bool) Special(int seed)
        {
            if (isLarge || trial.Seed % 2 != 0) return (null, false);
            var random = new Random(seed + 1);
            double[] specials = random.Next(3) switch
            {
                0 => [double.NaN, double.NaN, double.PositiveInfinity, double.NegativeInfinity],
                1 => [1e-40f, -1e-42f, float.Epsilon, -0.0, 0],
                _ => [double.NaN, double.NegativeInfinity, 1e-40f, -0.0],
            };
            var floats = graph.Nodes.Select(node => node.Op).OfType<InputOp>().Where(input => input.Type == DataType.Float32).Select(input => input.Argument).ToHashSet();
            var sample = Draw(random, seed).WithInputs((input, value) => floats.Contains(input) && random.Next(8) == 0 ? specials[random.Next(specials.Length)] : value);

            // Winograd's filtering mixes the pixels of a tile.
            if (network.Lowered!.Inference!.Steps.Any(Tally.IsFiltered) || oracle.Special(sample) is not { } expected) return (null, true);
            facts.Add("inputs that are NaN, infinite or tiny");
            var threads = 1 + random.Next(8);
            var problems = string.Join("\n", expected.Compare(network.Infer(sample, sample.Batch, threads)));
            return (problems.Length == 0 ? null : $"{sample.Bindings}, {threads} threads, some inputs {string.Join(" ", specials)}, inputs of seed {seed}:\n{problems}", false);
        }

        private (string?, bool) Decoding(int seed)
        {
            if (network.Lowered!.Decoding is null) return (null, false);
            var random = new Random(seed + 2);
            var symbol = network.Lowered.DecodingSymbols[0];
            var length = random.Next(1, Math.Min(trial.Recipe.DecodeCapacity, symbol.Max) + 1);
            var sample = new Sample(graph, new Bindings(1, new Dictionary<string, int> { [symbol.Name] = length }), Math.Abs(seed));
            var expected = oracle.Inference(sample);
            if (expected.IsIllConditioned) return (null, true);
            facts.Add("decoded call by call");
            var threads = 1 + random.Next(8);
            var problems = string.Join("\n", DecodingCheck.Compare(network, sample, expected, threads, random));
            return (problems.Length == 0 ? null : $"{length} places, {threads} threads, inputs of seed {seed}:\n{problems}", false);
        }

        // One session and one trainer for all choices: what a call leaves in memory must not show in the next.
        private (string?, bool) LeavingOut(int seed)
        {
            if (isLarge || network.Case.Variants.Count == 0) return (null, false);
            var random = new Random(seed + 4);
            var sample = Draw(random, seed + 4);
            ShareOut(random);
            var (threads, isVoid, wrong) = (1 + random.Next(8), true, new List<string>());
            foreach (var variant in network.Case.Variants)
            {
                var (own, given) = (new Oracle(variant.Graph), sample.Without([.. variant.LeftOut]));
                var (inference, training) = (own.Inference(given), own.Step(given));
                if (inference.IsIllConditioned || training.IsIllConditioned) continue;
                isVoid = false;
                facts.Add("inputs that are left out");
                var problems = inference.Compare(network.Infer(given, given.Batch, threads)).Concat(training.Compare(network.Train(given, given.Batch, threads)));
                wrong.AddRange(problems.Select(problem => $"without {string.Join(", ", variant.LeftOut)}: {problem}"));
            }

            return (wrong.Count == 0 ? null : $"{sample.Bindings}, {threads} threads, inputs of seed {seed + 4}:\n{string.Join("\n", wrong)}", isVoid);
        }

        private (string?, bool) Training(int seed)
        {
            if (isLarge || network.Lowered!.Training is null || graph.Nodes.All(node => node.Op is not ParameterOp)) return (null, false);
            var random = new Random(seed + 3);
            var sample = Draw(random, seed + 3);
            if (oracle.Step(sample).IsIllConditioned) return (null, true);
            ShareOut(random);
            facts.Add("three steps of an optimizer, and a checkpoint");
            var (problem, isVoid) = TrainingCourse.Compare(network, graph, oracle, sample, sample.Batch + random.Next(3), random, facts);
            return (problem is null ? null : $"{sample.Bindings}, inputs of seed {seed + 3}, {problem}", isVoid);
        }
    }
}
