using Microsoft.CodeAnalysis;
using Microsoft.ML.OnnxRuntime;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Fuzzing;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Onnx.Tests.Export;

/// <summary>Saves random networks as ONNX files, has ONNX Runtime run them and the importer read them again, and compares both with the interpreter.</summary>
internal static class OnnxTrials
{
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
        var wrong = Compare(trial, network);
        return wrong is null ? new Verdict(null, IsVoid: true) : new Verdict(wrong.Length == 0 ? null : $"{wrong}\n{onnx.Text}");
    }

    private static string? Compare(Trial trial, CompiledNetwork network)
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
                .. Wrong("ONNX Runtime", expected, () => Running(model.Value, graph, sample)),
                .. Wrong("imported again", expected, () => RoundTrip.Run(model.Value, graph, sample)),
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

    // What refuses a model, or fails with it, is wrong as other numbers are.
    private static IEnumerable<string> Wrong(string who, Expectations expected, Func<Results> run)
    {
        try
        {
            return expected.Compare(run()).Select(problem => $"{who}: {problem}");
        }
        catch (Exception exception)
        {
            return [$"{who}: {(exception is OnnxRuntimeException or OnnxException ? exception.Message : exception)}"];
        }
    }
}
