namespace Sinter.Graphs;

/// <summary>What a value of a graph is computed from, and how.</summary>
/// <param name="Op">The op that computes it: of a part, the one that leaves it behind.</param>
/// <param name="Inputs">The values that the op reads.</param>
/// <param name="Axes">What becomes of their axes.</param>
internal sealed record Dependence(Op Op, EquatableArray<int> Inputs, AxisMap Axes)
{
    public static Dependence Of(Graph graph, int id)
    {
        var node = graph[id];
        var part = node.Op as PartOp;
        var source = part is null ? node : graph[node.Inputs[0]];
        var shapes = new Shape[source.Inputs.Count];
        for (var input = 0; input < shapes.Length; input++) shapes[input] = graph[source.Inputs[input]].Shape;
        return new(source.Op, source.Inputs, part is null ? node.Op.MapAxes(shapes, node.Shape) : source.Op.MapAxesOf(part, shapes, node.Shape));
    }
}
