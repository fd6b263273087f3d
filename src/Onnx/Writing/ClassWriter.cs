using System.Text;
using Sinter.Graphs;
using Sinter.Onnx.Importing;

namespace Sinter.Onnx.Writing;

/// <summary>Writes an imported network as a class in the Dsl.</summary>
internal static class ClassWriter
{
    public static string Write(ImportedNetwork network)
    {
        var text = new StringBuilder();
        var model = network.Model;
        var made = model.Producer.Length > 0 ? $"{Literals.Comment(model.Producer)}, " : "";
        text.Append($"// Imported from {Literals.Comment(Path.GetFileName(model.File))} ({made}opset {model.Opset}).\n");
        text.Append("using Sinter;\n\n");
        if (network.Options.Namespace is { } space) text.Append($"namespace {space};\n\n");
        text.Append($"/// <summary>{Summary(network)}</summary>\n");
        text.Append("[Network]\n");
        foreach (var symbol in network.Symbols) text.Append($"[Dim({Literals.Quoted(symbol.Name)}, {(symbol.Min > 1 ? $"Min = {symbol.Min}, " : "")}Max = {symbol.Max})]\n");
        text.Append($"public partial class {network.Options.ClassName}\n{{\n");
        var inputs = network.Inputs.Select(port => $"[Shape{Extents(port.Term.Shape)}] {(port.Term.Value is Tokens ? "Tokens" : "Tensor")} {port.Name}");
        var outputs = network.Outputs.Count == 1 ? "Tensor" : $"({string.Join(", ", network.Outputs.Select(port => $"Tensor {Identifiers.PascalCase(port.Name)}"))})";
        if (network.Outputs.Count == 1 && network.Outputs[0].Name != "output") text.Append($"    [return: Output({Literals.Quoted(network.Outputs[0].Name)})]\n");
        text.Append($"    static {outputs} Define({string.Join(", ", inputs)})\n    {{\n");
        foreach (var line in DefineBody.Write(network)) text.Append($"        {line.Replace("\n", "\n        ")}\n");
        text.Append("    }\n");
        if (network.Weights.Count > 0) text.Append($"""

                /// <summary>The network with the weights that were imported with it, from a file beside the program.</summary>
                public static {network.Options.ClassName} Load() => Load(System.IO.Path.Combine(System.AppContext.BaseDirectory, {Literals.Quoted(network.Options.WeightsName)}));

            """.Replace("\r\n", "\n"));
        return text.Append("}\n").ToString();
    }

    private static string Summary(ImportedNetwork network) =>
        $"{string.Join(", ", network.Inputs.Select(Described))} to {string.Join(", ", network.Outputs.Select(Described))}.";

    private static string Described(Port port) => $"{Literals.Comment(port.Name)} <c>{port.Term.Shape}</c>";

    private static string Extents(Shape shape)
    {
        var sample = shape.Dims.Skip(1).Select(dim => dim.IsConstant ? $"{dim.Value}" : $"\"{dim.Symbol!.Name}\"").ToArray();
        return sample.Length == 0 ? "" : $"({string.Join(", ", sample)})";
    }
}
