using Sinter.Onnx.Files;

namespace Sinter.Onnx.Patterns;

/// <summary>Activations that are spelled out: GELU by the error function or by the hyperbolic tangent, SiLU, Mish and hard swish.</summary>
internal static class ActivationPattern
{
    public static OnnxNode? Find(PatternGraph graph, OnnxNode node)
    {
        if (node.OpType != "Mul" || node.Domain.Length > 0) return null;
        foreach (var (first, second) in PatternGraph.BothWays(node))
        {
            if (graph.Maker(second, "Sigmoid") is { } sigmoid && sigmoid.Inputs[0] == first) return Layers.Node(node, "Swish", [first]);
            if (graph.Maker(second, "HardSigmoid") is { } hard && hard.Inputs[0] == first && IsSixth(hard)) return Layers.Node(node, "HardSwish", [first]);
            if (graph.Maker(second, "Tanh") is { } tanh && graph.Maker(tanh.Inputs[0], "Softplus") is { } plus && plus.Inputs[0] == first) return Layers.Node(node, "Mish", [first]);
            if (Gelu(graph, node, first, second) is { } gelu) return gelu;
        }

        return null;
    }

    private static bool IsSixth(OnnxNode hard) => hard.Attributes.TryGetValue("alpha", out var alpha) && Math.Abs((alpha.Float ?? 0) - (1 / 6f)) < 1e-6f && (!hard.Attributes.TryGetValue("beta", out var beta) || beta.Float == 0.5f);

    // x * 0.5 * (1 + erf(x / √2)), whatever is multiplied first.
    private static OnnxNode? Gelu(PatternGraph graph, OnnxNode node, string first, string second)
    {
        // (x * 0.5) * (1 + …) or x * (0.5 * (1 + …))
        if (Half(graph, first) is { } x && Inner(graph, x, second) is { } one) return Made(node, x, one);
        if (Half(graph, second) is { } sum && Inner(graph, first, sum) is { } two) return Made(node, first, two);
        // (x * (1 + …)) * 0.5
        if (!graph.Is(second, 0.5) || graph.Maker(first, "Mul") is not { } product) return null;
        foreach (var (value, factor) in PatternGraph.BothWays(product))
        {
            if (Inner(graph, value, factor) is { } three) return Made(node, value, three);
        }

        return null;
    }

    private static OnnxNode Made(OnnxNode node, string x, string approximate) => Layers.Node(node, "Gelu", [x], ("approximate", approximate));

    private static string? Half(PatternGraph graph, string value)
    {
        if (graph.Maker(value, "Mul") is { } product)
        {
            foreach (var (x, number) in PatternGraph.BothWays(product))
            {
                if (graph.Is(number, 0.5)) return x;
            }
        }

        return graph.Maker(value, "Div") is { } quotient && graph.Is(quotient.Inputs[1], 2) ? quotient.Inputs[0] : null;
    }

    private static string? Inner(PatternGraph graph, string x, string value)
    {
        if (graph.Maker(value, "Add") is not { } sum) return null;
        foreach (var (function, number) in PatternGraph.BothWays(sum))
        {
            if (!graph.Is(number, 1)) continue;
            if (graph.Maker(function, "Erf") is { } erf && IsScaled(graph, erf.Inputs[0], x, Math.Sqrt(0.5))) return "none";
            if (graph.Maker(function, "Tanh") is { } tanh && Scaled(graph, tanh.Inputs[0], Math.Sqrt(2 / Math.PI)) is { } cubic && IsCubic(graph, cubic, x)) return "tanh";
        }

        return null;
    }

    private static bool IsScaled(PatternGraph graph, string value, string x, double factor) => Scaled(graph, value, factor) == x;

    private static string? Scaled(PatternGraph graph, string value, double factor)
    {
        if (graph.Maker(value, "Div") is { } quotient && graph.Is(quotient.Inputs[1], 1 / factor)) return quotient.Inputs[0];
        if (graph.Maker(value, "Mul") is not { } product) return null;
        foreach (var (x, number) in PatternGraph.BothWays(product))
        {
            if (graph.Is(number, factor)) return x;
        }

        return null;
    }

    // x + 0.044715 * x³
    private static bool IsCubic(PatternGraph graph, string value, string x)
    {
        if (graph.Maker(value, "Add") is not { } sum || graph.Other(sum, x) is not { } rest || graph.Maker(rest, "Mul") is not { } product) return false;
        return PatternGraph.BothWays(product).Any(pair => graph.Is(pair.Second, 0.044715) && graph.Maker(pair.First, "Pow") is { } power && power.Inputs[0] == x && graph.Is(power.Inputs[1], 3));
    }
}
