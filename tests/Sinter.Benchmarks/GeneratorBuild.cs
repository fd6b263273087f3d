extern alias generator;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sinter.Benchmarks;

/// <summary>A build of the generator, with what a project that uses it refers to.</summary>
/// <param name="Generator">Writes the code.</param>
/// <param name="Analyzer">Draws the squiggles.</param>
/// <param name="References">The paths of the Dsl and the runtime that belong to it.</param>
public sealed record GeneratorBuild(IIncrementalGenerator Generator, DiagnosticAnalyzer Analyzer, string[] References)
{
    /// <summary>The one that this project was built with.</summary>
    public static GeneratorBuild Own { get; } = new(
        new generator::Sinter.Generator.NetworkGenerator(),
        new generator::Sinter.Generator.Diagnostics.NetworkAnalyzer(),
        [typeof(Sinter.Runtime.FloatBuffer).Assembly.Location, typeof(Tensor).Assembly.Location]);

    /// <summary>That of a package, unpacked into a folder; beside all others in this process.</summary>
    public static GeneratorBuild Load(string folder)
    {
        var assembly = new AnalyzerFolder(Path.GetFullPath(Path.Combine(folder, "analyzers/dotnet/cs"))).Generator;
        return new GeneratorBuild(
            The<IIncrementalGenerator>(assembly, "Sinter.Generator.NetworkGenerator"), The<DiagnosticAnalyzer>(assembly, "Sinter.Generator.Diagnostics.NetworkAnalyzer"),
            [Newest(folder, "Sinter.Runtime.dll"), Newest(folder, "Sinter.Dsl.dll")]);
    }

    // Packages keep them in different folders, by framework.
    private static string Newest(string folder, string file) => Directory.GetFiles(folder, file, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();

    // With the Dsl that lies beside it; a package of an older version has it in the generator itself.
    private sealed class AnalyzerFolder(string folder) : AssemblyLoadContext(name: null)
    {
        public Assembly Generator => LoadFromAssemblyPath(Path.Combine(folder, "Sinter.Generator.dll"));

        protected override Assembly? Load(AssemblyName name) =>
            Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }

    private static T The<T>(Assembly assembly, string name) => (T)Activator.CreateInstance(assembly.GetType(name, throwOnError: true)!)!;
}
