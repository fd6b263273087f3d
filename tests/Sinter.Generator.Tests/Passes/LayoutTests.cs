using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Passes;

public sealed class LayoutTests
{
    [Theory]
    [InlineData("Residual")]
    [InlineData("SqueezeExcite")]
    [InlineData("Inception")]
    [InlineData("Patches")]
    [InlineData("Groups")]
    [InlineData("Separable")]
    public void OnlyTheImageIsTransposed(string network)
    {
        foreach (var graph in new[] { Inference(SampleNetworks.Graph(network)), Training(SampleNetworks.Graph(network)) })
        {
            var transposed = Assert.Single(TransposesOfData(graph));
            Assert.IsType<InputOp>(graph[transposed.Inputs[0]].Op);
        }
    }

    [Fact]
    public void ImageOfOneChannel_IsNotTransposedAtAll()
    {
        var graph = Build(x => x.Conv2d(4, kernel: 3).Relu().MaxPool2d(2).Flatten().Linear(3), 1, 8, 8);
        Assert.Empty(TransposesOfData(Inference(graph)));
        Assert.Empty(TransposesOfData(Training(graph)));
    }

    [Fact]
    public void BehindFlatten_TheWeightIsPermuted()
    {
        var wide = Build(x => x.Conv2d(4, kernel: 3).Flatten().Linear(200).Relu().Linear(3), 1, 8, 8);
        Assert.Empty(TransposesOfData(Inference(wide)));

        // While training the permutation is repeated in every step: not worth it for a wide layer.
        Assert.NotEmpty(TransposesOfData(Training(wide)));
    }

    [Fact]
    public void TransposeBeforeMatMul_BecomesAFlag()
    {
        var graph = Inference(Build(x => x.Matmul(x.Transpose(0, 1)), 4, 5));
        Assert.DoesNotContain(graph.Nodes, node => node.Op is TransposeOp);
        Assert.Contains(graph.Nodes, node => node.Op is MatMulOp { TransposeB: true });
    }

    [Fact]
    public void PixelsAsSequence_CostNothing()
    {
        var graph = Inference(Build(x => x.Conv2d(6, kernel: 1).Reshape(6, 20).Transpose(0, 1).Linear(3), 1, 4, 5));
        Assert.DoesNotContain(TransposesOfData(graph), _ => true);
    }

    [Fact]
    public void ReshapeThatSplitsOrJoinsNeighbours_CommutesWithATranspose()
    {
        // [B, H, W, C] seen as [B, C, H, W], then [B, 2, 3, H * W].
        var commuted = SinkReshape.Commute(Shape.Of(Dim.Batch, 4, 5, 6), EquatableArray.Of(0, 3, 1, 2), Shape.Of(Dim.Batch, 2, 3, 20));
        Assert.Equal((Shape.Of(Dim.Batch, 20, 2, 3), EquatableArray.Of(0, 2, 3, 1)), commuted);
    }

    [Fact]
    public void ReshapeThatJoinsStrangers_DoesNot() =>
        Assert.Null(SinkReshape.Commute(Shape.Of(Dim.Batch, 4, 5, 6), EquatableArray.Of(0, 3, 1, 2), Shape.Of(Dim.Batch, 120)));

    [Fact]
    public void ReshapeOfTransposed_KeepsEveryElementInItsPlace()
    {
        var random = new Random(7);
        var commuted = 0;
        for (var trial = 0; trial < 500; trial++)
        {
            int[] factors = [.. Enumerable.Range(0, 5).Select(_ => random.Next(1, 4))];
            var from = Shape.Of([.. Grouped(factors, random).Select(extent => (Dim)extent)]);
            int[] order = [.. Enumerable.Range(0, from.FullRank).OrderBy(_ => random.Next())];
            var transposed = new TransposeOp(new(order)).InferShape([from]);
            var to = Shape.Of([.. Grouped([.. transposed.Dims.Select(dim => dim.Value)], random).Select(extent => (Dim)extent)]);
            if (SinkReshape.Commute(from, new(order), to) is not var (shape, newOrder)) continue;

            commuted++;
            var builder = new GraphBuilder();
            var x = builder.Add(new IotaOp(0, Shape.Of((int)from.Elements)));
            var late = builder.Reshape(builder.Transpose(builder.Reshape(x, from), order), to);
            var early = builder.Transpose(builder.Reshape(x, shape), [.. newOrder]);
            Assert.Equal(to, builder.ShapeOf(early));
            var run = new Interpreter.GraphInterpreter(builder.Build()).Run();
            Assert.Equal(run[late].Data, run[early].Data);
        }

        Assert.InRange(commuted, 50, 500);
    }

    /// <summary>Some neighbouring extents joined.</summary>
    private static List<int> Grouped(int[] extents, Random random)
    {
        var result = new List<int>();
        foreach (var extent in extents)
        {
            if (result.Count > 0 && random.Next(2) == 0) result[^1] *= extent;
            else result.Add(extent);
        }

        return result;
    }

    private static IEnumerable<Node> TransposesOfData(Graph graph) =>
        graph.Nodes.Where(node => node.Op is TransposeOp && node.Shape.Dims.Any(dim => dim.IsBatch));

    private static Graph Inference(Graph graph) => NetworkLevels.Inference.Optimize(graph, PassOptions.Default, CancellationToken.None);

    private static Graph Training(Graph graph) => NetworkLevels.Training.Optimize(graph, PassOptions.Default, CancellationToken.None);

    private static Graph Build(Func<Tensor, Tensor> network, params int[] shape)
    {
        var builder = new GraphBuilder();
        var x = new Tensor(builder, builder.Add(new InputOp("x", new Shape([Dim.Batch, .. shape.Select(extent => (Dim)extent)]), DataType.Float32, IsTarget: false)));
        var y = network(x);
        builder.AddOutput("y", y.Id);
        builder.SetLoss((y * y).Sum().Id);
        return builder.Build();
    }
}
