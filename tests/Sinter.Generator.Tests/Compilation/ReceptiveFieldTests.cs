using Sinter.Generator.Passes;
using Sinter.Generator.Summary;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>What the summary says values see, beside what they are measured to see: one row of the image after the other is made NaN.</summary>
public sealed class ReceptiveFieldTests(ITestOutputHelper output)
{
    [Fact]
    public void RandomNetworks_SeeWhatIsMeasured()
    {
        var (known, all) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var network = new RandomImageNetwork(seed, hasPadding: false, extent: 12);
            var (stated, measured) = (ReceptiveFields.Of(network.Graph), Measure(network.Graph));
            foreach (var id in network.Values)
            {
                all++;
                if (stated[id] == default) continue;
                known++;
                Assert.True(stated[id] == measured[id], $"Seed {seed}: {Describe(network.Graph, id)} sees {measured[id]}, but {stated[id]} is stated.");
            }
        }

        output.WriteLine($"{known} of {all} are known.");
        Assert.InRange(known, 0.6 * all, all);
    }

    // At a border there is less to see than the window is large.
    [Fact]
    public void PaddedRandomNetworks_SeeNoMoreThanIsStated()
    {
        var (exact, all) = (0, 0);
        for (var seed = 0; seed < 40; seed++)
        {
            var network = new RandomImageNetwork(seed, hasPadding: true, extent: 14);
            var (stated, measured) = (ReceptiveFields.Of(network.Graph), Measure(network.Graph));
            foreach (var id in network.Values.Where(id => stated[id] != default))
            {
                all++;
                if (stated[id] == measured[id]) exact++;
                Assert.True(stated[id].Height >= measured[id].Height && stated[id].Width >= measured[id].Width, $"Seed {seed}: {Describe(network.Graph, id)} sees {measured[id]}, but {stated[id]} is stated.");
            }
        }

        output.WriteLine($"{exact} of {all} are measured to see all of it.");
        Assert.InRange(exact, 0.5 * all, all);
    }

    private static string Describe(Graph graph, int id) => $"node {id}, {graph[id].Op.Name} {graph[id].Shape}, of\n{string.Join("\n", graph.Nodes.Take(id + 1).Select((node, place) => $"{place} {node.Op} {string.Join(", ", node.Inputs)}: {node.Shape}"))}\n";

    private static (long Height, long Width)[] Measure(Graph graph)
    {
        var (rows, columns) = (Measure(graph, 2), Measure(graph, 3));
        return [.. rows.Zip(columns, (height, width) => (height, width))];
    }

    // The longest run of rows, or columns, that reach one element of each node.
    private static long[] Measure(Graph graph, int axis)
    {
        var feed = new RandomFeed(graph, 1);
        var pixels = feed.Inputs["x"];
        var clean = (double[])pixels.Clone();
        var shape = graph.Nodes.First(node => node.Op is InputOp).Shape;
        var (extent, stride) = (shape.Dims[axis].Value, axis == 2 ? shape.Dims[3].Value : 1);
        var first = new int[graph.Nodes.Count][];
        var last = new int[graph.Nodes.Count][];
        for (var place = 0; place < extent; place++)
        {
            for (var i = 0; i < pixels.Length; i++) pixels[i] = i / stride % extent == place ? double.NaN : clean[i];
            var run = feed.Run(graph, Phase.Inference);
            for (var id = 0; id < first.Length; id++)
            {
                var data = run[id].Data;
                first[id] ??= [.. Enumerable.Repeat(-1, data.Length)];
                last[id] ??= new int[data.Length];
                for (var i = 0; i < data.Length; i++)
                {
                    if (!double.IsNaN(data[i])) continue;
                    if (first[id][i] < 0) first[id][i] = place;
                    last[id][i] = place;
                }
            }
        }

        return [.. Enumerable.Range(0, first.Length).Select(id => Enumerable.Range(0, first[id].Length).Max(i => first[id][i] < 0 ? 0L : last[id][i] - first[id][i] + 1))];
    }

    // The networks of the textbooks, and what is known or rightly unknown of them.
    [Theory]
    [InlineData("image.Conv2d(4, 3).GlobalAvgPool2d()", "16x16")]
    [InlineData("image.Conv2d(4, (3, 1)).Conv2d(4, (1, 5))", "3x5")]
    [InlineData("image.Conv2d(4, 1).Reshape(2, 2, 16, 16).Permute(1, 0, 2, 3).Reshape(4, 16, 16).DepthwiseConv2d(3, padding: 1)", "3x3")]
    [InlineData("image.Conv2d(4, 3, padding: 1).Concat(image.AvgPool2d(3, stride: 1, padding: 1))", "3x3")]
    [InlineData("image.Conv2d(4, 3, padding: 1).Concat(image.Reshape(1, 256).Linear(256).Reshape(1, 16, 16)).Conv2d(4, 3)", "16x16")]
    [InlineData("image.Conv2d(4, 3, padding: 1).Concat(image.Permute(0, 2, 1)).Conv2d(4, 3)", "")]
    [InlineData("image.Slice(1, 0, 8).Concat(image.Slice(1, 8), axis: 2).Conv2d(4, 3)", "")]
    [InlineData("image.Conv2d(4, 4, stride: 4).Flatten(1).Transpose().MultiHeadAttention(2)", "16x16")]
    [InlineData("image.Conv2d(4, 4, stride: 4).Flatten(1).Transpose().Linear(8)", "4x4")]
    [InlineData("image.Conv2d(4, 4, stride: 4).Flatten(1).Transpose().MultiHeadAttention(2, causal: true)", "")]
    [InlineData("image.Conv2d(4, 3, padding: 1) + image", "3x3")]
    [InlineData("image.Conv2d(1, (1, 3), padding: (0, 1)) + image.Conv2d(1, (5, 1), padding: (2, 0))", "5x3")]
    [InlineData("image.Pad(1, 2, 0).Pad(2, 2, 0).Conv2d(4, 3, dilation: 2)", "5x5")]
    [InlineData("image.MaxPool2d(2).Reshape(1, 8, 1, 8, 1).Expand(1, 8, 2, 8, 2).Reshape(1, 16, 16).Conv2d(4, 3)", "4x4")]
    [InlineData("image.Flatten().Linear(3)", "16x16")]
    [InlineData("image.Conv2d(4, 3).GroupNorm(2)", "16x16")]
    [InlineData("image.Conv2d(4, 3).BatchNorm2d()", "3x3")]
    [InlineData("image.Conv2d(4, 3).Flatten(1).Transpose().Gru(5).Outputs", "")]
    public void Expressions_SeeWhatTheyShould(string expression, string seen)
    {
        var model = Source.ReadNetwork($"[Network] public partial class Net {{ static Tensor Define([Shape(1, 16, 16)] Tensor image) => {expression}; }}").Model;
        var graph = Assert.IsType<Graph>(model.Graph);
        var (height, width) = ReceptiveFields.Of(graph)[graph.Outputs[0].Node];
        Assert.Equal(seen, height == 0 ? "" : $"{height}x{width}");
    }

    // The window is as wide for every width; what sees all of the image sees as much as there can be.
    [Theory]
    [InlineData("image.Conv2d(4, 3, padding: 1)", "3x3")]
    [InlineData("image.Conv2d(4, 3, stride: 2, padding: 1).MaxPool2d(2, ceilMode: true).Conv2d(2, 3, padding: 2, dilation: 2)", "21x21")]
    [InlineData("image.Conv2d(4, (16, 1)).Flatten(0, 1).Transpose().Linear(3)", "16x1")]
    [InlineData("image.Conv2d(4, 3, padding: 1).GlobalAvgPool2d()", "16x40")]
    public void ImagesAsWideAsACallSays_SeeAsMuch(string expression, string seen)
    {
        var model = Source.ReadNetwork($"[Network, Dim(\"T\", Max = 40)] public partial class Net {{ static Tensor Define([Shape(1, 16, \"T\")] Tensor image) => {expression}; }}").Model;
        var graph = Assert.IsType<Graph>(model.Graph);
        var (height, width) = ReceptiveFields.Of(graph)[graph.Outputs[0].Node];
        Assert.Equal(seen, $"{height}x{width}");
    }
}
