using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;

namespace Sinter.Onnx.Tests.Export;

/// <summary>An exported model, read again by the importer and interpreted in double precision.</summary>
internal static class RoundTrip
{
    /// <summary>The outputs of a model for the inputs of a sample. What its file cannot say of extents is said besides.</summary>
    public static Results Run(byte[] model, Graph exported, Sample sample)
    {
        var path = Path.Combine(Path.GetTempPath(), $"sinter-{Guid.NewGuid():N}.onnx");
        try
        {
            File.WriteAllBytes(path, model);
            var (read, options) = (ModelReader.Read(path), new ImportOptions("Net") { Dims = Dims(exported) });
            try
            {
                return Run(GraphImporter.Import(read, options), exported, sample, sample.Bindings);
            }
            catch (OnnxException exception) when (exception.Message.Contains("State the number of samples", StringComparison.Ordinal))
            {
                // What mixes its samples is imported for as many as there are: as one sample that has an axis for them.
                var all = new Dictionary<string, DimChoice>(options.Dims.ToDictionary(dim => dim.Key, dim => dim.Value)) { ["batch"] = new(sample.Batch, sample.Batch) };
                return Run(GraphImporter.Import(read, options with { Dims = all }), exported, sample, sample.Bindings with { Batch = 1 });
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The bounds of the extents that calls of a network choose.</summary>
    public static IReadOnlyDictionary<string, DimChoice> Dims(Graph exported) =>
        DimSymbol.Of(exported.Nodes.Select(node => node.Op).OfType<InputOp>().Where(input => !input.IsTarget).Select(input => input.Shape)).ToDictionary(symbol => symbol.Name, symbol => new DimChoice(symbol.Min, symbol.Max));

    private static Results Run(ImportedNetwork network, Graph exported, Sample sample, Bindings bindings)
    {
        var builder = network.Definition.Builder;
        foreach (var output in network.Outputs) builder.AddOutput(output.Name, output.Term.Value is Tensor tensor ? tensor.Id : ((Tokens)output.Term.Value).Id);
        var given = exported.Nodes.Select(node => node.Op).OfType<InputOp>().Where(input => !input.IsTarget).ToDictionary(input => input.Argument.TrimStart('@'), input => sample.Inputs[input.Argument]);
        var weights = network.Weights.ToDictionary(weight => weight.Key, weight => Array.ConvertAll(weight.Value.Floats(), value => (double)value));
        var run = new GraphInterpreter(builder.Build())
        {
            Bindings = bindings,
            Phase = Phase.Inference,
            Inputs = network.Inputs.ToDictionary(port => port.Term.Method, port => given[port.Source]),
            Parameters = weights,
            States = weights,
        }.Run();
        var results = new Results();
        foreach (var (output, port) in exported.Outputs.Zip(network.Outputs)) results.Add("output " + output.Name, Array.ConvertAll(run.Output(port.Name).Data, value => (float)value));
        return results;
    }
}
