using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>Inputs for layers, and questions about the graph they leave behind.</summary>
internal sealed class GraphFixture
{
    private int inputs;

    public GraphBuilder Builder { get; } = new();

    public Graph Graph => Builder.Build();

    /// <summary>An input: the first is called <c>x</c>, the second <c>x2</c>, …</summary>
    public Tensor Input(params int[] shape)
    {
        inputs++;
        return new(Builder, Builder.Add(new InputOp(inputs == 1 ? "x" : $"x{inputs}", Batched(shape), DataType.Float32, IsTarget: false)));
    }

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

    /// <summary>The value of a tensor in double precision, in row-major order.</summary>
    /// <param name="leaves">Inputs by argument (<c>x</c>, <c>x2</c>, <c>tokens</c>), parameters and states by key.</param>
    public double[] Evaluate(Tensor value, int batch, bool training, params (string Key, double[] Data)[] leaves) =>
        Interpret(batch, training, leaves)[value.Id].Data;

    public GraphInterpreter Interpret(int batch, bool training, params (string Key, double[] Data)[] leaves)
    {
        var values = leaves.ToDictionary(leaf => leaf.Key, leaf => leaf.Data);
        return new GraphInterpreter(Graph)
        {
            Bindings = batch,
            Phase = training ? Phase.Training : Phase.Inference,
            Inputs = values,
            Parameters = values,
            States = values,
        }.Run();
    }

    public static void Close(double[] expected, double[] actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }

    /// <summary>Asserts id and full text of the error that a definition causes.</summary>
    public static void Fails(string id, string message, Func<GraphFixture, object> definition)
    {
        var error = Assert.Throws<NetworkDefinitionException>(() => definition(new GraphFixture()));
        Assert.Equal((id, message), (error.Id, error.Message));
    }
}
