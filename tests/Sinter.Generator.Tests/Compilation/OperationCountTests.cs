using Sinter.Generator.Passes;
using Sinter.Generator.Summary;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Generator.Tests.Passes;
using Sinter.Graphs;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>Operations and parameters in the summary, beside what the interpreter counts while it computes.</summary>
public sealed class OperationCountTests(ITestOutputHelper output)
{
    [Fact]
    public void RandomNetworks_DoTheOperationsThatAreStated()
    {
        var checkedNetworks = 0;
        for (var seed = 0; seed < 120; seed++)
        {
            var graph = RandomGraphs.Create(seed);
            if (graph.Nodes.Any(node => node.Op is ConvolutionOp { Window: var convolution } && HasPadding(convolution) || node.Op is PoolOp { Window: var pool } && HasPadding(pool))) continue;
            Check($"Seed {seed}", graph, RemoveDead.Run(graph));
            checkedNetworks++;
        }

        for (var seed = 0; seed < 60; seed++)
        {
            var network = new RandomImageNetwork(seed, hasPadding: false, extent: 8);
            var graph = network.Graph with { Outputs = EquatableArray.Of(new GraphOutput("y", network.Values[^1])) };
            Check($"Image {seed}", graph, RemoveDead.Run(ResolvePhase.Run(graph, Phase.Inference)));
            checkedNetworks++;
        }

        output.WriteLine($"{checkedNetworks} networks.");
        Assert.InRange(checkedNetworks, 100, 180);
    }

    [Theory]
    [InlineData("x.Matmul(x.Transpose()).Tanh() + 1")]
    [InlineData("(x - 1) / 2 * x.Parameter(\"scale\", [8])")]
    [InlineData("x.Matmul(x.Parameter(\"left\", [8, 3]).Matmul(x.Parameter(\"right\", [3, 8])))")]
    [InlineData("x.Lstm(5, layers: 2, bidirectional: true).Outputs")]
    [InlineData("x.Gru(5).Outputs.Linear(2)")]
    [InlineData("x.MultiHeadAttention(2, causal: true, window: 2)")]
    [InlineData("x.Scan(x.Zeros(8), (step, h) => (step * h, (step + h).Tanh())).Outputs")]
    [InlineData("x.Scope(\"a\", y => y.Scope(\"b\", z => z * z.Parameter(\"gain\", [8])))")]
    [InlineData("x.Linear(4) is var unused ? x.Dropout(0.5f).BatchNorm1d().Exp() : x")]
    [InlineData("x.LayerNorm().Softmax().Mean(0)")]
    public void Expressions_DoTheOperationsThatAreStated(string expression)
    {
        var model = Source.ReadNetwork($"[Network] public partial class Net {{ static Tensor Define([Shape(6, 8)] Tensor x) => {expression}; }}").Model;
        var graph = Assert.IsType<Graph>(model.Graph);
        Check(expression, graph, RemoveDead.Run(ResolvePhase.Run(graph, Phase.Inference)));
    }

    [Fact]
    public void WhatStandsOutsideOfLayers_HasRows()
    {
        var model = Source.ReadNetwork(
            """
            [Network] public partial class Net
            {
                static Tensor Define([Shape(6, 8)] Tensor x)
                {
                    var y = x.Linear(8, name: "add1") + x;
                    return y.Matmul(y.Parameter("mix", [8, 3]));
                }
            }
            """).Model;

        var rows = LayerTable.Build(model.Graph!).Select(row => $"{row.Kind} {row.Name} {row.Output}: {row.Parameters}, {row.Flops}");

        Assert.Equal(["Linear add1 [B, 6, 8]: 72, 816", "Add add2 [B, 6, 8]: 0, 48", "Parameter mix [8, 3]: 24, 0", "Matmul matmul1 [B, 6, 3]: 0, 288"], rows);
    }

    private static void Check(string title, Graph declared, Graph computed)
    {
        var rows = LayerTable.Build(declared);
        var (two, three) = (Count(computed, 2), Count(computed, 3));
        Assert.True(three - two == rows.Sum(row => row.Flops), $"{title}: {three - two} operations a sample are done, but {rows.Sum(row => row.Flops)} are stated:\n{string.Join("\n", rows)}");
        Assert.Equal(declared.Nodes.Select(node => node.Op).OfType<ParameterOp>().Sum(op => op.Shape.Elements), rows.Sum(row => row.Parameters));
        Assert.Equal(rows.Count, rows.Select(row => row.Name).Distinct().Count());
    }

    private static long Count(Graph graph, int batch)
    {
        var feed = new RandomFeed(graph, batch);
        var before = Tally.Operations;
        feed.Run(graph, Phase.Inference);
        return Tally.Operations - before;
    }

    private static bool HasPadding(Window window) => window.PadTop + window.PadBottom + window.PadLeft + window.PadRight > 0;
}
