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
        AppendLines(text, DefineBody.Write(network));
        text.Append("    }\n");
        foreach (var block in network.Blocks)
        {
            var parameters = block.Inputs.Select(input => $"Tensor {input.Name}").Concat(block.Numbers.Select(number => $"{number.Type} {number.Name}"));
            text.Append($"\n    static Tensor {block.Name}({string.Join(", ", parameters)})\n    {{\n");
            AppendLines(text, DefineBody.Write(block));
            text.Append("    }\n");
        }

        if (network.Weights.Count > 0) text.Append(Loading(network.Options));
        return text.Append("}\n").ToString();
    }

    private static string Loading(ImportOptions options)
    {
        var (place, source) = options.IsEmbedded
            ? ("embedded in its assembly", $"WeightSource.FromResource(typeof({options.ClassName}).Assembly, {Literals.Quoted(options.WeightsName)})")
            : ("from a file beside the program", $"System.IO.Path.Combine(System.AppContext.BaseDirectory, {Literals.Quoted(options.WeightsName)})");
        return $"\n    /// <summary>The network with the weights that were imported with it, {place}.</summary>\n    public static {options.ClassName} Load() => Load({source});\n";
    }

    private static void AppendLines(StringBuilder text, IEnumerable<string> statements)
    {
        foreach (var line in statements.SelectMany(statement => statement.Split('\n'))) text.Append(line.Length == 0 ? "\n" : $"        {line}\n");
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
