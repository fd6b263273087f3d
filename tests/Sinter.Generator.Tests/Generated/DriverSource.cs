using Sinter.Generator.Compilation;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Generated;

/// <summary>
/// The author's half of a network class, and a class that calls the generated half: spans cannot pass through reflection, so
/// the calls are written out in the same compilation.
/// </summary>
internal static class DriverSource
{
    public static string Of(CompiledNetwork network)
    {
        var (name, lowered) = (network.Case.Name, network.Lowered!);
        var inputs = lowered.Inputs.Where(input => !input.IsTarget).ToArray();
        var outputs = Enumerable.Range(0, lowered.Outputs.Count).Select(index => $"outputs[{index}]");
        var trains = lowered.Training is not null;
        return $$"""
            #nullable enable
            using Sinter;
            public partial class {{name}}
            {
            }

            public static class {{name}}Driver
            {
                public static object Create() => new {{name}}(1);
                public static ParameterCollection Parameters(object network) => (({{name}})network).Parameters;
                public static ParameterCollection States(object network) => (({{name}})network).States;
                public static InferenceSession Session(object network, int maxBatch, int threads) => (({{name}})network).CreateSession(maxBatch, threads);
                public static void Forward(InferenceSession session, System.Array[] inputs, int[] sizes, float[][] outputs) =>
                    (({{name}}.Session)session).Forward({{string.Join(", ", Arguments(inputs).Concat(Sizes(inputs)).Concat(outputs))}});
            {{(trains ? $"""
                public static TrainingSession Trainer(object network, Optimizer optimizer, int maxBatch, int threads, ulong seed) =>
                    (({name})network).CreateTrainer(optimizer, maxBatch, threads, seed);
                public static float Gradients(TrainingSession trainer, System.Array[] inputs, int[] sizes) =>
                    (({name}.Trainer)trainer).ComputeGradients({string.Join(", ", Arguments([.. lowered.Inputs]).Concat(Sizes([.. lowered.Inputs])))});
            """ : "")}}
            }
            """;
    }

    private static IEnumerable<string> Sizes(NetworkInput[] inputs) =>
        NetworkCompiler.Symbols(inputs.Select(input => input.Shape)).Select((_, index) => $"sizes[{index}]");

    private static IEnumerable<string> Arguments(NetworkInput[] inputs) =>
        inputs.Select((input, index) => $"({(input.Type == DataType.Int32 ? "int" : "float")}[])inputs[{index}]");
}
