using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Generator.Tests.Scheduling;
using Sinter.Graphs;
using Sinter.Onnx.Files;
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

    private static readonly Lazy<IReadOnlyList<(string Name, Graph Graph)>> Declared = new(() =>
    [
        .. Networks.Select(network => (network.Name, Source.ReadNetwork("[Network] [Dim(\"T\", Max = 9), Dim(\"S\", Max = 5)] public partial class Net { " + network.Members + " }").Graph())),
        .. Zoo.Networks.Select(network => ("Zoo" + network.Name, network.Graph)),
    ]);

    [Fact]
    public void OnnxRuntimeAndTheImporter_ComputeTheSame()
    {
        using var assembly = NetworkAssembly.Load(Declared.Value.Select(network => new NetworkCase(network.Name, network.Graph, PassOptions.Default)));
        var wrong = new List<string>();
        foreach (var network in assembly.Networks)
        {
            var graph = network.Case.Graph;
            Assert.True(network.Failure is null, network.Failure);
            output.WriteLine(network.Lowered!.Onnx!.Text ?? network.Lowered.Onnx.Problem);
            var sample = new Sample(graph, new Bindings(3, new Dictionary<string, int> { ["T"] = 6, ["S"] = 4 }));
            var expected = new Oracle(graph).Inference(sample);
            var saved = network.SaveOnnx(network.Create(sample));
            using var model = new RuntimeModel(saved);
            Assert.Equal(network.Lowered.Inputs.Where(input => !input.IsTarget).Select(input => input.Argument), model.Inputs);
            Assert.Equal(graph.Outputs.Select(result => result.Name), model.Outputs);
            var own = network.Infer(sample);
            var computed = model.Run(graph, sample);
            wrong.AddRange(expected.Compare(computed).Select(problem => $"{network.Case.Name}, ONNX Runtime: {problem}"));
            wrong.AddRange(Differences(own, computed).Select(problem => $"{network.Case.Name}, ONNX Runtime beside the network itself: {problem}"));
            wrong.AddRange(Again(saved, graph, sample, expected).Select(problem => $"{network.Case.Name}, imported again: {problem}"));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("static Tensor Define([Shape(4)] Tensor x) => x.Linear(4, name: \"a\\\"b\").Linear(3, name: \"größe 1\");", "größe 1.weight")]
    [InlineData("static Tensor Define([Shape(4)] Tensor weight) => weight * weight.Parameter(\"weight\", [4]);", "weight2")]
    public void Names_AreThoseOfTheNetworkWhateverTheyAre(string members, string expected)
    {
        var graph = Source.ReadMembers(members).Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Net", graph, PassOptions.Default)]);
        Assert.True(assembly.Networks[0].Failure is null, assembly.Networks[0].Failure);
        var sample = new Sample(graph, 3);
        var saved = assembly.Networks[0].SaveOnnx(assembly.Networks[0].Create(sample));
        using var model = new RuntimeModel(saved);
        Assert.Empty(new Oracle(graph).Inference(sample).Compare(model.Run(graph, sample)));
        using var stream = new MemoryStream(saved);
        Assert.Contains(expected, ModelReader.Read(stream, "net.onnx").Graph.Initializers.Select(initializer => initializer.Name));
    }

    [Fact]
    public void WhatOnnxCannotExpress_IsRefusedByName()
    {
        var builder = new GraphBuilder();
        var x = builder.Add(new InputOp("x", Shape.Of(Dim.Batch, 4), DataType.Float32, IsTarget: false));
        builder.AddOutput("y", builder.Add(x, builder.Layer("Noise", "noise", () => builder.Add(new RandomOp(0, Shape.Of(Dim.Batch, 4))))));
        using var assembly = NetworkAssembly.Load([new NetworkCase("Net", builder.Build(), PassOptions.Default)]);
        Assert.True(assembly.Networks[0].Failure is null, assembly.Networks[0].Failure);
        var network = assembly.Networks[0];
        var message = Assert.Throws<NotSupportedException>(() => network.SaveOnnx(network.Create(new Sample(network.Case.Graph, 2)))).Message;
        Assert.Equal("Net cannot be saved as ONNX: 'noise': random numbers are drawn at inference, and ONNX's are others.", message);
    }

    private static IReadOnlyList<string> Again(byte[] saved, Graph graph, Sample sample, Expectations expected)
    {
        try
        {
            return expected.Compare(RoundTrip.Run(saved, graph, sample));
        }
        catch (OnnxException exception)
        {
            return [exception.Message];
        }
    }

    // As golden values are compared: relative to the largest.
    private static IEnumerable<string> Differences(Results own, Results other)
    {
        foreach (var (item, (_, values)) in own.Items.Zip(other.Items))
        {
            var tolerance = 2e-5 * Math.Max(1e-6, item.Values.Max(Math.Abs));
            for (var i = 0; i < values.Length; i++)
            {
                if (!(Math.Abs(item.Values[i] - values[i]) <= tolerance)) yield return $"{item.What}[{i}] is {values[i]:R}, beside {item.Values[i]:R}";
            }
        }
    }
}
