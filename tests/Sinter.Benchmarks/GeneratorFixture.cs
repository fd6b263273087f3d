using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sinter.Benchmarks;

/// <summary>A compilation of 200 files, one of which declares a network, and the generator and the analyzer over it.</summary>
public sealed class GeneratorFixture
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private const int Files = 200, MethodsPerFile = 20;

    private readonly GeneratorBuild build;
    private readonly CSharpCompilation compilation;
    private readonly SyntaxTree unrelated;
    private int edits;

    /// <summary>A network of the folder <c>Networks</c> or of the zoo.</summary>
    /// <param name="network">The name of its file.</param>
    /// <param name="build">Which generator; by default that of this project.</param>
    public GeneratorFixture(string network, GeneratorBuild? build = null) : this(Networks(network), Files, build ?? GeneratorBuild.Own, Beside(network))
    {
    }

    private GeneratorFixture(string source, int files, GeneratorBuild build, params string[] beside)
    {
        this.build = build;
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var platform = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = trusted.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == platform)
            .Concat(build.References)
            .Select(path => MetadataReference.CreateFromFile(path));
        var trees = Enumerable.Range(1, files - 1).Select(file => CSharpSyntaxTree.ParseText(Unrelated(file, 0), ParseOptions)).ToArray();
        unrelated = trees[files / 2];
        compilation = CSharpCompilation.Create("User", trees.Concat(beside.Prepend(source).Select(text => CSharpSyntaxTree.ParseText(text, ParseOptions))), references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    /// <summary>A network of the given source, and two small files.</summary>
    public static GeneratorFixture Of(string source) => new(source, files: 3, GeneratorBuild.Own);

    /// <summary>Everything from source to C#, with nothing cached.</summary>
    public GeneratorDriver Generate(CancellationToken cancellation = default) => CSharpGeneratorDriver.Create([build.Generator.AsSourceGenerator()], parseOptions: ParseOptions).RunGenerators(compilation, cancellation);

    /// <summary>What the generator does when a file without a network has changed.</summary>
    public GeneratorDriver AfterUnrelatedEdit(GeneratorDriver driver) =>
        driver.RunGenerators(compilation.ReplaceSyntaxTree(unrelated, CSharpSyntaxTree.ParseText(Unrelated(Files / 2, ++edits), ParseOptions)));

    /// <summary>Compiles the project with the C# that was generated. Returns the first error, or nothing.</summary>
    public string Compile(GeneratorDriver driver)
    {
        using var assembly = new MemoryStream();
        var result = compilation.AddSyntaxTrees(driver.GetRunResult().GeneratedTrees).Emit(assembly);
        return result.Success ? "" : result.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToString();
    }

    /// <summary>Everything from source to squiggles, with nothing cached. Returns how many there are.</summary>
    public int Analyze() => compilation.WithAnalyzers([build.Analyzer]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult().Length;

    // ResNet-152 is declared with the blocks of ResNet-50, which is no network here.
    private static string[] Beside(string network) => network == "ResNet152" ? [Networks("ResNet50").Replace("[Network]", "", StringComparison.Ordinal)] : [];

    private static string Networks(string name)
    {
        using var stream = typeof(GeneratorFixture).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"There is no source 'Networks/{name}.cs'.", nameof(name));
        return new StreamReader(stream).ReadToEnd();
    }

    private static string Unrelated(int file, int edit) =>
        $"namespace Application; [System.Serializable] public class Service{file} {{ {string.Concat(Enumerable.Range(0, MethodsPerFile).Select(method => $"[System.Obsolete] public static int Method{method}(int x) {{ var y = x * {edit}; for (var i = 0; i < x; i++) y += i; return y; }} "))}}}";
}
