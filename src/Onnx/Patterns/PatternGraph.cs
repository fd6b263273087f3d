using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;

namespace Sinter.Onnx.Patterns;

/// <summary>A graph as patterns look at it: who computes a value, how often it is read, and which numbers are known.</summary>
internal sealed class PatternGraph
{
    private readonly Dictionary<string, OnnxNode> makers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxTensor> tensors = new(StringComparer.Ordinal);

    public PatternGraph(OnnxGraph graph, long opset)
    {
        Opset = opset;
        foreach (var tensor in graph.Initializers) tensors[tensor.Name] = tensor;
        foreach (var input in graph.Inputs.Where(input => !tensors.ContainsKey(input.Name))) readers[input.Name] = 0;
        foreach (var node in graph.Nodes) Add(node);
        foreach (var output in graph.Outputs) Count(output.Name);
    }

    /// <summary>The version of the operators.</summary>
    public long Opset { get; }

    /// <summary>The node that computes a value, if it is of a kind.</summary>
    public OnnxNode? Maker(string value, params string[] types) => makers.TryGetValue(value, out var node) && types.Contains(node.OpType) && node.Domain.Length == 0 ? node : null;

    /// <summary>Whether only one node reads a value.</summary>
    public bool IsReadOnce(string value) => readers.TryGetValue(value, out var count) && count == 1;

    /// <summary>The numbers of a weight or of a constant, without reading them.</summary>
    public Constant? Known(string value)
    {
        if (tensors.TryGetValue(value, out var tensor)) return Constant.Of(tensor);
        if (!makers.TryGetValue(value, out var node)) return null;
        return node.OpType switch
        {
            "Constant" when node.Attributes.TryGetValue("value", out var attribute) && attribute.Tensor is { } stated => Constant.Of(stated),
            "Identity" => Known(node.Inputs[0]),
            "Transpose" when Known(node.Inputs[0]) is { Rank: 2 } matrix => matrix.Transposed(1, 0),
            _ => null,
        };
    }

    /// <summary>The one number that a value is, if it is known.</summary>
    public float? Number(string value) => Known(value) is { Count: 1 } constant ? constant.Number() : null;

    /// <summary>Whether a value is a number, up to the rounding of an exporter.</summary>
    public bool Is(string value, double number) => Number(value) is { } known && Math.Abs(known - number) <= 1e-5 * Math.Max(1, Math.Abs(number));

    /// <summary>The other input of a node of two, and whether one of them is a value.</summary>
    public string? Other(OnnxNode node, string value) => node.Inputs.Count != 2 ? null : node.Inputs[0] == value ? node.Inputs[1] : node.Inputs[1] == value ? node.Inputs[0] : null;

    /// <summary>The two inputs of a node both ways round.</summary>
    public static IEnumerable<(string First, string Second)> BothWays(OnnxNode node) => node.Inputs.Count == 2 ? [(node.Inputs[0], node.Inputs[1]), (node.Inputs[1], node.Inputs[0])] : [];

    /// <summary>Replaces a node: later patterns see the new one.</summary>
    public void Add(OnnxNode node)
    {
        foreach (var output in node.Outputs) makers[output] = node;
        foreach (var input in node.Inputs) Count(input);
        foreach (var attribute in node.Attributes.Values)
        {
            if (attribute.Graph is { } graph) CountOuter(graph);
        }
    }

    private void CountOuter(OnnxGraph graph)
    {
        foreach (var output in graph.Outputs) Count(output.Name);
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs) Count(input);
            foreach (var attribute in node.Attributes.Values)
            {
                if (attribute.Graph is { } inner) CountOuter(inner);
            }
        }
    }

    private void Count(string value) => readers[value] = readers.TryGetValue(value, out var count) ? count + 1 : 1;
}
