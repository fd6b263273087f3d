using System.Globalization;
using System.Text;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Operators;

namespace Sinter.Onnx;

/// <summary>What is in an ONNX file, and what of it can be compiled, before anything is written.</summary>
public sealed class OnnxInspection
{
    private OnnxInspection(string ports, IReadOnlyList<string> open, IReadOnlyList<OnnxOperatorCount> operators, string? signature, string? obstacle) =>
        (Ports, Open, Operators, Signature, Obstacle) = (ports, open, operators, signature, obstacle);

    /// <summary>The inputs and outputs with their types and extents, one a line.</summary>
    public string Ports { get; }

    /// <summary>What the file leaves open and can be stated: extents, and inputs of one number.</summary>
    public IReadOnlyList<string> Open { get; }

    /// <summary>The inputs and outputs as the class would have them; null if the model cannot be compiled.</summary>
    public string? Signature { get; }

    /// <summary>The operators, the most frequent first.</summary>
    public IReadOnlyList<OnnxOperatorCount> Operators { get; }

    /// <summary>The first thing that keeps the model from being compiled; null if nothing does.</summary>
    public string? Obstacle { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dims">What is said of extents that the file leaves open.</param>
    /// <exception cref="OnnxException">The file is damaged, or no model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxInspection Read(string path, string? dims = null)
    {
        var model = ModelReader.Read(path);
        var text = new StringBuilder();
        foreach (var value in model.Graph.Given()) text.AppendLine($"in   {Described(value)}");
        foreach (var value in model.Graph.Outputs) text.AppendLine($"out  {Described(value)}");
        // Exporters keep weights as constants of inner graphs, too.
        var tensors = WeightFiles.Tensors(model).ToArray();
        text.Append(string.Format(CultureInfo.InvariantCulture, "{0} tensors with {1:N0} numbers, opset {2}{3}", tensors.Length, tensors.Sum(tensor => tensor.Count), model.Opset, model.Producer.Length > 0 ? ", " + model.Producer : ""));
        var functions = new HashSet<(string, string)>(model.Functions.Select(function => (function.Domain, function.Name)));
        var counts = Nodes(model.Graph).GroupBy(node => (node.Domain, node.OpType))
            .Select(group => new OnnxOperatorCount(group.Key.Domain.Length > 0 ? $"{group.Key.Domain}.{group.Key.OpType}" : group.Key.OpType, group.Count(), OperatorTable.Knows(group.Key.Domain, group.Key.OpType) || functions.Contains(group.Key)))
            .OrderByDescending(count => count.Count).ThenBy(count => count.Name, StringComparer.Ordinal).ToArray();
        var (signature, obstacle) = ((string?)null, (string?)null);
        try
        {
            var network = GraphImporter.Import(model, new ImportOptions("Network") { Dims = DimChoice.Parse(dims ?? "") });
            signature = $"{Joined(network.Inputs)} -> {Joined(network.Outputs)}";
        }
        catch (OnnxException exception)
        {
            obstacle = exception.Message;
        }

        return new OnnxInspection(text.ToString(), [.. DimNames.Of(model).Distinct()], counts, signature, obstacle);
    }

    private static string Joined(IReadOnlyList<Port> ports) => string.Join(", ", ports.Select(port => $"{port.Name} {port.Term.Shape}"));

    private static string Described(OnnxValue value) =>
        $"{value.Name}: {(value.IsTensor ? value.Type.Described() : "no tensor")} [{(value.Dims is null ? "unknown" : string.Join(", ", value.Dims.Select((dim, axis) => dim.Value?.ToString(CultureInfo.InvariantCulture) ?? dim.Symbol ?? value.Name + axis)))}]";

    private static IEnumerable<OnnxNode> Nodes(OnnxGraph graph) =>
        graph.Nodes.SelectMany(node => node.Attributes.Values.Where(attribute => attribute.Graph is not null).SelectMany(attribute => Nodes(attribute.Graph!)).Prepend(node));
}

/// <summary>How often an operator is in a model.</summary>
/// <param name="Name">The operator, with its domain unless it is the standard's.</param>
/// <param name="Count">How often.</param>
/// <param name="IsKnown">Whether it can be compiled, if its arguments can.</param>
public sealed record OnnxOperatorCount(string Name, int Count, bool IsKnown);
