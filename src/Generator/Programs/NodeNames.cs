using System.Text;
using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Programs;

/// <summary>Names for nodes in generated code, taken from the layers and arguments the author wrote.</summary>
internal sealed class NodeNames
{
    private readonly Graph graph;
    private readonly Dictionary<int, int> layerOfOutput;

    public NodeNames(Graph graph) : this(graph, LayersByOutput(graph))
    {
    }

    private NodeNames(Graph graph, Dictionary<int, int> layerOfOutput) => (this.graph, this.layerOfOutput) = (graph, layerOfOutput);

    /// <summary>For the body of a scan, whose layers are those around it, and return values of the graph around it.</summary>
    public static NodeNames OfBody(Graph body) => new(body, []);

    private static Dictionary<int, int> LayersByOutput(Graph graph)
    {
        var result = new Dictionary<int, int>();
        for (var index = 0; index < graph.Layers.Count; index++)
        {
            // The innermost layer that returns the value comes last.
            if (graph.Layers[index].Output >= 0) result[graph.Layers[index].Output] = index;
        }

        return result;
    }

    /// <summary>The dotted name of the layer a node belongs to, or an empty string.</summary>
    public string LayerOf(int id) => graph[id].Layer < 0 ? "" : graph.Layers[graph[id].Layer].Name;

    /// <summary>A name for the value in comments: the layer, the argument or the parameter's key.</summary>
    public string Describe(int id) => graph[id].Op switch
    {
        InputOp input => input.Argument,
        ParameterOp parameter => parameter.Key,
        StateOp state => state.Key,
        _ when layerOfOutput.TryGetValue(id, out var layer) => graph.Layers[layer].Name,
        _ when graph[id].Layer >= 0 => $"{LayerOf(id)}: {graph[id].Op.Name}{(graph[id].IsBackward ? " (backward)" : "")}",
        _ => graph[id].Op.Name,
    };

    /// <summary>A camel-case word for what the value is to its layer, the same in all layers of a kind: <c>runningMean</c>.</summary>
    public string Role(int id) => graph[id].Op switch
    {
        InputOp input => Identifier(input.Argument),
        ParameterOp parameter => Last(parameter.Key),
        StateOp state => Last(state.Key),
        _ when layerOfOutput.TryGetValue(id, out var layer) => Identifier(graph.Layers[layer].Kind),
        _ => graph[id].IsBackward ? "gradient" : Hint(id),
    };

    /// <summary>The kind of the layer a node belongs to, or an empty string.</summary>
    public string KindOf(int id) => graph[id].Layer < 0 ? "" : graph.Layers[graph[id].Layer].Kind;

    /// <summary>A short word for what the node computes.</summary>
    public string Hint(int id) => graph[id].Op switch
    {
        PointwiseOp op => ScalarTable.Of(op.Function).Hint ?? op.Function.ToString().ToLowerInvariant(),
        ReduceOp op => op.Kind == ReduceKind.Max ? "max" : "sum",
        var op => Identifier(op.Name),
    };

    private static string Last(string key) => Identifier(key.Substring(key.LastIndexOf('.') + 1).Replace('_', '.'));

    /// <summary>A dotted name as one camel-case identifier: <c>layer1.0.conv1.weight</c> → <c>layer1_0Conv1Weight</c>.</summary>
    public static string Identifier(string name)
    {
        var text = new StringBuilder();
        var upper = false;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c != '_')
            {
                upper = text.Length > 0;
                continue;
            }

            if (char.IsDigit(c) && (text.Length == 0 || (upper && char.IsDigit(text[text.Length - 1])))) text.Append('_');
            text.Append(text.Length == 0 ? char.ToLowerInvariant(c) : upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        return text.Length == 0 ? "value" : text.ToString();
    }

    /// <summary>The same with a capital first letter.</summary>
    public static string PascalIdentifier(string name)
    {
        var identifier = Identifier(name).TrimStart('_');
        return identifier.Length == 0 || char.IsDigit(identifier[0]) ? "_" + identifier : char.ToUpperInvariant(identifier[0]) + identifier.Substring(1);
    }
}
