using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.Model;
using Sinter.Generator.Programs;

namespace Sinter.Generator.Tests.Generated;

/// <summary>Sources as the compiler of a user's project sees them: with the generator and with the analyzer.</summary>
internal sealed class UserCompilation
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>What a user's project references: the libraries of .NET, the runtime and the Dsl.</summary>
    public static MetadataReference[] References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Linq.dll" or "System.Collections.dll" or "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(InferenceSession).Assembly.Location),
        MetadataReference.CreateFromFile(DslPath),
    ];

    private UserCompilation(CSharpCompilation compilation, GeneratorRunResult run)
    {
        Compilation = compilation;
        Exception = run.Exception;
        var generated = compilation.SyntaxTrees.Where(tree => run.GeneratedSources.Any(source => source.SyntaxTree == tree)).ToArray();
        (Generated, Onnx) = ([.. generated.Where(tree => !IsOnnx(tree))], [.. generated.Where(IsOnnx)]);
        Models = Step<NetworkModel>(run, TrackingNames.Parse);
        Lowered = Step<LoweredNetwork>(run, TrackingNames.Lower);
    }

    /// <summary>The Dsl as a user's project references it.</summary>
    public static string DslPath => typeof(Tensor).Assembly.Location;

    /// <summary>The author's code and the generated code.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>What the generator threw, or null.</summary>
    public Exception? Exception { get; }

    /// <summary>What was generated for each network.</summary>
    public IReadOnlyList<SyntaxTree> Generated { get; }

    /// <summary>The parts that write ONNX files.</summary>
    public IReadOnlyList<SyntaxTree> Onnx { get; }

    public IReadOnlyList<NetworkModel> Models { get; }

    public IReadOnlyList<LoweredNetwork> Lowered { get; }

    /// <summary>Compiles sources with every warning there is.</summary>
    public static UserCompilation Of(params string[] sources) => Of(sources, ParseOptions, NetworkAssembly.Strict);

    /// <summary>The author's code alone.</summary>
    public static CSharpCompilation WithoutGenerator(params string[] sources) => WithoutGenerator(sources, ParseOptions, NetworkAssembly.Strict);

    private static CSharpCompilation WithoutGenerator(string[] sources, CSharpParseOptions parse, CSharpCompilationOptions options) =>
        CSharpCompilation.Create("Users", sources.Select((text, i) => CSharpSyntaxTree.ParseText(text, parse, $"File{i}.cs", System.Text.Encoding.UTF8)), References, options);

    public static UserCompilation Of(string[] sources, CSharpParseOptions parse, CSharpCompilationOptions options)
    {
        var compilation = WithoutGenerator(sources, parse, options);
        var driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()], parseOptions: parse,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        var result = driver.RunGeneratorsAndUpdateCompilation(compilation, out var complete, out _).GetRunResult();
        return new UserCompilation((CSharpCompilation)complete, result.Results.Single());
    }

    public bool IsGenerated(Diagnostic diagnostic) => diagnostic.Location.SourceTree is { } tree && (Generated.Contains(tree) || Onnx.Contains(tree));

    /// <summary>What the analyzer reports; what it throws is a diagnostic as well.</summary>
    public ImmutableArray<Diagnostic> Analyze() => Compilation.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

    /// <summary>The compilation with code that calls the networks: one class <c>Driver0</c>, … for each.</summary>
    public CSharpCompilation WithDrivers()
    {
        var drivers = Lowered.Select((lowered, i) => DriverSource.Calls("global::" + lowered.Declaration.FullName, "Driver" + i, lowered));
        return Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("#nullable enable\nusing Sinter;\n" + string.Join("\n", drivers), ParseOptions, "Drivers.cs"));
    }

    private static bool IsOnnx(SyntaxTree tree) => tree.FilePath.EndsWith("-onnx.g.cs", StringComparison.Ordinal);

    private static IReadOnlyList<T> Step<T>(GeneratorRunResult run, string name) =>
        run.TrackedSteps.TryGetValue(name, out var steps) ? [.. steps.SelectMany(step => step.Outputs).Select(output => output.Value).OfType<T>()] : [];
}
