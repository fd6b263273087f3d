using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.Tests.Frontend;

namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>Writes <c>docs/diagnostics.md</c> from the descriptors, the table of cases and what PyTorch said.</summary>
internal sealed class CataloguePage
{
    private static readonly (string Prefix, string Title, string About)[] Stages =
    [
        ("SNT1", "The declaration", "What is wrong with the class of a network: with its definition, its inputs and symbols, or with what stands beside them."),
        ("SNT2", "Shapes and arguments of layers", "What a layer cannot do with what it is given. Shapes are written as PyTorch writes them, `[B, channels, height, width]`, and `B` is the batch, which counts as no axis."),
        ("SNT3", "The C# of a definition", "A definition is read, not run. What cannot be read, or would throw, is reported where it stands."),
        ("SNT4", "Training and decoding", "What can be computed but not trained or decoded, and, as warnings, what works but is hardly meant."),
        ("SNT9", "Sinter itself", "What should never be seen."),
    ];

    private readonly StringBuilder text = new();

    /// <summary>The whole page.</summary>
    public static string Write()
    {
        var page = new CataloguePage();
        page.Line("# Diagnostics");
        page.Line("A mistake in a network is a squiggle under the expression that makes it, while it is typed. Every message says what was expected, what came, and the smallest change that would do, computed from the numbers of the case. Mistakes that have nothing to do with one another are all reported at once; what only follows from a mistake is not reported at all.");
        page.Line("Errors keep a network from being compiled: its members exist, so that the code around it still compiles, and throw with the same message. Warnings and infos can be configured like those of any analyzer, in an `.editorconfig` or with `#pragma warning`.");
        page.Line("This page is generated from the catalogue of diagnostics and from the table that tests them: every example here gives exactly this message, and none once it is mended. Between the two stands the text that is underlined, and what is said of it. Where the class does not matter, only its members are shown.");
        page.WriteComparison();
        foreach (var (prefix, title, about) in Stages)
        {
            if (prefix == "SNT9") page.WriteBuild();
            page.Line($"## {title}");
            page.Line(about);
            foreach (var descriptor in DiagnosticDescriptors.All.Where(descriptor => descriptor.Id.StartsWith(prefix, StringComparison.Ordinal))) page.Write(descriptor);
        }

        return page.text.ToString().TrimEnd() + "\n";
    }

    private void Line(string line) => text.Append(line).Append("\n\n");

    private void Write(DiagnosticDescriptor descriptor)
    {
        Line($"### {descriptor.Id}");
        Line($"**{descriptor.Title}{(descriptor.DefaultSeverity == DiagnosticSeverity.Error ? "" : $" ({descriptor.DefaultSeverity.ToString().ToLowerInvariant()})")}.** {descriptor.Description}");
        var cases = DiagnosticCases.All.Where(@case => @case.Id == descriptor.Id).ToList();
        if (cases.Count == 0)
        {
            Line($"There is no example: {DiagnosticCases.WithoutCase[descriptor.Id]}.");
            return;
        }

        var example = cases[0];
        Line($"```csharp\n{example.Source}\n```");
        Line($"> `{FirstLine(example.Squiggle)}`: {Escaped(example.Message)}");
        Line($"```csharp\n{example.Mended}\n```");
        if (cases.Count == 1) return;
        Line("Also reported:");
        Line(string.Join("\n", cases.Skip(1).Select(@case => $"- *{@case.Title}*, `{FirstLine(@case.Squiggle)}`: {Escaped(@case.Message)}")));
    }

    // What PyTorch says is recorded by eng/compare/diagnostics.py.
    private void WriteComparison()
    {
        using var recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(Source.Root("eng"), "compare", "diagnostics.json")));
        var version = recorded.RootElement.GetProperty("version").GetString();
        Line("## Beside PyTorch");
        Line($"Ten mistakes, what PyTorch {version} prints of them when the line is run, and what Sinter shows when it is typed. PyTorch's words are recorded by `eng/compare/diagnostics.py`.");
        text.Append($"| The mistake | PyTorch {version}, at run time | Sinter, in the editor |\n|---|---|---|\n");
        foreach (var mistake in recorded.RootElement.GetProperty("mistakes").EnumerateArray())
        {
            var @case = DiagnosticCases.All.Single(@case => @case.Name == mistake.GetProperty("case").GetString());
            var said = mistake.GetProperty("said").GetString()!;
            text.Append($"| {mistake.GetProperty("mistake").GetString()} | {(said.Length == 0 ? "*nothing; it trains badly*" : Escaped(said))} | `{FirstLine(@case.Squiggle)}`: {Escaped(@case.Message)} ([{@case.Id}](#{@case.Id.ToLowerInvariant()})) |\n");
        }

        text.Append('\n');
    }

    // The checks of the package, which MSBuild makes before there is a compiler to ask.
    private void WriteBuild()
    {
        Line("## The build");
        Line("What the package checks before anything is compiled.");
        foreach (var element in XDocument.Load(Path.Combine(Source.Root("eng"), "package", "buildTransitive", "Sinter.targets")).Descendants().Where(element => element.Attribute("Code") is not null))
        {
            Line($"### {element.Attribute("Code")!.Value}");
            Line($"> {(element.Name.LocalName == "Warning" ? "warning: " : "")}{Escaped(Regex.Replace(element.Attribute("Text")!.Value, @"\$\(\w+\)", "…"))}");
        }

        // The task says these, of whatever it finds in a file.
        Line("### SNT8101");
        Line("An ONNX file of the project (`<OnnxModel>`) cannot be imported. The message names the file, the node, its operator and what would help.");
        Line("> models/detector.onnx: NonMaxSuppression 'nms': the operator NonMaxSuppression cannot be compiled; …");
        Line("### SNT8102");
        Line("What the project says of an ONNX file cannot be: the file is not there, two would be one class, or a name is none in C#.");
        Line("> 'models/a.onnx' and 'models/A.onnx' would all be the class Demo.A; give each a name of its own, as in \\<OnnxModel Include=\"…\" Class=\"Other\" />.");
    }

    private static string FirstLine(string squiggle)
    {
        var end = squiggle.IndexOf('\n');
        return end < 0 ? squiggle : squiggle[..end].TrimEnd() + " …";
    }

    // What Markdown would take for markup of its own.
    private static string Escaped(string message) => Regex.Replace(message.Replace("|", "\\|").Replace("*", "\\*"), "<(?=[A-Za-z/])", "\\<");
}
