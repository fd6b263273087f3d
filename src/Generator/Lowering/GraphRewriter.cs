using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>Copies a graph node by node while a function decides what each becomes.</summary>
internal static class GraphRewriter
{
    /// <summary>
    /// Rebuilds <paramref name="graph"/>. <paramref name="rewrite"/> gets the builder, the old id and the new ids of its
    /// inputs, and returns the new id, or -1 to copy the node as it is.
    /// </summary>
    public static Graph Rewrite(Graph graph, Func<GraphBuilder, int, int[], int> rewrite)
    {
        var builder = new GraphBuilder();
        var map = new int[graph.Nodes.Count];
        for (var id = 0; id < map.Length; id++)
        {
            var node = graph[id];
            var inputs = node.Inputs.Select(input => map[input]).ToArray();
            builder.CurrentLayer = node.Layer;
            builder.IsBackward = node.IsBackward;
            var replacement = rewrite(builder, id, inputs);
            map[id] = replacement >= 0 ? replacement : builder.Add(node.Op, inputs);
        }

        return builder.Build() with
        {
            Outputs = graph.Outputs.Select(output => output with { Node = map[output.Node] }).ToEquatableArray(),
            Layers = graph.Layers.Select(layer => layer.Output < 0 ? layer : layer with { Output = map[layer.Output] }).ToEquatableArray(),
            Loss = graph.Loss < 0 ? -1 : map[graph.Loss],
            Updates = graph.Updates.Select(update => new StateUpdate(map[update.State], map[update.Value])).ToEquatableArray(),
            Gradients = graph.Gradients.Select(gradient => new ParameterGradient(map[gradient.Parameter], map[gradient.Gradient])).ToEquatableArray(),
        };
    }
}
