using Sinter.Generator.Export;
using Sinter.Generator.Programs;

namespace Sinter.Generator.Emit;

/// <summary>Writes the part of the author's class that writes ONNX files: a file of its own, with the model as text.</summary>
internal static class OnnxWriter
{
    /// <summary>The file of a network that compiles.</summary>
    public static string Write(LoweredNetwork network)
    {
        var (writer, declaration, onnx) = (new SourceWriter(), network.Declaration, network.Onnx!);
        FileWriter.WriteHeader(writer, declaration);
        var role = $"global::{FileWriter.HelperNamespace}.{FileWriter.HelperClass(declaration, "Onnx")}.Model";
        FileWriter.OpenClass(writer, declaration, remarks: null, () =>
        {
            writer.Line("/// <summary>Writes the network as it predicts, with the weights as they are, as an ONNX file; an existing file is replaced only when all is written.</summary>");
            writer.Line("/// <remarks>What is longer than 2 GB has its weights in a file beside it. What can be left out of a call is an input of the file all the same.</remarks>");
            if (onnx.Problem is not null) writer.Line("/// <exception cref=\"global::System.NotSupportedException\">Always: ONNX cannot express this network.</exception>");
            else writer.Line("/// <exception cref=\"global::System.IO.IOException\">The file cannot be written, or what is there is no regular file.</exception>");
            writer.Line(FileWriter.Mark);
            writer.Line($"public void SaveOnnx(string path) => {Body("path")};");
            writer.Line();
            writer.Line("/// <summary>Writes it into a stream, which stays open.</summary>");
            writer.Line($"/// <exception cref=\"global::System.NotSupportedException\">{(onnx.Problem is null ? "It would be longer than 2 GB" : "Always: ONNX cannot express this network")}.</exception>");
            writer.Line(FileWriter.Mark);
            writer.Line($"public void SaveOnnx(global::System.IO.Stream stream) => {Body("stream")};");
        });
        if (onnx.Text is null) return writer.ToString();
        writer.Line();
        using (writer.Block($"namespace {FileWriter.HelperNamespace}"))
        using (writer.Block($"file static class {FileWriter.HelperClass(declaration, "Onnx")}"))
        {
            writer.Line("/// <summary>The network as it predicts in the textual syntax of ONNX. What has no elements here is a weight.</summary>");
            var quotes = Quotes(onnx.Text);
            writer.Line($"public static global::System.ReadOnlySpan<byte> Model => {quotes}");
            writer.Verbatim(onnx.Text).Verbatim($"{quotes}u8;\n");
        }

        return writer.ToString();

        string Body(string target) => onnx.Problem is { } problem
            ? $"throw new global::System.NotSupportedException({Literal.Of($"{declaration.Name.TrimStart('@')} cannot be saved as ONNX: {problem}.")})"
            : $"weights.SaveOnnx({target}, {role})";
    }

    // One more than there are anywhere in the text.
    private static string Quotes(string text)
    {
        var quotes = "\"\"\"";
        while (text.Contains(quotes)) quotes += "\"";
        return quotes;
    }
}
