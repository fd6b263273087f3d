using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Prints random networks as C# and reads them back as a user's declarations are read: the graphs have to be the same.</summary>
internal static class SpelledNetworks
{
    private const string Usings = "using System; using System.Linq; using System.Collections.Generic; using Sinter;\n";

    /// <summary>For each network what is wrong with how it is read, or null; those that have no spelling are passed over.</summary>
    public static IReadOnlyList<string?> Compare(IReadOnlyList<(int Seed, Recipe Recipe, Graph Graph)?> networks)
    {
        var result = new string?[networks.Count];
        var spelled = Enumerable.Range(0, networks.Count).Where(i => networks[i] is { Recipe: { HasSpelling: true } or { IsList: true } }).ToArray();
        if (spelled.Length == 0) return result;
        var texts = spelled.Select(i => Text(networks[i]!.Value.Seed, networks[i]!.Value.Recipe, "Net" + i)).ToArray();
        var compilation = CSharpCompilation.Create(
            "Spelled", texts.Select(text => CSharpSyntaxTree.ParseText(Usings + text, new CSharpParseOptions(LanguageVersion.Latest))), UserCompilation.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        for (var n = 0; n < spelled.Length; n++)
        {
            var (i, expected) = (spelled[n], networks[spelled[n]]!.Value.Graph);
            var reading = NetworkReader.Read(compilation.GetTypeByMetadataName("Net" + i)!, compilation, CancellationToken.None);
            var problem = reading.Errors.Count > 0 ? "The frontend refuses the source: " + string.Join("\n", reading.Errors)
                : Renamed(reading.Model.Graph!, expected).Equals(expected) ? null : "The frontend reads another network than the source says.";
            if (problem is null) continue;
            var errors = compilation.GetSemanticModel(compilation.SyntaxTrees[n]).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            result[i] = $"{problem}\n{string.Join("\n", errors)}\n{texts[n]}";
        }

        return result;
    }

    /// <summary>The class of a network, in the form that its seed decides.</summary>
    public static string Text(int seed, Recipe recipe, string className) =>
        recipe.IsList ? RecipeList.Of(recipe, className) : RecipeText.Of(recipe, className, new Random(seed));

    // A list of attributes gives arguments and results names of its own.
    private static Graph Renamed(Graph read, Graph expected)
    {
        if (read.Nodes.Count != expected.Nodes.Count || read.Outputs.Count != expected.Outputs.Count) return read;
        var nodes = read.Nodes.Select((node, id) => node.Op is InputOp op && expected[id].Op is InputOp other ? node with { Op = op with { Argument = other.Argument } } : node);
        return read with { Nodes = nodes.ToEquatableArray(), Outputs = read.Outputs.Select((output, i) => output with { Name = expected.Outputs[i].Name }).ToEquatableArray() };
    }
}
