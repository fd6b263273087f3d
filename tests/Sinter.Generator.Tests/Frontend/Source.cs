using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Frontend;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>C# under test, compiled against the Dsl's own assembly as a user's project is.</summary>
internal static class Source
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Linq.dll" or "System.Collections.dll" or "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location),
    ];

    private const string Usings = "using System; using System.Linq; using System.Collections.Generic; using Sinter;\n";

    public static CSharpCompilation Compile(params string[] files) => CSharpCompilation.Create(
        "UnderTest",
        files.Select((text, i) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), $"File{i}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Reads the network class of the given name.</summary>
    public static NetworkReading Read(CSharpCompilation compilation, string name = "Net") =>
        NetworkReader.Read(compilation.GetTypeByMetadataName(name)!, compilation, CancellationToken.None);

    /// <summary>A network <c>Net</c> with the given members; the source must compile.</summary>
    public static NetworkReading ReadMembers(string members, string others = "") =>
        ReadNetwork("[Network] public partial class Net\n{\n" + members + "\n}\n" + others);

    /// <summary>The network <c>Net</c> of a source that must compile.</summary>
    public static NetworkReading ReadNetwork(string source)
    {
        var compilation = Compile(Usings + source);
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        Assert.True(errors.Length == 0, string.Join("\n", (object[])errors));
        return Read(compilation);
    }

    /// <summary>A network whose <c>Define</c> has the given statements over <c>x</c>, a tensor of four numbers per sample.</summary>
    public static NetworkReading ReadBody(string body, string others = "") =>
        ReadMembers("static Tensor Define([Shape(4)] Tensor x) { " + body + " }\n" + others);

    public static Graph Graph(this NetworkReading reading)
    {
        Assert.True(reading.Errors.Count == 0, string.Join("\n", reading.Errors));
        return reading.Model.Graph!;
    }

    /// <summary>The layers that a body makes, as <c>name:width</c>.</summary>
    public static string Layers(string body, string others = "")
    {
        var graph = ReadBody(body, others).Graph();
        return string.Join(" ", graph.Layers.Select(layer => layer.Name + ":" + graph[layer.Output].Shape.Dims[^1]));
    }

    /// <summary>The only error of a definition, with the text it underlines.</summary>
    public static (string Id, string Squiggle, string Message) Error(NetworkReading reading)
    {
        Assert.Null(reading.Model.Graph);
        var error = Assert.Single(reading.Errors);
        var located = Assert.Single(reading.Model.Errors);
        Assert.Equal((error.Id, error.Message), (located.Id, located.Message));
        return (error.Id!, TextUnder(error.Location), error.Message);
    }

    /// <summary>A folder of the repository.</summary>
    public static string Root(string folder, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "..", "..", "..", "..", folder));

    public static string TextUnder(Location? location) =>
        location is { SourceTree: { } tree } ? tree.GetText().ToString(location.SourceSpan) : "";
}
