using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Generated;

/// <summary>
/// The author's half of a network class, and a class that calls the generated half: spans cannot pass through reflection, so
/// the calls are written out in the same compilation.
/// </summary>
internal static class DriverSource
{
    public static string Of(CompiledNetwork network) => $$"""
        #nullable enable
        using Sinter;
        public partial class {{network.Case.Name}}
        {
        }

        {{Calls(network.Case.Name, network.Case.Name + "Driver", network.Lowered!)}}
        """;

    /// <summary>The class <paramref name="driver"/> that calls the network class <paramref name="type"/>.</summary>
    public static string Calls(string type, string driver, LoweredNetwork lowered)
    {
        var inputs = lowered.Inputs.Where(input => !input.IsTarget).ToArray();

        // Integers go into floats, in which all that are computed are exact.
        var integers = Enumerable.Range(0, lowered.Outputs.Count).Where(index => lowered.Outputs[index].Type == DataType.Int32).ToArray();
        var outputs = Enumerable.Range(0, lowered.Outputs.Count).Select(index => integers.Contains(index) ? $"integers{index}" : $"outputs[{index}]");
        var before = string.Concat(integers.Select(index => $"var integers{index} = new int[outputs[{index}].Length]; "));
        var behind = string.Concat(integers.Select(index => $" for (var i = 0; i < integers{index}.Length; i++) outputs[{index}][i] = integers{index}[i];"));
        var (trains, decodes) = (lowered.Training is not null, lowered.Decoding is not null);
        return $$"""
            public static class {{driver}}
            {
                public static object Create() => new {{type}}(1);
                public static ParameterCollection Parameters(object network) => (({{type}})network).Parameters;
                public static ParameterCollection States(object network) => (({{type}})network).States;
                public static InferenceSession Session(object network, int maxBatch, int threads) => (({{type}})network).CreateSession(maxBatch, threads);
                public static void Forward(InferenceSession session, System.Array[] inputs, int[] sizes, float[][] outputs)
                {
                    {{before}}(({{type}}.Session)session).Forward({{string.Join(", ", Arguments(inputs).Concat(Sizes(inputs)).Concat(outputs))}});{{behind}}
                }
            {{(trains ? $"""
                public static TrainingSession Trainer(object network, Optimizer optimizer, int maxBatch, int threads, ulong seed) =>
                    (({type})network).CreateTrainer(optimizer, maxBatch, threads, seed);
                public static float Gradients(TrainingSession trainer, System.Array[] inputs, int[] sizes) =>
                    (({type}.Trainer)trainer).ComputeGradients({string.Join(", ", Arguments([.. lowered.Inputs]).Concat(Sizes([.. lowered.Inputs])))});
            """ : "")}}{{(decodes ? $$"""
                public static DecodingSession Decoder(object network, int threads) => (({{type}})network).CreateDecoder(threads);
                public static void Decode(DecodingSession session, System.Array[] inputs, float[][] outputs)
                {
                    {{before}}(({{type}}.Decoder)session).Decode({{string.Join(", ", Arguments(inputs).Concat(outputs))}});{{behind}}
                }
            """ : "")}}
            }
            """;
    }

    private static IEnumerable<string> Sizes(NetworkInput[] inputs) =>
        DimSymbol.Of(inputs.Select(input => input.Shape)).Select((_, index) => $"sizes[{index}]");

    private static IEnumerable<string> Arguments(NetworkInput[] inputs) =>
        inputs.Select((input, index) => $"({(input.Type == DataType.Int32 ? "int" : "float")}[])inputs[{index}]");
}
