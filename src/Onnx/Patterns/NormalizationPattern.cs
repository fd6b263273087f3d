using Sinter.Onnx.Files;

namespace Sinter.Onnx.Patterns;

/// <summary>LayerNorm and RMSNorm as PyTorch's exporter spelled them before there were operators for them.</summary>
internal static class NormalizationPattern
{
    /// <summary>(x - mean) / sqrt(mean((x - mean)²) + e) * w + b, whose inner part is a RMSNorm of (x - mean).</summary>
    public static OnnxNode? FindLayerNorm(PatternGraph graph, OnnxNode node)
    {
        if (node.OpType != "Add" || node.Domain.Length > 0) return null;
        foreach (var (scaled, bias) in PatternGraph.BothWays(node))
        {
            if (graph.Known(bias) is not { Rank: 1 } || graph.Maker(scaled, "Mul") is not { } product) continue;
            foreach (var (normalised, weight) in PatternGraph.BothWays(product))
            {
                if (graph.Known(weight) is not { Rank: 1 } || Centred(graph, normalised) is not ({ } x, var epsilon)) continue;
                return Layers.Node(node, "LayerNormalization", [x, weight, bias], ("axis", -1), ("epsilon", epsilon));
            }
        }

        return null;
    }

    private static (string X, float Epsilon)? Centred(PatternGraph graph, string value)
    {
        if (graph.Maker(value, "Div") is not { } quotient || graph.Maker(quotient.Inputs[1], "Sqrt") is not { } root || Sum(graph, root.Inputs[0]) is not ({ } square, var epsilon)) return null;
        if (Mean(graph, square) is not { } squared || graph.Maker(quotient.Inputs[0], "Sub") is not { } centred || Mean(graph, centred.Inputs[1]) != centred.Inputs[0]) return null;
        var isSquare = Squared(graph, squared) is { } inner && (inner == quotient.Inputs[0] || (graph.Maker(inner, "Sub") is { } again && again.Inputs[0] == centred.Inputs[0] && Mean(graph, again.Inputs[1]) == centred.Inputs[0]));
        return isSquare ? (centred.Inputs[0], epsilon) : null;
    }

    /// <summary>x * rsqrt(mean(x²) + e) * w, in either order.</summary>
    public static OnnxNode? FindRMSNorm(PatternGraph graph, OnnxNode node)
    {
        if (node.OpType != "Mul" || node.Domain.Length > 0) return null;
        foreach (var (normalised, weight) in PatternGraph.BothWays(node))
        {
            if (graph.Known(weight) is not { Rank: 1 }) continue;
            if (graph.Maker(normalised, "Mul") is { } product)
            {
                foreach (var (x, inverse) in PatternGraph.BothWays(product))
                {
                    var root = graph.Maker(inverse, "Reciprocal") is { } reciprocal ? graph.Maker(reciprocal.Inputs[0], "Sqrt") : graph.Maker(inverse, "Div") is { } over && graph.Is(over.Inputs[0], 1) ? graph.Maker(over.Inputs[1], "Sqrt") : null;
                    if (root is not null && Mean(graph, root.Inputs[0], x) is { } epsilon) return Layers.Node(node, "RMSNormalization", [x, weight], ("axis", -1), ("epsilon", epsilon));
                }
            }

            if (graph.Maker(normalised, "Div") is { } quotient && graph.Maker(quotient.Inputs[1], "Sqrt") is { } below && Mean(graph, below.Inputs[0], quotient.Inputs[0]) is { } small)
                return Layers.Node(node, "RMSNormalization", [quotient.Inputs[0], weight], ("axis", -1), ("epsilon", small));
        }

        return null;
    }

    // The epsilon of mean(x²) + e.
    private static float? Mean(PatternGraph graph, string value, string x) =>
        Sum(graph, value) is ({ } mean, var epsilon) && Mean(graph, mean) is { } squared && Squared(graph, squared) == x ? epsilon : null;

    private static (string Value, float Epsilon)? Sum(PatternGraph graph, string value)
    {
        if (graph.Maker(value, "Add") is not { } sum) return null;
        foreach (var (mean, number) in PatternGraph.BothWays(sum))
        {
            if (graph.Number(number) is { } epsilon) return (mean, epsilon);
        }

        return null;
    }

    // What a mean along the last axis is of.
    private static string? Mean(PatternGraph graph, string value)
    {
        if (graph.Maker(value, "ReduceMean") is not { } mean) return null;
        var axes = mean.Attributes.TryGetValue("axes", out var stated) ? stated.Integers : mean.Inputs.Count > 1 ? graph.Known(mean.Inputs[1])?.Integers() : null;
        var keeps = !mean.Attributes.TryGetValue("keepdims", out var keep) || keep.Integer != 0;
        return keeps && axes is { Count: 1 } && axes[0] == -1 ? mean.Inputs[0] : null;
    }

    private static string? Squared(PatternGraph graph, string value)
    {
        if (graph.Maker(value, "Pow") is { } power) return graph.Is(power.Inputs[1], 2) ? power.Inputs[0] : null;
        return graph.Maker(value, "Mul") is { } product && product.Inputs[0] == product.Inputs[1] ? product.Inputs[0] : null;
    }
}
