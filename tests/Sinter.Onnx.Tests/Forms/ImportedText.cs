using System.Globalization;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Writing;
using Sinter.OnnxFiles;

namespace Sinter.Onnx.Tests.Forms;

/// <summary>A model in the textual syntax, with weights that are made up, as a class and beside ONNX Runtime.</summary>
internal sealed class ImportedText : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sinter-");
    private readonly string path;

    /// <param name="signature">The inputs and outputs: <c>(float[batch, 8] x) => (float[batch, 8] y)</c>.</param>
    /// <param name="weights">The weights: <c>float[8, 8] fc.weight</c>.</param>
    /// <param name="nodes">The nodes, a line each.</param>
    /// <param name="dims">What is said of extents that calls choose.</param>
    public ImportedText(string signature, IEnumerable<string> weights, IEnumerable<string> nodes, string dims = "")
    {
        path = Path.Combine(folder.FullName, "net.onnx");
        var text = $"<ir_version: 8, opset_import: [\"\" : 17, \"com.microsoft\" : 1], producer_name: \"tests\">\nnet {signature}\n<\n{string.Join(",\n", weights.Select(Filled))}\n>\n{{\n{string.Join("\n", nodes)}\n}}\n";
        new OnnxFile(OnnxText.Read(Encoding.UTF8.GetBytes(text)), []).Write(path);
        Network = GraphImporter.Import(ModelReader.Read(path), new ImportOptions("Net") { Dims = DimChoice.Parse(dims) });
        Source = ClassWriter.Write(Network);
    }

    public ImportedNetwork Network { get; }

    /// <summary>The class.</summary>
    public string Source { get; }

    /// <summary>Compares the network, interpreted in double precision, with ONNX Runtime; the source compiles.</summary>
    public void AssertEqual(int batch, IReadOnlyDictionary<string, int> sizes, params (string Name, int[] Dims, int? Below)[] inputs)
    {
        var users = UserCompilation.Of(Source);
        Assert.Null(users.Exception);
        Assert.True(users.Lowered.Single().Errors.Count == 0, string.Join("\n", users.Lowered.Single().Errors.Select(error => error.Message)) + "\n" + Source);
        var random = new Random(7);
        var values = inputs.ToDictionary(input => input.Name, input => Enumerable.Range(0, input.Dims.Aggregate(1, (product, dim) => product * dim)).Select(_ => input.Below is { } below ? random.Next(below) : (random.NextDouble() * 2) - 1).ToArray());
        var builder = Network.Definition.Builder;
        foreach (var output in Network.Outputs) builder.AddOutput(output.Name, output.Term.Tensor.Id);
        var weights = Network.Weights.ToDictionary(weight => weight.Key, weight => Array.ConvertAll(weight.Value.Floats(), value => (double)value));
        var run = new GraphInterpreter(builder.Build()) { Bindings = new Bindings(batch, sizes), Phase = Phase.Inference, Inputs = Network.Inputs.ToDictionary(port => port.Term.Method, port => values[port.Source]), Parameters = weights, States = weights }.Run();
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(path);
        using var expected = session.Run([.. inputs.Select(input => input.Below is null
            ? NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<float>(Array.ConvertAll(values[input.Name], value => (float)value), input.Dims))
            : NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<long>(Array.ConvertAll(values[input.Name], value => (long)value), input.Dims)))]);
        foreach (var (value, port) in expected.Zip(Network.Outputs))
        {
            var (numbers, own) = (value.AsEnumerable<float>().ToArray(), run.Output(port.Name).Data);
            Assert.Equal(numbers.Length, own.Length);
            var largest = numbers.Max(Math.Abs);
            for (var i = 0; i < numbers.Length; i++) Assert.True(Math.Abs(numbers[i] - own[i]) <= 1e-5 * largest, $"{port.Name}[{i}] is {own[i]}, expected {numbers[i]}\n{Source}");
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    // Numbers between -1/4 and 1/4, as a hash of the name and the place gives them.
    private static string Filled(string weight)
    {
        var (open, close) = (weight.IndexOf('['), weight.IndexOf(']'));
        var count = weight[(open + 1)..close].Split(',').Aggregate(1, (product, dim) => product * int.Parse(dim, CultureInfo.InvariantCulture));
        var random = new Random(weight.Aggregate(17, (hash, character) => unchecked((hash * 31) + character)));
        var name = weight[(close + 1)..].Trim();
        return $"{weight[..(close + 1)]} \"{name}\" = {{{string.Join(", ", Enumerable.Range(0, count).Select(_ => ((random.NextDouble() - 0.5) / 2).ToString("R", CultureInfo.InvariantCulture)))}}}";
    }
}
