using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;

namespace Sinter.Onnx.Tests.Suite;

/// <summary>A case of the format's own suite: a model of one node, what it is given and what it gives.</summary>
internal sealed record NodeCase(string Name, OnnxModel Model, IReadOnlyDictionary<string, Constant> Inputs, IReadOnlyList<Constant> Outputs)
{
    /// <summary>Whether its numbers are those that networks are compiled for: outputs of float, and inputs of float, int and bool.</summary>
    public bool IsFloat =>
        Outputs.Count > 0 && Outputs.All(output => output.Type == ElementType.Float) &&
        Inputs.Values.All(input => input.Type is ElementType.Float or ElementType.Int32 or ElementType.Int64 or ElementType.Bool);

    /// <summary>Whether outputs are whole numbers or truth values, which the Dsl computes as floats.</summary>
    public bool IsWhole => !IsFloat && Outputs.Count > 0 && Outputs.All(output => IsExact(output.Type)) && Inputs.Values.All(input => IsExact(input.Type));

    private static bool IsExact(ElementType type) => type is ElementType.Float or ElementType.Bool || type.IsInteger();

    /// <summary>Reads a case; null where it holds sequences, maps, strings or optional values.</summary>
    public static NodeCase? Read(string folder)
    {
        var model = ModelReader.Read(Path.Combine(folder, "model.onnx"));
        if (model.Graph.Inputs.Concat(model.Graph.Outputs).Any(value => !value.IsTensor)) return null;
        var data = Path.Combine(folder, "test_data_set_0");
        var inputs = new Dictionary<string, Constant>(StringComparer.Ordinal);
        for (var i = 0; i < model.Graph.Inputs.Count; i++)
        {
            var path = Path.Combine(data, $"input_{i}.pb");
            if (File.Exists(path)) inputs[model.Graph.Inputs[i].Name] = Tensor(path);
        }

        return new NodeCase(Path.GetFileName(folder), model, inputs, [.. model.Graph.Outputs.Select((_, i) => Tensor(Path.Combine(data, $"output_{i}.pb")))]);
    }

    private static Constant Tensor(string path)
    {
        using var stream = File.OpenRead(path);
        return Constant.Of(ModelReader.ReadTensor(stream, path));
    }
}
