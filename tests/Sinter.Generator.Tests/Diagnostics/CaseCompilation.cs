using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.Tests.Frontend;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>
/// The sources of all cases in one project, each in a namespace of its own, as an editor sees it: generated code is there when
/// the analyzer looks.
/// </summary>
internal sealed class CaseCompilation
{
    private const string OtherProject = """
        namespace Shared;

        public static class Blocks
        {
            public static Sinter.Tensor Residual(Sinter.Tensor x) => x + Sinter.LinearLayers.Linear(x, 64);
        }
        """;

    private readonly ILookup<string, Diagnostic> ofAnalyzer;
    private readonly ILookup<string, Diagnostic> ofCompiler;

    /// <summary>Compiles and analyzes sources that use this library.</summary>
    /// <param name="sources">Each as the table of cases has it.</param>
    /// <param name="refersToSource">Whether the other project is referred to by its source, as in an editor, or by its assembly.</param>
    public CaseCompilation(IEnumerable<string> sources, bool refersToSource)
    {
        var shared = Source.Compile(OtherProject).WithAssemblyName("Shared");
        var before = Source.Compile([.. sources.Select((source, index) => DiagnosticCase.File(source, $"Case{index}"))])
            .AddReferences(MetadataReference.CreateFromFile(typeof(InferenceSession).Assembly.Location), refersToSource ? shared.ToMetadataReference() : Image(shared));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)before.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(before, out var after, out _);
        ofCompiler = after.GetDiagnostics().ToLookup(Space);
        ofAnalyzer = after.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult().ToLookup(Space);
    }

    /// <summary>The sources as they are wrong.</summary>
    public static Lazy<CaseCompilation> Wrong { get; } = new(() => new CaseCompilation(DiagnosticCases.All.Select(@case => @case.Source), refersToSource: false));

    /// <summary>The same, where another project is referred to as an editor does.</summary>
    public static Lazy<CaseCompilation> WrongInEditor { get; } = new(() => new CaseCompilation(DiagnosticCases.All.Select(@case => @case.Id == DiagnosticIds.NoSource ? @case.Source : ""), refersToSource: true));

    /// <summary>The sources as they are right.</summary>
    public static Lazy<CaseCompilation> Mended { get; } = new(() => new CaseCompilation(DiagnosticCases.All.Select(@case => @case.Mended), refersToSource: false));

    /// <summary>The sources as they are right in other ways, in the order of the cases.</summary>
    public static Lazy<CaseCompilation> MendedOtherwise { get; } = new(() => new CaseCompilation(DiagnosticCases.All.SelectMany(@case => @case.AllMended.Skip(1)), refersToSource: false));

    /// <summary>What the analyzer reports of a case.</summary>
    public IReadOnlyList<Diagnostic> Reported(DiagnosticCase @case) => Reported(DiagnosticCases.All.IndexOf(@case));

    /// <summary>What the analyzer reports of a source.</summary>
    public IReadOnlyList<Diagnostic> Reported(int index) => [.. ofAnalyzer[$"Case{index}"]];

    /// <summary>Errors of the C# compiler, and its warnings about generated code.</summary>
    public IReadOnlyList<Diagnostic> Complaints(DiagnosticCase @case) => Complaints(DiagnosticCases.All.IndexOf(@case));

    /// <summary>Errors of the C# compiler about a source, and its warnings about generated code.</summary>
    public IReadOnlyList<Diagnostic> Complaints(int index) =>
    [
        .. ofCompiler[$"Case{index}"].Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error ||
            (diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))),
    ];

    // Files of cases have one namespace, files of generated code begin with the same.
    private static string Space(Diagnostic diagnostic)
    {
        var root = diagnostic.Location.SourceTree?.GetRoot();
        return root?.DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";
    }

    private static PortableExecutableReference Image(CSharpCompilation compilation)
    {
        using var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream).Success);
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
