using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>Inputs for layers, and questions about the graph they leave behind.</summary>
internal sealed class GraphFixture
{
    public GraphBuilder Builder { get; } = new();

    public Graph Graph => Builder.Build();

    public Tensor Input(params int[] shape) => new(Builder, Builder.Add(new InputOp("x", Batched(shape), DataType.Float32, IsTarget: false)));

    public Tokens Tokens(params int[] shape) => new(Builder, Builder.Add(new InputOp("tokens", Batched(shape), DataType.Int32, IsTarget: false)));

    public static Shape Batched(params int[] shape) => new([Dim.Batch, .. shape.Select(extent => (Dim)extent)]);

    /// <summary>The parameters in order: <c>conv1.weight [32, 1, 3, 3]</c>.</summary>
    public string[] Parameters() => [.. Graph.Nodes.Select(node => node.Op).OfType<ParameterOp>().Select(op => $"{op.Key} {op.Shape}")];

    public string[] States() => [.. Graph.Nodes.Select(node => node.Op).OfType<StateOp>().Select(op => $"{op.Key} {op.Shape} {op.Initial}")];

    public ParameterOp Parameter(string key) => Graph.Nodes.Select(node => node.Op).OfType<ParameterOp>().Single(op => op.Key == key);

    public long ParameterCount(string scope = "") =>
        Graph.Nodes.Select(node => node.Op).OfType<ParameterOp>().Where(op => op.Key.StartsWith(scope, StringComparison.Ordinal)).Sum(op => op.Shape.Elements);

    /// <summary>The names of the primitives that are neither inputs, parameters nor constants, in order.</summary>
    public string[] Operations() => [.. Graph.Nodes.Where(node => node.Op is not LeafOp).Select(node => node.Op.Name)];

    public string[] Layers() => [.. Graph.Layers.Select(layer => $"{layer.Kind} {layer.Name} {Graph[layer.Output].Shape}")];

    /// <summary>Asserts id and full text of the error that a definition causes.</summary>
    public static void Fails(string id, string message, Func<GraphFixture, object> definition)
    {
        var error = Assert.Throws<NetworkDefinitionException>(() => definition(new GraphFixture()));
        Assert.Equal((id, message), (error.Id, error.Message));
    }
}
