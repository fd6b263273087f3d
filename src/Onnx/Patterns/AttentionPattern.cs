using Sinter.Onnx.Files;

namespace Sinter.Onnx.Patterns;

/// <summary>Attention by products and a softmax: the fused primitive, which never stores its scores.</summary>
internal static class AttentionPattern
{
    /// <summary>The exponential of less is 0 beside those of scores.</summary>
    private const float LargestHidden = -9999;

    public static OnnxNode? Find(PatternGraph graph, OnnxNode node)
    {
        if (node.OpType != "MatMul" || node.Domain.Length > 0 || graph.Maker(node.Inputs[0], "Softmax") is not { } softmax || !graph.IsReadOnce(node.Inputs[0])) return null;
        // Before opset 13 the axis was 1 where it is not stated.
        if (softmax.Attributes.TryGetValue("axis", out var axis) ? axis.Integer is not (-1 or 3) : graph.Opset < 13) return null;
        var (scores, bias, mask) = (softmax.Inputs[0], "", "");
        var attributes = new List<(string, object)>();
        if (graph.Maker(scores, "Where") is { } choice && (graph.Number(choice.Inputs[1]) is not null) != (graph.Number(choice.Inputs[2]) is not null))
        {
            // Where a condition says so, a number stands for the score.
            var isHidden = graph.Number(choice.Inputs[1]) is not null;
            var hidden = graph.Number(choice.Inputs[isHidden ? 1 : 2])!.Value;
            if (hidden > LargestHidden || !graph.IsReadOnce(scores)) return null;
            (scores, mask) = (choice.Inputs[isHidden ? 2 : 1], choice.Inputs[0]);
            attributes.AddRange([("hidden", hidden), ("where", isHidden ? 1 : 0)]);
        }
        else if (graph.Maker(scores, "Add") is { } sum)
        {
            // What is added is the side that is no product.
            var isLeft = Product(graph, sum.Inputs[0]) is not null;
            if (!isLeft && Product(graph, sum.Inputs[1]) is null) return null;
            (scores, bias) = isLeft ? (sum.Inputs[0], sum.Inputs[1]) : (sum.Inputs[1], sum.Inputs[0]);
        }

        if (Product(graph, scores) is not ({ } product, var scale) || !graph.IsReadOnce(scores)) return null;
        var (q, before) = Unscaled(graph, product.Inputs[0]);
        var (k, behind) = Unscaled(graph, product.Inputs[1]);
        return Layers.Node(node, "Attention", [q, k, node.Inputs[1], bias, mask], [.. attributes, ("scale", scale * before * behind)]) with { Domain = Layers.Domain };
    }

    // Some multiply queries and keys instead of the scores.
    private static (string Value, float Scale) Unscaled(PatternGraph graph, string value) =>
        graph.IsReadOnce(value) ? Scaled(graph, value).Where(scaled => scaled.Factor != 0 && !float.IsInfinity(scaled.Factor)).DefaultIfEmpty((value, 1f)).First() : (value, 1f);

    // A product of two values that are computed, and the number that it is multiplied by.
    private static (OnnxNode Product, float Scale)? Product(PatternGraph graph, string value)
    {
        foreach (var (inner, factor) in Scaled(graph, value).Prepend((value, 1f)))
        {
            if (graph.Maker(inner, "MatMul") is { } product && graph.Known(product.Inputs[1]) is null) return (product, factor);
        }

        return null;
    }

    // What a value is a multiple of, and the number.
    private static IEnumerable<(string Inner, float Factor)> Scaled(PatternGraph graph, string value)
    {
        if (graph.Maker(value, "Mul", "Div") is not { } scaled) yield break;
        foreach (var (inner, number) in PatternGraph.BothWays(scaled).Take(scaled.OpType == "Div" ? 1 : 2))
        {
            if (graph.Number(number) is { } factor) yield return (inner, scaled.OpType == "Div" ? 1 / factor : factor);
        }
    }
}
