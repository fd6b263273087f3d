using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Writing;

namespace Sinter.Onnx;

/// <summary>An ONNX file as a network of the Dsl: the source of a class, and the weights for it.</summary>
public sealed class OnnxImport
{
    private readonly ImportedNetwork network;

    private OnnxImport(ImportedNetwork network) => this.network = network;

    /// <summary>The class, in C#.</summary>
    public string Source => ClassWriter.Write(network);

    /// <summary>The files that the weights are read from, the model's own among them.</summary>
    public IReadOnlyList<string> Files => [.. WeightFiles.Of(network.Model)];

    /// <summary>The name of the file of weights that the class looks for beside the program; null for a network without any.</summary>
    public string? WeightsName => network.Weights.Count > 0 ? network.Options.WeightsName : null;

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file. Weights may lie in files beside it.</param>
    /// <param name="className">The name of the class.</param>
    /// <param name="space">The namespace of the class; null or empty for none.</param>
    /// <param name="dims">What is said of extents that the file leaves open: <c>batch=?, T=1..512, heads=4</c>.</param>
    /// <param name="isEmbedded">Whether the class finds its weights in its assembly, as a resource of <see cref="WeightsName"/>, rather than in a file beside the program.</param>
    /// <exception cref="OnnxException">The file is damaged, or asks for something that cannot be compiled.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxImport Read(string path, string className, string? space = null, string? dims = null, bool isEmbedded = false) => new(GraphImporter.Import(
        ModelReader.Read(path),
        new ImportOptions(className) { Namespace = string.IsNullOrWhiteSpace(space) ? null : space, Dims = DimChoice.Parse(dims ?? ""), IsEmbedded = isEmbedded }));

    /// <summary>A name for the class of a file: <c>resnet50-v2.onnx</c> becomes <c>Resnet50V2</c>.</summary>
    /// <param name="path">The file.</param>
    public static string ClassNameOf(string path) => Identifiers.PascalCase(Path.GetFileNameWithoutExtension(path)) ?? "Network";

    /// <summary>Whether a text is a name that C# takes for a class.</summary>
    /// <param name="name">The text.</param>
    public static bool IsName(string name) => Identifiers.IsName(name);

    /// <summary>Stands for all of the Dsl that classes are written in.</summary>
    public static Guid Dsl => typeof(Shape).Module.ModuleVersionId;

    /// <summary>Writes the weights as a safetensors file.</summary>
    /// <param name="path">The file, which is replaced when all is written.</param>
    /// <exception cref="OnnxException">The model's file has changed or is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void SaveWeights(string path) => WeightsWriter.Write(network, path);
}
