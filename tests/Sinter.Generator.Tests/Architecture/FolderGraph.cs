using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sinter.Generator.Tests.Architecture;

/// <summary>Which folders of a project use which: those whose files name something that a file of the other declares.</summary>
internal sealed class FolderGraph
{
    private readonly SortedDictionary<string, SortedSet<string>> uses = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), SortedSet<string>> places = [];

    /// <summary>For each folder, the others that it uses.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Uses => uses;

    /// <summary>What of one folder is used by the other, and where.</summary>
    public IReadOnlyCollection<string> Places(string from, string to) => places[(from, to)];

    /// <summary>Reads the sources of a project below <c>src</c>, and of another whose sources it contains, as they are built without and with a symbol.</summary>
    public static FolderGraph Of(string project, string? contained = null, string? symbol = null)
    {
        var graph = new FolderGraph();
        graph.Read(project, contained, []);
        if (symbol is not null) graph.Read(project, contained, [symbol]);
        return graph;
    }

    // As it is built with these symbols.
    private void Read(string project, string? contained, string[] symbols)
    {
        var source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../src"));
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithPreprocessorSymbols(symbols);
        SyntaxTree[] Trees(string root) => [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Where(path => !IsBuilt(path[root.Length..]))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path))];
        string Root(string name) => Path.Combine(source, name) + Path.DirectorySeparatorChar;
        var (root, trees) = (Root(project), Trees(Root(project)));
        var usings = CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;", options);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))
            .Where(reference => !Path.GetFileName(reference.FilePath!).StartsWith("Sinter", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(project, [.. trees, .. contained is null ? [] : Trees(Root(contained)), usings], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        foreach (var tree in trees) Read(compilation.GetSemanticModel(tree), tree, root);
    }

    private void Read(SemanticModel model, SyntaxTree tree, string root)
    {
        var from = Folder(tree.FilePath, root);
        uses.TryAdd(from, new SortedSet<string>(StringComparer.Ordinal));
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol is not { } symbol || symbol is INamespaceSymbol) continue;
            var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
            foreach (var path in (type?.OriginalDefinition.DeclaringSyntaxReferences ?? []).Select(reference => reference.SyntaxTree.FilePath).Where(path => path.StartsWith(root, StringComparison.Ordinal)))
            {
                // A type in several files belongs to the folder it is spread over, its own among them.
                var to = Folder(path, root);
                if (to == from || type!.DeclaringSyntaxReferences.Any(reference => Folder(reference.SyntaxTree.FilePath, root) == from)) continue;
                uses[from].Add(to);
                if (!places.TryGetValue((from, to), out var list)) places[(from, to)] = list = new(StringComparer.Ordinal);
                list.Add($"{Path.GetFileName(tree.FilePath)}: {type.Name}");
            }
        }
    }

    private static bool IsBuilt(string path) => path.StartsWith("obj", StringComparison.Ordinal) || path.StartsWith("bin", StringComparison.Ordinal);

    // The rooms of the kernels are folders of their own.
    private static string Folder(string path, string root)
    {
        var names = path[root.Length..].Split(Path.DirectorySeparatorChar);
        return names.Length == 1 ? "." : names[0] == "Kernels" ? $"{names[0]}/{names[1]}" : names[0];
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
