using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// A copy of a graph in the making: a pass visits the nodes in order and says what becomes of each. Shapes are inferred again
/// only where they changed, which keeps passes over thousands of nodes cheap.
/// </summary>
internal sealed class GraphCopy
{
    private readonly int[] map;

    public GraphCopy(Graph source, CancellationToken cancellation = default)
    {
        Source = source;
        map = new int[source.Nodes.Count];
        Builder = new GraphBuilder(map.Length + (map.Length / 8)) { Cancellation = cancellation };
        for (var id = 0; id < map.Length; id++) map[id] = -1;
    }

    public Graph Source { get; }

    /// <summary>The new graph. The layer of the node being visited is its current layer.</summary>
    public GraphBuilder Builder { get; }

    /// <summary>The new id of an old value, or -1 while it has none.</summary>
    public int this[int id]
    {
        get => map[id];
        set => map[id] = value;
    }

    /// <summary>Visits every node; <paramref name="visit"/> returns its new id, or -1 to leave it out.</summary>
    public static Graph Run(Graph source, Func<GraphCopy, int, int> visit, CancellationToken cancellation)
    {
        var copy = new GraphCopy(source, cancellation);
        for (var id = 0; id < copy.map.Length; id++)
        {
            cancellation.ThrowIfCancellationRequested();
            copy.Enter(id);
            copy.map[id] = visit(copy, id);
        }

        return copy.Finish();
    }

    /// <summary>Nodes added from now on belong to the layer and the pass of node <paramref name="id"/>.</summary>
    public void Enter(int id)
    {
        var node = Source[id];
        Builder.CurrentLayer = node.Layer;
        Builder.IsBackward = node.IsBackward;
    }

    /// <summary>Adds the node as it is, on the new inputs.</summary>
    public int Copy(int id)
    {
        var node = Source[id];
        foreach (var input in node.Inputs)
        {
            if (map[input] != input || !ReferenceEquals(Source[input].Shape, Builder.ShapeOf(input))) return Copy(id, Inputs(id));
        }

        return Builder.Append(node);
    }

    /// <summary>Adds the node on inputs given as new ids.</summary>
    public int Copy(int id, int[] inputs)
    {
        var node = Source[id];
        var (sameIds, sameShapes) = (true, true);
        for (var i = 0; i < inputs.Length; i++)
        {
            sameIds &= inputs[i] == node.Inputs[i];
            var (before, after) = (Source[node.Inputs[i]].Shape, Builder.ShapeOf(inputs[i]));
            sameShapes &= ReferenceEquals(before, after) || before.Equals(after);
        }

        if (!sameShapes) return Builder.Add(node.Op, inputs);
        return Builder.Append(sameIds ? node : node with { Inputs = new(inputs) });
    }

    /// <summary>The new ids of the node's inputs.</summary>
    public int[] Inputs(int id)
    {
        var node = Source[id];
        var inputs = new int[node.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = map[node.Inputs[i]];
        return inputs;
    }

    /// <summary>The new graph, with everything that names nodes taken over.</summary>
    public Graph Finish() => Builder.Build() with
    {
        Outputs = Source.Outputs.Select(output => output with { Node = map[output.Node] }).ToEquatableArray(),
        Layers = Source.Layers.Select(layer => layer.Output < 0 ? layer : layer with { Output = map[layer.Output] }).ToEquatableArray(),
        Loss = Source.Loss is { } loss ? map[loss] : null,
        Updates = Source.Updates.Select(update => new StateUpdate(map[update.State], map[update.Value])).ToEquatableArray(),
        Gradients = Source.Gradients
            .Select(gradient => new ParameterGradient(map[gradient.Parameter], map[gradient.Gradient]))
            .ToEquatableArray(),
    };
}
