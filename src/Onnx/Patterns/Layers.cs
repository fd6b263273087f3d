using Sinter.Onnx.Files;

namespace Sinter.Onnx.Patterns;

/// <summary>Finds a layer that an exporter has spelled out; returns the node that it is, or null. What it was made of is left to nobody.</summary>
internal delegate OnnxNode? Pattern(PatternGraph graph, OnnxNode node);

/// <summary>Puts layers in the place of what they were spelled out as.</summary>
internal static class Layers
{
    /// <summary>The domain of operators that are the Dsl's own.</summary>
    public const string Domain = "sinter";

    // In this order: what a later one looks for, an earlier one has found.
    private static readonly Pattern[] Patterns =
    [
        BiasPattern.Find,
        NormalizationPattern.FindLayerNorm,
        NormalizationPattern.FindRMSNorm,
        ActivationPattern.Find,
        AttentionPattern.Find,
    ];

    public static OnnxGraph Find(OnnxGraph graph, long opset)
    {
        foreach (var find in Patterns)
        {
            var index = new PatternGraph(graph, opset);
            var nodes = graph.Nodes.ToArray();
            var isChanged = false;
            for (var i = 0; i < nodes.Length; i++)
            {
                if (find(index, nodes[i]) is not { } layer) continue;
                nodes[i] = layer;
                index.Add(layer);
                isChanged = true;
            }

            if (isChanged) graph = graph with { Nodes = nodes };
        }

        return graph;
    }

    /// <summary>A node in the place of another.</summary>
    public static OnnxNode Node(OnnxNode root, string type, IEnumerable<string> inputs, params (string Name, object Value)[] attributes) =>
        new(root.Name, type, "", [.. inputs], [root.Outputs[0]]) { Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => Attribute(attribute.Name, attribute.Value)) };

    private static OnnxAttribute Attribute(string name, object value) => value switch
    {
        float number => new OnnxAttribute(name) { Float = number },
        int number => new OnnxAttribute(name) { Integer = number },
        long number => new OnnxAttribute(name) { Integer = number },
        long[] numbers => new OnnxAttribute(name) { Integers = numbers },
        _ => new OnnxAttribute(name) { Text = (string)value },
    };
}
