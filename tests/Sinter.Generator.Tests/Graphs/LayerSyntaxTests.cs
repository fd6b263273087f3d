using Sinter.Generator.Tests.Frontend;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>The forms of arguments that layers take, read from source: each must give the graph that the call itself builds.</summary>
public sealed class LayerSyntaxTests
{
    [Fact]
    public void Pairs_Enums_And_Initializers() => Same(
        """
        [Shape(3, 12, 10)] Tensor x) => x
            .Conv2d(8, kernel: (3, 5), stride: (2, 1), padding: (1, 2), initializer: Initializer.KaimingNormal(), name: "stem")
            .Conv2d(8, 3, Padding.Same, groups: 2, bias: false).BatchNorm2d(momentum: 0.2f).Gelu(GeluApproximation.Tanh)
            .DepthwiseConv2d(3, Padding.Same).MaxPool2d(2, padding: 1, ceilMode: true).AvgPool2d((2, 1), countIncludePad: false)
            .GlobalAvgPool2d().Linear(4, biasInitializer: Initializer.Constant(0.1f)).Softmax()
        """,
        fixture => fixture.Input(3, 12, 10)
            .Conv2d(8, kernel: (3, 5), stride: (2, 1), padding: (1, 2), initializer: Initializer.KaimingNormal(), name: "stem")
            .Conv2d(8, 3, Padding.Same, groups: 2, bias: false).BatchNorm2d(momentum: 0.2f).Gelu(GeluApproximation.Tanh)
            .DepthwiseConv2d(3, Padding.Same).MaxPool2d(2, padding: 1, ceilMode: true).AvgPool2d((2, 1), countIncludePad: false)
            .GlobalAvgPool2d().Linear(4, biasInitializer: Initializer.Constant(0.1f)).Softmax());

    [Fact]
    public void Parts_Axes_And_Numbers() => Same(
        """
        [Shape(4, 6)] Tensor x)
        {
            var parts = x.Chunk(2, axis: 1);
            var joined = Tensor.Concat([parts[0], parts[1] * 2, 1 - parts[0]], axis: -1).Concat(x, axis: 1);
            var y = joined.Slice(1, 1, -1, step: 2).Reshape(2, -1).Permute(1, 0).Pad(0, 1, 0).Transpose();
            var centred = y - y.Mean([0, 1], keepDims: true);
            return centred.Greater(0).Where(centred, 0.1f).Sum(0);
        }
        """,
        fixture =>
        {
            var x = fixture.Input(4, 6);
            var parts = x.Chunk(2, axis: 1);
            var joined = Tensor.Concat([parts[0], parts[1] * 2, 1 - parts[0]], axis: -1).Concat(x, axis: 1);
            var y = joined.Slice(1, 1, -1, step: 2).Reshape(2, -1).Permute(1, 0).Pad(0, 1, 0).Transpose();
            var centred = y - y.Mean([0, 1], keepDims: true);
            return centred.Greater(0).Where(centred, 0.1f).Sum(0);
        });

    [Fact]
    public void Handles_Modules_And_Scopes() => Same(
        """
        [Shape(6)] Tensor x)
        {
            var weight = x.Parameter("tied", [6, 6]);
            var tower = new Module("tower", t => t.Linear(6, name: "fc").Tanh());
            return x.Scope("head", h => tower.Apply(h).Linear(weight).Pow(2)) + tower.Apply(x.Linear(weight));
        }
        """,
        fixture =>
        {
            var x = fixture.Input(6);
            var weight = x.Parameter("tied", [6, 6]);
            var tower = new Module("tower", t => t.Linear(6, name: "fc").Tanh());
            return x.Scope("head", h => tower.Apply(h).Linear(weight).Pow(2)) + tower.Apply(x.Linear(weight));
        });

    [Fact]
    public void Attributes_TakeTheArgumentsOfMethods()
    {
        var compilation = Source.Compile(
            """
            using Sinter;
            [Network, Input(3, 8, 8, Name = "x")]
            [Conv2d(8, kernel: 3, padding: 1, Name = "stem"), BatchNorm2d(momentum: 0.2f), Relu, MaxPool2d(2)]
            [DepthwiseConv2d(3, Padding.Same), LayerNorm2d, Gelu(GeluApproximation.Tanh), AvgPool2d(2, countIncludePad: false)]
            [Reshape(2, -1), RMSNorm, Flatten, Dropout(0.1f), Linear(5, bias: false)]
            public partial class Net;
            """);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
        var fixture = new GraphFixture();
        fixture.Input(3, 8, 8)
            .Conv2d(8, kernel: 3, padding: 1, name: "stem").BatchNorm2d(momentum: 0.2f).Relu().MaxPool2d(2)
            .DepthwiseConv2d(3, Padding.Same).LayerNorm2d().Gelu(GeluApproximation.Tanh).AvgPool2d(2, countIncludePad: false)
            .Reshape(2, -1).RMSNorm().Flatten().Dropout(0.1f).Linear(5, bias: false);
        Assert.Equal(fixture.Graph.Nodes, Source.Read(compilation).Graph().Nodes);
    }

    /// <summary>Compares the graph of <c>Define</c>, given from its parameter on, with that of the same calls made here.</summary>
    private static void Same(string define, Func<GraphFixture, Tensor> calls)
    {
        var fixture = new GraphFixture();
        calls(fixture);
        var end = define.TrimEnd().EndsWith('}') ? "" : ";";
        Assert.Equal(fixture.Graph.Nodes, Source.ReadMembers($"static Tensor Define({define}{end}").Graph().Nodes);
    }
}
