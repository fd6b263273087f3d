using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator;

namespace Sinter.Benchmarks;

/// <summary>A compilation with one network, and the generator driver over it.</summary>
public sealed class GeneratorFixture
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private readonly CSharpCompilation compilation;
    private int edits;

    public GeneratorFixture(string network)
    {
        using var stream = typeof(GeneratorFixture).Assembly.GetManifestResourceStream(network)
            ?? throw new ArgumentException($"There is no source 'Networks/{network}.cs'.", nameof(network));
        var source = new StreamReader(stream).ReadToEnd();
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var platform = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = trusted.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == platform)
            .Append(typeof(Sinter.Runtime.FloatBuffer).Assembly.Location)
            .Append(Path.Combine(AppContext.BaseDirectory, "reference", "Sinter.Dsl.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
        compilation = CSharpCompilation.Create("User", [CSharpSyntaxTree.ParseText(source, ParseOptions)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    /// <summary>Everything from source to C#, with nothing cached.</summary>
    public GeneratorDriver Generate() => CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: ParseOptions).RunGenerators(compilation);

    /// <summary>What the generator does when a file without a network has changed.</summary>
    public GeneratorDriver AfterUnrelatedEdit(GeneratorDriver driver) =>
        driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText($"class Unrelated{edits++};", ParseOptions)));
}
