using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Tests.Suite;
using Sinter.Onnx.Writing;
using Xunit.Abstractions;

namespace Sinter.Onnx.Tests.Models;

/// <summary>Trained networks of the shared data: compiled as a user's project would, and compared with an independent interpreter's outputs.</summary>
public sealed class TrainedModelTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;

    private static readonly (string Class, string Model, string Data, string Dims)[] Models =
    [
        ("BurnMnist", "burn-mnist/mnist.onnx", "burn-mnist__mnist.npz", ""),
        ("Espcn", "espcn/super_resolution.onnx", "espcn__super_resolution.npz", ""),
        ("UltraFace", "ultraface/version-RFB-320.onnx", "ultraface__version-RFB-320.npz", ""),
        ("SileroVad16", "silero-vad/silero_vad_16k_op15.onnx", "silero-vad__silero_vad_16k_op15.npz", "sequence=576"),
        ("SileroVad", "silero-vad/silero_vad.onnx", "silero-vad__silero_vad.npz", "input0=1, input1=576, state1=1, sr=16000"),
    ];

    [SharedDataFact]
    public void Outputs_AreThoseOfTheReference()
    {
        var cases = Models.Select(model => Case(model.Model, NumpyArchive.Read(NodeSuiteData.Shared(model.Data)), model.Class, model.Dims)).Append(Mnist8()).ToArray();
        using var compiled = new CompiledCases([.. cases.Select(entry => entry.Network)]);
        foreach (var (node, network) in cases)
        {
            var source = ClassWriter.Write(network);
            output.WriteLine($"{network.Options.ClassName}: {source.Split('\n').Length} lines");
            output.WriteLine(source);
            var results = compiled.Run(node, network);
            for (var i = 0; i < results.Length; i++)
            {
                var expected = node.Outputs[i].Floats();
                var worst = expected.Zip(results[i], (wanted, got) => Math.Abs(wanted - got)).Max();
                output.WriteLine($"{network.Options.ClassName}.{network.Outputs[i].Name}: off by {worst:E1} of {expected.Max(Math.Abs):G3}");
                Assert.InRange(worst, 0, Tolerance * Math.Max(1, expected.Max(Math.Abs)));
            }
        }
    }

    private static (NodeCase Case, ImportedNetwork Network) Case(string path, Dictionary<string, Constant> data, string className, string dims)
    {
        var model = ModelReader.Read(NodeSuiteData.Shared(path));
        var inputs = data.Where(entry => entry.Key.StartsWith("in:", StringComparison.Ordinal)).ToDictionary(entry => entry.Key[3..], entry => entry.Value);
        var network = GraphImporter.Import(model, new ImportOptions(className) { Dims = DimChoice.Parse(dims) });
        return (new NodeCase(className, model, inputs, [.. model.Graph.Outputs.Select(port => data["out:" + port.Name])]), network);
    }

    private static (NodeCase Case, ImportedNetwork Network) Mnist8()
    {
        var model = ModelReader.Read(NodeSuiteData.Shared("mnist-8/model.onnx"));
        var node = new NodeCase("Mnist8", model, new Dictionary<string, Constant> { ["Input3"] = Tensor("input") }, [Tensor("output")]);
        return (node, GraphImporter.Import(model, new ImportOptions("Mnist8")));

        static Constant Tensor(string kind)
        {
            var path = NodeSuiteData.Shared($"mnist-8/test_data_set_0-{kind}_0.pb");
            using var stream = File.OpenRead(path);
            return Constant.Of(ModelReader.ReadTensor(stream, path));
        }
    }
}
