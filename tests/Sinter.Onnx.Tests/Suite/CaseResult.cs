using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;

namespace Sinter.Onnx.Tests.Suite;

/// <summary>What became of a case: imported and as expected, or why not.</summary>
internal sealed record CaseResult(NodeCase Case, ImportedNetwork? Network, string? Reason)
{
    private static readonly Lazy<IReadOnlyList<NodeCase>> Read = new(() => [.. Folders().Select(NodeCase.Read).OfType<NodeCase>()]);
    private static readonly Lazy<IReadOnlyList<CaseResult>> Computed = new(() => [.. Cases.Where(node => node.IsFloat).Select(Of)]);
    private static readonly Lazy<IReadOnlyList<CaseResult>> ComputedWhole = new(() => [.. Cases.Where(node => node.IsWhole).Select(Of)]);

    /// <summary>All cases of tensors of numbers, in the order of their names.</summary>
    public static IReadOnlyList<NodeCase> Cases => Read.Value;

    /// <summary>All cases of float outputs, in the order of their names.</summary>
    public static IReadOnlyList<CaseResult> All => Computed.Value;

    /// <summary>All cases of whole numbers and truth values.</summary>
    public static IReadOnlyList<CaseResult> Whole => ComputedWhole.Value;

    /// <summary>The operator that a case is about.</summary>
    public string Operator => Name(Case);

    public static IEnumerable<string> Folders() => Directory.GetDirectories(NodeSuiteData.Folder!).Order(StringComparer.Ordinal);

    // An expanded case spells the operator out, and is named after the one that does not.
    public static string Name(NodeCase node) => node.Model.Graph.Nodes.Count == 1
        ? node.Model.Graph.Nodes[0].OpType
        : node.Model.Graph.Nodes.Select(inner => inner.OpType).FirstOrDefault(type => node.Name.Replace("_", "", StringComparison.Ordinal).StartsWith("test" + type, StringComparison.OrdinalIgnoreCase)) ?? "several";

    private static CaseResult Of(NodeCase node)
    {
        ImportedNetwork network;
        try
        {
            network = CaseRunner.Import(node, Identifiers.PascalCase(node.Name)!);
        }
        catch (OnnxException exception)
        {
            return new CaseResult(node, null, Shortened(exception.Message));
        }

        try
        {
            return new CaseResult(node, network, CaseRunner.Interpret(node, network).Select((result, i) => Closeness.Difference(node.Outputs[i].Floats(), result)).FirstOrDefault(found => found is not null));
        }
        catch (ArgumentException exception)
        {
            return new CaseResult(node, network, $"the file states another shape than its data has: {exception.Message}");
        }
        catch (IndexOutOfRangeException)
        {
            return new CaseResult(node, network, "an index that an input gives is below 0: a call refuses it");
        }
    }

    private static string Shortened(string message)
    {
        const string File = "model.onnx: ";
        var start = message.IndexOf(File, StringComparison.Ordinal);
        return start < 0 ? message : message[(start + File.Length)..];
    }
}
