namespace Sinter.Graphs;

/// <summary>One value of a graph. Its id is its index; its inputs are ids smaller than its own.</summary>
/// <param name="Op">The primitive that computes the value.</param>
/// <param name="Inputs">The ids of the values it reads.</param>
/// <param name="Shape">All extents, the batch included.</param>
/// <param name="Type">The element type.</param>
/// <param name="Layer">The index of the layer that asked for it in <see cref="Graph.Layers"/>, or -1.</param>
internal sealed record Node(Op Op, EquatableArray<int> Inputs, Shape Shape, DataType Type, int Layer)
{
    /// <summary>Whether autodiff added the node: it runs after the loss is known.</summary>
    public bool IsBackward { get; init; }
}

/// <summary>A named result of the network.</summary>
internal sealed record GraphOutput(string Name, int Node, DataType Type = DataType.Float32);

/// <summary>A state whose next value is computed by the graph: <paramref name="Value"/> is stored at the end of a training step.</summary>
internal sealed record StateUpdate(int State, int Value);

/// <summary>Statistics of a batch that a layer normalises by while training: a mean and a variance, which need more than one value.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Values">The extents whose product is the number of values of each channel.</param>
internal sealed record BatchStatistics(int Layer, EquatableArray<Dim> Values);

/// <summary>The gradient of the loss with respect to a parameter.</summary>
internal sealed record ParameterGradient(int Parameter, int Gradient);

/// <summary>A layer as the author wrote it, for the summary, comments and messages.</summary>
/// <param name="Name">The full name with scopes: <c>layer1.0.conv1</c>.</param>
/// <param name="Kind">The name of the method in the Dsl: <c>Conv2d</c>.</param>
/// <param name="Parent">The index of the enclosing layer, or -1.</param>
/// <param name="Output">The value the layer returned.</param>
internal sealed record Layer(string Name, string Kind, int Parent, int Output);

/// <summary>
/// A network as values in topological order. Immutable, structurally equal, free of anything from Roslyn:
/// two sources that mean the same network give equal graphs.
/// </summary>
internal sealed record Graph(
    EquatableArray<Node> Nodes,
    EquatableArray<GraphOutput> Outputs,
    EquatableArray<Layer> Layers)
{
    /// <summary>The id of the scalar loss; null when the network cannot be trained.</summary>
    public int? Loss { get; init; }

    /// <summary>The states written at the end of a training step.</summary>
    public EquatableArray<StateUpdate> Updates { get; init; }

    /// <summary>Statistics that training needs more than one value for. Of the declared graph: what is compiled from it has none.</summary>
    public EquatableArray<BatchStatistics> Statistics { get; init; }

    /// <summary>Filled by autodiff.</summary>
    public EquatableArray<ParameterGradient> Gradients { get; init; }

    public Node this[int id] => Nodes[id];

    /// <summary>Every value that must be computed: outputs, loss, state updates, gradients.</summary>
    public IEnumerable<int> Roots()
    {
        foreach (var output in Outputs) yield return output.Node;
        if (Loss is { } loss) yield return loss;
        foreach (var update in Updates) yield return update.Value;
        foreach (var gradient in Gradients) yield return gradient.Gradient;
    }

    /// <summary>For each node, the nodes that read it.</summary>
    public List<int>[] Users()
    {
        var users = new List<int>[Nodes.Count];
        for (var id = 0; id < users.Length; id++) users[id] = [];
        for (var id = 0; id < users.Length; id++)
        {
            foreach (var input in Nodes[id].Inputs)
            {
                // A node that reads a value twice has just been listed.
                var list = users[input];
                if (list.Count == 0 || list[list.Count - 1] != id) list.Add(id);
            }
        }

        return users;
    }
}
