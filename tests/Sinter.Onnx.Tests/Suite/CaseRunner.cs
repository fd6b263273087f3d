using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Importing;

namespace Sinter.Onnx.Tests.Suite;

/// <summary>Imports a case and gives its numbers the layout of the class, and back.</summary>
internal static class CaseRunner
{
    /// <summary>Imports the case; inputs that have to be known become numbers of the network.</summary>
    public static ImportedNetwork Import(NodeCase node, string className)
    {
        var weights = new Dictionary<string, Constant>(StringComparer.Ordinal);
        while (true)
        {
            try
            {
                return GraphImporter.Import(node.Model, new ImportOptions(className) { Weights = weights });
            }
            catch (OnnxException exception) when (exception.Input is { } input && !weights.ContainsKey(input))
            {
                var given = node.Inputs[input];
                weights[input] = Constant.Later(given.Type, given.Dims, () => given.IsFloat ? given.Floats() : given.Integers(), input);
            }
        }
    }

    /// <summary>The outputs in double precision, in the file's order of axes.</summary>
    public static double[][] Interpret(NodeCase node, ImportedNetwork network)
    {
        var builder = network.Definition.Builder;
        foreach (var output in network.Outputs) builder.AddOutput(output.Name, output.Term.Tensor.Id);
        var interpreter = new GraphInterpreter(builder.Build())
        {
            Bindings = new Bindings(Batch(node, network), Sizes(node, network)),
            Phase = Phase.Inference,
            Inputs = network.Inputs.ToDictionary(port => port.Term.Method, port => Array.ConvertAll(Samples(node, network, port), value => (double)value)),
            Parameters = Numbers(network),
            States = Numbers(network),
        }.Run();
        return [.. network.Outputs.Select((port, i) => BatchBack(interpreter.Output(port.Name).Data, node.Outputs[i].Dims, port.BatchAxis))];
    }

    public static int Batch(NodeCase node, ImportedNetwork network) =>
        network.Inputs.Where(port => port.BatchAxis is not null).Select(port => node.Inputs[port.Source].Dims[port.BatchAxis!.Value]).FirstOrDefault(1);

    /// <summary>The extents that the case chooses, by the names of their symbols.</summary>
    public static IReadOnlyDictionary<string, int> Sizes(NodeCase node, ImportedNetwork network)
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var port in network.Inputs)
        {
            var dims = node.Inputs[port.Source].Dims.Where((_, axis) => axis != port.BatchAxis).ToArray();
            foreach (var (dim, extent) in port.Term.Shape.Dims.Skip(1).Zip(dims))
            {
                if (dim.Symbol is { } symbol) sizes[symbol.Name] = extent;
            }
        }

        return sizes;
    }

    /// <summary>What the class is given: the batch first, and what has none once for each sample.</summary>
    public static float[] Samples(NodeCase node, ImportedNetwork network, Port port)
    {
        var values = BatchFirst(node.Inputs[port.Source], port.BatchAxis);
        return port.BatchAxis is not null ? values : [.. Enumerable.Repeat(values, Batch(node, network)).SelectMany(copy => copy)];
    }

    /// <summary>The numbers with the batch as the first axis.</summary>
    public static float[] BatchFirst(Constant value, int? axis) => axis is null or 0 ? value.Floats() : value.Transposed([axis.Value, .. Enumerable.Range(0, value.Rank).Where(other => other != axis)]).Floats();

    public static double[] BatchBack(double[] values, int[] dims, int? axis)
    {
        // What has no batch is given once for each sample.
        if (axis is null or 0) return values.Length > Constant.CountOf(dims) ? values[..Constant.CountOf(dims)] : values;
        int[] order = [axis.Value, .. Enumerable.Range(0, dims.Length).Where(other => other != axis)];
        var places = Constant.Of(Files.ElementType.Int64, dims, [.. Enumerable.Range(0, values.Length).Select(i => (long)i)]).Transposed(order).Integers();
        var result = new double[values.Length];
        for (var i = 0; i < places.Length; i++) result[places[i]] = values[i];
        return result;
    }

    private static Dictionary<string, double[]> Numbers(ImportedNetwork network) =>
        network.Weights.ToDictionary(weight => weight.Key, weight => Array.ConvertAll(weight.Value.Floats(), value => (double)value));
}
