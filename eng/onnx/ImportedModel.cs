using System.Reflection;
using Sinter.Graphs;
using Sinter.Onnx;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Zoo.Catalog;

namespace Sinter.OnnxTimes;

/// <summary>A class that the build has made of a file, called with the file's inputs by their names and axes.</summary>
internal sealed class ImportedModel : IDisposable
{
    private readonly ImportedNetwork network;
    private readonly InferenceSession session;
    private readonly GeneratedCall forward;
    private readonly Array[] inputs;
    private readonly int[] symbols;
    private readonly int batch;

    public ImportedModel(ModelFile file, IReadOnlyDictionary<string, Constant> values)
    {
        var type = TypeOf(file.Path)!;
        network = file.Imported;
        batch = network.Inputs.Where(port => port.BatchAxis is not null).Select(port => values[port.Source].Dims[port.BatchAxis!.Value]).FirstOrDefault(1);
        var info = (NetworkInfo)type.GetProperty("Info", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        symbols = [.. info.Dimensions.Select(dimension => Symbol(dimension, values))];
        var load = type.GetMethod("Load", BindingFlags.Public | BindingFlags.Static, []);
        var model = load is not null ? load.Invoke(null, [])! : Activator.CreateInstance(type, 0ul)!;
        session = (InferenceSession)type.GetMethod("CreateSession", [typeof(int), typeof(int)])!.Invoke(model, [batch, 1])!;
        forward = new GeneratedCall(session, "Forward");
        inputs = [.. network.Inputs.Select(port => Samples(port, values[port.Source]))];
    }

    /// <summary>Whether the build has imported a file.</summary>
    public static bool Exists(string path) => TypeOf(path) is not null;

    /// <summary>Room for the outputs of a call.</summary>
    public Array[] Room(IReadOnlyList<int[]> dims) => [.. network.Outputs.Select((port, i) =>
    {
        var length = Constant.CountOf(dims[i]) * (port.BatchAxis is null ? batch : 1);
        return port.Term.Value is Tokens ? (Array)new int[length] : new float[length];
    })];

    public void Forward(Array[] outputs) => forward.Run(inputs, symbols, outputs);

    /// <summary>An output in the file's order of axes.</summary>
    public float[] InFileOrder(int output, Array values, int[] dims)
    {
        var floats = values as float[] ?? Array.ConvertAll((int[])values, value => (float)value);
        var axis = network.Outputs[output].BatchAxis;
        if (axis is null) return floats[..Constant.CountOf(dims)];
        if (axis == 0) return floats;
        // As the class has it: the batch first. Back from there.
        int[] order = [axis.Value, .. Enumerable.Range(0, dims.Length).Where(other => other != axis)];
        var back = new int[order.Length];
        for (var i = 0; i < order.Length; i++) back[order[i]] = i;
        return Constant.Of(ElementType.Float, Array.ConvertAll(order, place => dims[place]), floats).Transposed(back).Floats();
    }

    public void Dispose() => session.Dispose();

    private static Type? TypeOf(string path) => typeof(ImportedModel).Assembly.GetType("Imported." + OnnxImport.ClassNameOf(path));

    private int Symbol(DimensionInfo dimension, IReadOnlyDictionary<string, Constant> values)
    {
        foreach (var port in network.Inputs)
        {
            var dims = values[port.Source].Dims.Where((_, axis) => axis != port.BatchAxis).ToArray();
            var place = port.Term.Shape.Dims.Skip(1).ToList().FindIndex(dim => dim.Symbol?.Name == dimension.Symbol);
            if (place >= 0) return dims[place];
        }

        throw new InvalidOperationException($"no input has the extent {dimension.Symbol}");
    }

    // The batch first, and what has none once for each sample.
    private Array Samples(Port port, Constant value)
    {
        var ordered = port.BatchAxis is null or 0 ? value : value.Transposed([port.BatchAxis.Value, .. Enumerable.Range(0, value.Rank).Where(axis => axis != port.BatchAxis)]);
        var floats = ordered.Floats();
        if (port.BatchAxis is null && batch > 1) floats = [.. Enumerable.Repeat(floats, batch).SelectMany(copy => copy)];
        return port.Term.Value is Tokens ? Array.ConvertAll(floats, number => (int)number) : floats;
    }
}
