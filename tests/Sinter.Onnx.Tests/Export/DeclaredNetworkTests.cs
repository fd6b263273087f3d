using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Xunit.Abstractions;

namespace Sinter.Onnx.Tests.Export;

/// <summary>Declared networks, saved as ONNX files, run by ONNX Runtime and read again.</summary>
public sealed class DeclaredNetworkTests(ITestOutputHelper output)
{
    // By what they show: members of a network with the symbols T and S.
    private static readonly (string Name, string Members)[] Networks =
    [
        ("Layers", "static Tensor Define([Shape(12)] Tensor x) => x.Linear(16, name: \"hidden\").Relu().Linear(10, name: \"out\").Softmax();"),
        ("Images", "static Tensor Define([Shape(3, 9, 9)] Tensor image) => image.Conv2d(8, kernel: 3, padding: 1, bias: false, name: \"conv\").BatchNorm2d(name: \"bn\").Relu().Conv2d(4, kernel: 3, stride: 2, name: \"conv2\").MaxPool2d(2).Flatten().Linear(5, name: \"fc\").LogSoftmax();"),
        ("Norms", "static Tensor Define([Shape(\"T\", 8)] Tensor x) => x.LayerNorm(name: \"norm\").Linear(12, name: \"fc\").Gelu().RMSNorm(name: \"rms\").Mean(0);"),
        ("Words", "static (Tensor Scores, Tokens Best) Define([Shape(\"T\")] Tokens words) { var y = words.Embedding(20, 8, name: \"table\").MultiHeadAttention(2, causal: true, name: \"attention\").Mean(0).Linear(6, name: \"fc\"); return (y, y.ArgMax(0).ToTokens()); }"),
        ("Steps", "static (Tensor Y, Tensor Last) Define([Shape(\"T\", 5)] Tensor x) { var (y, h) = x.Gru(7); return (y.Linear(3), h); }"),
        ("Transposed", "static Tensor Define([Shape(4, 5, 5)] Tensor image) => image.ConvTranspose2d(3, kernel: 3, stride: 2, padding: 1, name: \"up\").Sigmoid();"),
    ];

    [Fact]
    public void OnnxRuntimeAndTheImporter_ComputeTheSame()
    {
        var graphs = Networks.Select(network => Source.ReadNetwork("[Network] [Dim(\"T\", Max = 9), Dim(\"S\", Max = 5)] public partial class Net { " + network.Members + " }").Graph()).ToArray();
        using var assembly = NetworkAssembly.Load(Networks.Select((network, i) => new NetworkCase(network.Name, graphs[i], PassOptions.Default)));
        var wrong = new List<string>();
        foreach (var (network, graph) in assembly.Networks.Zip(graphs))
        {
            Assert.True(network.Failure is null, network.Failure);
            output.WriteLine(network.Lowered!.Onnx!.Text);
            var sample = new Sample(graph, new Bindings(3, new Dictionary<string, int> { ["T"] = 6, ["S"] = 4 }));
            var expected = new Oracle(graph).Inference(sample);
            var saved = network.SaveOnnx(network.Create(sample));
            using var model = new RuntimeModel(saved);
            Assert.Equal(network.Lowered.Inputs.Where(input => !input.IsTarget).Select(input => input.Argument), model.Inputs);
            Assert.Equal(graph.Outputs.Select(result => result.Name), model.Outputs);
            wrong.AddRange(expected.Compare(model.Run(graph, sample)).Select(problem => $"{network.Case.Name}, ONNX Runtime: {problem}"));
            wrong.AddRange(expected.Compare(RoundTrip.Run(saved, graph, sample)).Select(problem => $"{network.Case.Name}, imported again: {problem}"));
        }

        Assert.Empty(wrong);
    }
}
