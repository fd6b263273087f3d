using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Passes;

public sealed class GraphVerifierTests
{
    private static readonly Shape Image = Shape.Of(Dim.Batch, 2, 4, 4);

    [Fact]
    public void OrderOfNodes() => Fails("Node 1, Exp [B, 2, 4, 4], reads 1, which does not come before it.", Stage.Declared, Node(new PointwiseOp(ScalarFunction.Exp), Image, 1));

    [Fact]
    public void Shapes() => Fails("Node 1, Exp [B, 3], has the shape [B, 3], but its inputs give [B, 2, 4, 4].", Stage.Declared, Node(new PointwiseOp(ScalarFunction.Exp), Shape.Of(Dim.Batch, 3), 0));

    [Fact]
    public void Types() => Fails(
        "Node 1, Exp [B, 2, 4, 4], has the type Int32, but its inputs give Float32.", Stage.Declared, Node(new PointwiseOp(ScalarFunction.Exp), Image, 0) with { Type = DataType.Int32 });

    [Fact]
    public void NumberOfInputs() => Fails("Node 1, Add [B, 2, 4, 4], takes 2 inputs, but has 1.", Stage.Declared, Node(new PointwiseOp(ScalarFunction.Add), Image, 0));

    [Fact]
    public void ForwardBeforeBackward() => Fails(
        "Node 2, Exp [B, 2, 4, 4], belongs to the forward pass but reads 1 of the backward pass.",
        Stage.Declared,
        Node(new PointwiseOp(ScalarFunction.Exp), Image, 0) with { IsBackward = true },
        Node(new PointwiseOp(ScalarFunction.Exp), Image, 1));

    [Fact]
    public void Phases() => Fails("Node 1, Phase [B, 2, 4, 4], should have been resolved.", Stage.Resolved, Node(new PhaseOp(), Image, 0, 0));

    [Fact]
    public void Detachments() => Fails("Node 1, Detach [B, 2, 4, 4], should have been dropped.", Stage.Optimized, Node(new DetachOp(), Image, 0));

    [Fact]
    public void Layout() => Fails(
        "Node 1, MaxPool [B, 2, 2, 2], is channels-first.",
        Stage.ChannelsLast,
        Node(new PoolOp(PoolKind.Max, new Window(2, 2) { StrideHeight = 2, StrideWidth = 2 }), Shape.Of(Dim.Batch, 2, 2, 2), 0));

    [Fact]
    public void Loss()
    {
        var graph = Graph(Node(new PointwiseOp(ScalarFunction.Exp), Image, 0)) with { Loss = 1 };
        AssertFails("Node 1, Exp [B, 2, 4, 4], is the loss, but has the shape [B, 2, 4, 4].", graph, Stage.Declared);
    }

    [Fact]
    public void Gradients()
    {
        var graph = Graph(Node(new ParameterOp("w", Shape.Of(2), Initializer.Zeros, Decays: false), Shape.Of(2))) with { Gradients = EquatableArray.Of(new ParameterGradient(1, 0)) };
        AssertFails("Node 0, Input [B, 2, 4, 4], does not have the shape of parameter 1.", graph, Stage.Declared);
    }

    [Fact]
    public void Roots() => AssertFails("7 is wanted, but there are 1 nodes.", Graph() with { Outputs = EquatableArray.Of(new GraphOutput("y", 7)) }, Stage.Declared);

    private static void Fails(string message, Stage stage, params Node[] nodes) => AssertFails(message, Graph(nodes), stage);

    private static void AssertFails(string message, Graph graph, Stage stage) =>
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => GraphVerifier.Check(graph, stage)).Message);

    private static Graph Graph(params Node[] nodes) => new(
        EquatableArray.Of([Node(new InputOp("x", Image, DataType.Float32, IsTarget: false), Image), .. nodes]), default, default);

    private static Node Node(Op op, Shape shape, params int[] inputs) => new(op, new(inputs), shape, DataType.Float32, Layer: -1);
}
