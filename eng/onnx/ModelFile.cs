using Sinter.Onnx;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Tests.Models;

namespace Sinter.OnnxTimes;

/// <summary>A model with what lies beside it: NAME.dims says what is open, NAME.npz has inputs (in:NAME) and outputs (out:NAME).</summary>
internal sealed class ModelFile
{
    private readonly OnnxModel model;
    private readonly IReadOnlyDictionary<string, DimChoice> dims;

    public ModelFile(string path)
    {
        Path = path;
        model = ModelReader.Read(path);
        var text = System.IO.Path.ChangeExtension(path, ".dims");
        dims = DimChoice.Parse(File.Exists(text) ? File.ReadAllText(text) : "");
        Imported = GraphImporter.Import(model, new ImportOptions(OnnxImport.ClassNameOf(path)) { Dims = dims });
        var data = System.IO.Path.ChangeExtension(path, ".npz");
        Data = File.Exists(data) ? NumpyArchive.Read(data) : new Dictionary<string, Constant>();
    }

    public string Path { get; }

    public ImportedNetwork Imported { get; }

    public IReadOnlyDictionary<string, Constant> Data { get; }

    /// <summary>The values of all inputs of the file: those of the data, what the extents state, else random ones.</summary>
    public Dictionary<string, Constant> Inputs()
    {
        var random = new Random(1);
        var weights = model.Graph.Initializers.Select(initializer => initializer.Name).ToHashSet(StringComparer.Ordinal);
        return model.Graph.Inputs.Where(input => !weights.Contains(input.Name)).ToDictionary(input => input.Name, input => Value(input, random), StringComparer.Ordinal);
    }

    private Constant Value(OnnxValue input, Random random)
    {
        if (Data.TryGetValue("in:" + input.Name, out var given)) return given.As(input.Type);
        int[] shape = [.. input.Dims!.Select((dim, axis) => dim.Value is { } number ? (int)number : Open(dim.Symbol ?? input.Name + axis))];
        var count = Constant.CountOf(shape);
        if (count == 1 && dims.TryGetValue(input.Name, out var stated) && stated.IsNumber) return Constant.Of(ElementType.Int64, shape, [(long)stated.Min]).As(input.Type);
        return input.Type.IsFloat()
            ? Constant.Of(ElementType.Float, shape, [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)]).As(input.Type)
            : Constant.Of(ElementType.Int64, shape, [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(2))]).As(input.Type);
    }

    // A batch is one sample; another extent half of what it may be.
    private int Open(string name)
    {
        while (dims.TryGetValue(name, out var choice))
        {
            if (choice.Alias is null) return choice.IsNumber ? choice.Min : choice.Max is { } max ? Math.Max(choice.Min, max / 2) : 1;
            name = choice.Alias;
        }

        return 1;
    }
}
