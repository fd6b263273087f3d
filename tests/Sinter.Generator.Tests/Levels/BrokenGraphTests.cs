using Sinter.Generator.Levels;
using Sinter.Generator.LoweredOps;
using Sinter.Generator.Lowering;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Levels;

/// <summary>Passes over graphs that break a promise are named, with their level and the node.</summary>
public sealed class BrokenGraphTests
{
    private const string OfGraph = "Sabotage breaks the graph for inference: Node ", OfTraining = "Sabotage breaks the graph for training: Node ", OfLowered = "Sabotage breaks the lowered graph for inference: Node ";

    [Fact]
    public void DroppedEdge() => AssertGraph("Mlp", "MatMul", node => node with { Inputs = new(node.Inputs.Take(1).ToArray()) }, "cannot be computed from its inputs");

    [Fact]
    public void DroppedOperand() => AssertGraph("Mlp", "Add", node => node with { Inputs = new(node.Inputs.Take(1).ToArray()) }, "takes 2 inputs, but has 1.");

    [Fact]
    public void WrongShape() => AssertGraph("Cnn", "Maximum", node => node with { Shape = new(node.Shape.Dims.Append(7)) }, "but its inputs give");

    [Fact]
    public void WrongType() => AssertGraph("Cnn", "Maximum", node => node with { Type = DataType.Int32 }, "has the type Int32, but its inputs give Float32.");

    [Fact]
    public void LaterInput() => AssertGraph("Cnn", "Maximum", node => node with { Inputs = new(Enumerable.Repeat(10_000, node.Inputs.Count).ToArray()) }, "reads 10000, which does not come before it.");

    [Fact]
    public void UnknownLayer() => AssertGraph("Cnn", "Maximum", node => node with { Layer = 1_000 }, "belongs to layer 1000, but there are");

    [Fact]
    public void ForwardThatReadsBackward() => AssertBroken(
        OfTraining, "belongs to the forward pass but reads",
        NetworkLevels.Training.OverGraph(SampleNetworks.Graph("Cnn"), RecomputePointwise.Name, graph => Changed(graph, node => node.IsBackward && node.Inputs.Any(input => graph[input].IsBackward), node => node with { IsBackward = false })));

    [Fact]
    public void UnresolvedPhase() => AssertBroken(
        OfGraph, "should have been resolved.",
        NetworkLevels.Inference.OverGraph(SampleNetworks.Graph("Mlp"), Simplify.Name, graph => Appended(graph, new PhaseOp(), graph.Outputs[0].Node, graph.Outputs[0].Node)));

    [Fact]
    public void ChannelsFirst() => AssertBroken(
        OfGraph, "is channels-first.",
        NetworkLevels.Inference.OverGraph(SampleNetworks.Graph("Cnn"), CancelTransposes.Name, graph => Changed(graph, node => node.Op is PoolOp, node => Reshaped(graph, node with { Op = (PoolOp)node.Op with { ChannelsLast = false } }))));

    [Fact]
    public void GradientOfAnotherShape() => AssertBroken(
        OfTraining, "does not have the shape of parameter",
        NetworkLevels.Training.OverGraph(SampleNetworks.Graph("Mlp"), RecomputePointwise.Name, graph => graph with { Gradients = EquatableArray.Of(graph.Gradients[0] with { Gradient = graph.Loss!.Value }) }));

    [Fact]
    public void StepOfAScan() => AssertBroken(
        OfGraph, "but its inputs give",
        NetworkLevels.Inference.OverGraph(SampleNetworks.Graph("ScanLstm"), ShareCommon.Name, graph => ScanBodies.Map(graph, body => Changed(body, node => node.Op is PointwiseOp, node => node with { Shape = new(node.Shape.Dims.Append(7)) }))));

    [Fact]
    public void WantedNowhere() => Assert.StartsWith(
        "Sabotage breaks the graph for inference: 10000 is wanted, but there are ",
        NetworkLevels.Inference.OverGraph(SampleNetworks.Graph("Mlp"), Simplify.Name, graph => graph with { Outputs = EquatableArray.Of(new GraphOutput("y", 10_000)) }), StringComparison.Ordinal);

    [Fact]
    public void ProductThatIsNotLowered() => AssertLowered("Mlp", PackThroughViews.Name, node => node.Op is LoweredMatMulOp, node => node with { Op = new MatMulOp() }, "");

    [Fact]
    public void ProductOfOtherExtents() => AssertLowered("Mlp", LowerContractions.Name, node => node.Op is LoweredMatMulOp, node => node with { Op = (LoweredMatMulOp)node.Op with { Inner = 5 } }, "but reads");

    [Fact]
    public void ProductOfOtherRows() => AssertLowered("Mlp", LowerContractions.Name, node => node.Op is LoweredMatMulOp, node => node with { Op = (LoweredMatMulOp)node.Op with { Rows = 5 } }, "gives 1 products of 5 by");

