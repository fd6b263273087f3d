using Microsoft.CodeAnalysis;
using Microsoft.ML.OnnxRuntime;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Fuzzing;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Onnx.Tests.Export;

/// <summary>
/// Saves random networks as ONNX files, has ONNX Runtime run them and the importer read them again, and compares both with the interpreter. What
/// the importer says that it cannot compile is a fact, and no problem.
/// </summary>
internal static class OnnxTrials
{
    /// <summary>What the facts of refused models begin with.</summary>
    public const string Refusal = "refused: ";

    /// <summary>How many inputs are tried where rounding decides the results.</summary>
    private const int Samples = 3;

    public static IReadOnlyList<Verdict> Run(IReadOnlyList<Trial> trials)
    {
        if (trials.Count == 0) return [];
        using var assembly = NetworkAssembly.Load(trials.Select((trial, i) => new NetworkCase("Net" + i, RecipeBuilder.Build(trial.Recipe).Graph, PassOptions.Default)), documentation: DocumentationMode.None);
        return [.. trials.Select((trial, i) => Judge(trial, assembly.Networks[i]))];
    }

    private static Verdict Judge(Trial trial, CompiledNetwork network)
    {
        if (network.Failure is { } failure) return network.Lowered is { Inference: null } || failure.Contains("cannot be planned", StringComparison.Ordinal) ? new Verdict(null, IsVoid: true) : new Verdict(failure);
        var onnx = network.Lowered!.Onnx!;
        if (onnx.Problem is { } problem) return new Verdict($"It cannot be exported: {problem}");
        var facts = new HashSet<string>();
        var wrong = Compare(trial, network, facts);
        return new Verdict(wrong is null or "" ? null : $"{wrong}\n{onnx.Text}", IsVoid: wrong is null) { Facts = facts };
    }

    private static string? Compare(Trial trial, CompiledNetwork network, HashSet<string> facts)
    {
        var graph = network.Case.Graph;
        var oracle = new Oracle(graph);
        for (var attempt = 0; attempt < Samples; attempt++)
        {
            var seed = trial.Seed + (attempt * 7919);
            var random = new Random(seed);
            var sample = new Sample(graph, SymbolCode.Draw(random, 1 + random.Next(4)), Math.Abs(seed));
            var expected = oracle.Inference(sample);
            if (expected.IsIllConditioned) continue;
            var model = new Lazy<byte[]>(() => network.SaveOnnx(network.Create(sample)));
            string[] wrong =
            [
                .. Wrong("ONNX Runtime", expected, facts, () => Running(model.Value, graph, sample)),
                .. Wrong("imported again", expected, facts, () => RoundTrip.Run(model.Value, graph, sample)),
            ];

            // A wrong result that other inputs do not confirm is a tie that was broken the other way.
            if (wrong.Length == 0) return "";
            if (attempt == Samples - 1) return $"{sample.Bindings}, inputs of seed {seed}:\n{string.Join("\n", wrong)}";
        }

        return null;
    }

    private static Results Running(byte[] model, Graph graph, Sample sample)
    {
        using var runtime = new RuntimeModel(model);
        return runtime.Run(graph, sample);
    }

    // What fails is wrong as other numbers are.
    private static IEnumerable<string> Wrong(string who, Expectations expected, HashSet<string> facts, Func<Results> run)
    {
        try
        {
            return expected.Compare(run()).Select(problem => $"{who}: {problem}");
        }
        catch (OnnxException exception)
        {
            facts.Add(Refusal + exception.Message[(exception.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            return [];
        }
        catch (Exception exception)
        {
            return [$"{who}: {(exception is OnnxRuntimeException ? exception.Message : exception)}"];
        }
    }
}
