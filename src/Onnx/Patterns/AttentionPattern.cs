using Sinter.Onnx.Files;

namespace Sinter.Onnx.Patterns;

/// <summary>Attention by products and a softmax: the fused primitive, which never stores its scores.</summary>
internal static class AttentionPattern
{
    public static OnnxNode? Find(PatternGraph graph, OnnxNode node)
    {
        if (node.OpType != "MatMul" || node.Domain.Length > 0 || graph.Maker(node.Inputs[0], "Softmax") is not { } softmax || !graph.IsReadOnce(node.Inputs[0])) return null;
        if (softmax.Attributes.TryGetValue("axis", out var axis) && axis.Integer is not (-1 or 3)) return null;
        var (scores, bias) = (softmax.Inputs[0], "");
        if (graph.Maker(scores, "Add") is { } sum)
        {
            // What is added is the side that is no product.
            var isLeft = Product(graph, sum.Inputs[0]) is not null;
            if (!isLeft && Product(graph, sum.Inputs[1]) is null) return null;
            (scores, bias) = isLeft ? (sum.Inputs[0], sum.Inputs[1]) : (sum.Inputs[1], sum.Inputs[0]);
        }

        if (Product(graph, scores) is not ({ } product, var scale) || !graph.IsReadOnce(scores)) return null;
        var inputs = new List<string> { product.Inputs[0], product.Inputs[1], node.Inputs[1] };
        if (bias.Length > 0) inputs.Add(bias);
        return Layers.Node(node, "Attention", inputs, ("scale", scale)) with { Domain = Layers.Domain };
    }

    // A product of two values that are computed, and the number that it is multiplied by.
    private static (OnnxNode Product, float Scale)? Product(PatternGraph graph, string value)
    {
        if (graph.Maker(value, "MatMul") is { } plain) return graph.Known(plain.Inputs[1]) is null ? (plain, 1f) : null;
        if (graph.Maker(value, "Mul", "Div") is not { } scaled) return null;
        foreach (var (inner, number) in PatternGraph.BothWays(scaled).Take(scaled.OpType == "Div" ? 1 : 2))
        {
            if (graph.Number(number) is { } factor && graph.Maker(inner, "MatMul") is { } product && graph.Known(product.Inputs[1]) is null) return (product, scaled.OpType == "Div" ? 1 / factor : factor);
        }

        return null;
    }
}