    [Fact]
    public void PanelsOfAnotherLength() => AssertLowered("Mlp", LowerContractions.Name, node => node.Op is LoweredMatMulOp, node => node with { Op = (LoweredMatMulOp)node.Op with { PackedB = false } }, "but reads");

    [Fact]
    public void PackThatReadsOutside() => AssertLowered("Mlp", PackThroughViews.Name, node => node.Op is PackOp, node => node with { Op = (PackOp)node.Op with { Offset = 1 } }, "reads the elements 1 to");

    [Fact]
    public void WeightOfAnotherConvolution() => AssertLowered("Groups", LowerContractions.Name, node => node.Op is LoweredConvolutionOp, node => node with { Op = (LoweredConvolutionOp)node.Op with { IsDepthwise = true } }, "reads a weight of");

    [Fact]
    public void ReductionOverTwoRuns() => AssertBroken(OfLowered, "reduces axes that are no run of neighbours.", NetworkLevels.Inference.OverLowered(SampleNetworks.Graph("Cnn"), Legalize.Name, graph =>
    {
        var image = Enumerable.Range(0, graph.Nodes.Count).First(id => graph[id].Shape.FullRank == 4 && graph[id].Shape.Dims.All(dim => !dim.IsOne));
        return Appended(graph, new ReduceOp(ReduceKind.Sum, EquatableArray.Of(0, 2)), image);
    }));

    [Fact]
    public void TransposeOfTooManyAxes() => AssertBroken(OfLowered, "walks over more axes than 8.", NetworkLevels.Inference.OverLowered(SampleNetworks.Graph("Mlp"), Legalize.Name, graph =>
    {
        var builder = new GraphBuilder(graph);
        var many = builder.Add(new InputOp("many", new Shape(Enumerable.Repeat((Dim)2, 10)), DataType.Float32, IsTarget: false));
        builder.Add(new TransposeOp(EquatableArray.Of(9, 8, 7, 6, 5, 4, 3, 2, 1, 0)), many);
        return graph with { Nodes = builder.Build().Nodes };
    }));

    [Fact]
    public void OperandThatIsStoredNowhere() => AssertBroken(OfLowered, "which is stored nowhere.", NetworkLevels.Inference.OverLowered(SampleNetworks.Graph("Mlp"), Legalize.Name, graph =>
    {
        var builder = new GraphBuilder(graph);
        var constant = builder.Add(new ConstantOp(2, Shape.Of(4, 3)));
        builder.Add(new TransposeOp(EquatableArray.Of(1, 0)), constant);
        return graph with { Nodes = builder.Build().Nodes };
    }));

    [Fact]
    public void ValueThatIsWantedTwice() => AssertBroken(
        OfLowered, "is wanted twice, in the same memory.",
        NetworkLevels.Inference.OverLowered(SampleNetworks.Graph("Mlp"), Legalize.Name, graph => graph with { Outputs = EquatableArray.Of([.. graph.Outputs, graph.Outputs[0] with { Name = "again" }]) }));

    [Fact]
    public void OutputThatNoStepComputes() => AssertBroken(
        OfLowered, "is wanted, but computed by no step.",
        NetworkLevels.Inference.OverLowered(SampleNetworks.Graph("Mlp"), Legalize.Name, graph => graph with { Outputs = EquatableArray.Of(new GraphOutput("x", Enumerable.Range(0, graph.Nodes.Count).First(id => graph[id].Op is InputOp))) }));

    private static void AssertGraph(string network, string op, Func<Node, Node> change, string what) =>
        AssertBroken(OfGraph, what, NetworkLevels.Inference.OverGraph(SampleNetworks.Graph(network), Simplify.Name, graph => Changed(graph, node => node.Op.Name == op, change)));

    private static void AssertLowered(string network, string behind, Func<Node, bool> which, Func<Node, Node> change, string what) =>
        AssertBroken(OfLowered, what, NetworkLevels.Inference.OverLowered(SampleNetworks.Graph(network), behind, graph => Changed(graph, which, change)));

    private static void AssertBroken(string start, string end, string message)
    {
        Assert.StartsWith(start, message, StringComparison.Ordinal);
        Assert.Contains(end, message, StringComparison.Ordinal);
    }

    // The graph with one node changed: the first of its kind.
    private static Graph Changed(Graph graph, Func<Node, bool> which, Func<Node, Node> change)
    {
        var nodes = graph.Nodes.ToArray();
        var index = Array.FindIndex(nodes, node => which(node));
        if (index >= 0) nodes[index] = change(nodes[index]);
        return graph with { Nodes = new(nodes) };
    }

    private static Graph Appended(Graph graph, Op op, params int[] inputs)
    {
        var builder = new GraphBuilder(graph);
        builder.Add(op, inputs);
        return graph with { Nodes = builder.Build().Nodes };
    }

    private static Node Reshaped(Graph graph, Node node) => node with { Shape = node.Op.InferShape([.. node.Inputs.Select(input => graph[input].Shape)]) };
}
