using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;

namespace Sinter.Onnx.Tests.Export;

/// <summary>Declared networks, saved as ONNX files and run by ONNX Runtime.</summary>
public sealed class DeclaredNetworkTests
{
    [Theory]
    [InlineData("static Tensor Define([Shape(12)] Tensor x) => x.Linear(16, name: \"hidden\").Relu().Linear(10, name: \"out\");")]
    public void OnnxRuntime_ComputesTheSame(string members)
    {
        var graph = Source.ReadNetwork("[Network] [Dim(\"T\", Max = 9)] public partial class Net { " + members + " }").Graph();
        using var assembly = NetworkAssembly.Load([new NetworkCase("Net", graph, PassOptions.Default)]);
        var network = assembly.Networks[0];
        Assert.True(network.Failure is null, network.Failure);
        var sample = new Sample(graph, new Bindings(5, new Dictionary<string, int> { ["T"] = 6 }));
        using var model = new RuntimeModel(network.SaveOnnx(network.Create(sample)));
        Assert.Empty(new Oracle(graph).Inference(sample).Compare(model.Run(graph, sample)));
    }
}
