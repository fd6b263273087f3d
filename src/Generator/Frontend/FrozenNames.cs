using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Frontend;

/// <summary>Reads which weights an author freezes by name with <c>[Freeze(…)]</c>: later stages see the weights and no name.</summary>
internal static class FrozenNames
{
    /// <summary>The graph with these weights frozen. What is wrong with the names is added to <paramref name="errors"/>.</summary>
    public static Graph Apply(INamedTypeSymbol network, Graph graph, List<DefinitionException> errors, CancellationToken cancellationToken)
    {
        var attributes = network.GetAttributes().Where(data => data.AttributeClass?.Name == nameof(FreezeAttribute) && DslBinding.IsDsl(data.AttributeClass)).ToArray();
        if (attributes.Length == 0) return graph;
        var keys = Enumerable.Range(0, graph.Nodes.Count).Select(id => (Id: id, Key: Freezing.KeyOf(graph[id])!)).Where(leaf => leaf.Key is not null).ToArray();
        var frozen = new HashSet<int>();
        foreach (var data in attributes)
        {
            var syntax = data.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;
            if (Names(data) is not { } names)
            {
                errors.Add(DefinitionException.NotCompiling(syntax));
                continue;
            }

            for (var index = 0; index < names.Length; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var pattern = names[index];
                var found = keys.Where(leaf => Covers(pattern, leaf.Key)).Select(leaf => leaf.Id).ToArray();
                if (found.Length == 0) errors.Add(new(DiagnosticIds.NothingFrozen, Unknown(network.Name, pattern, [.. keys.Select(leaf => leaf.Key)]), Place(syntax, index)));
                frozen.UnionWith(found);
            }
        }

        return Freezing.Apply(graph, frozen);
    }

    private static string[]? Names(AttributeData data) => data.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive } first, { Kind: TypedConstantKind.Array } others]
        ? [.. new[] { first }.Concat(others.IsNull ? [] : others.Values).Select(name => name.Value as string ?? "")]
        : null;

    // Where an array is passed for the others, that is the place of all of them.
    private static SyntaxNode? Place(AttributeSyntax? attribute, int index)
    {
        var arguments = attribute?.ArgumentList?.Arguments.ToArray() ?? [];
        return arguments.Length == 0 ? attribute : arguments[Math.Min(index, arguments.Length - 1)].Expression;
    }

    /// <summary>Whether a name is matched, or a scope that it is in.</summary>
    private static bool Covers(string pattern, string key)
    {
        for (var end = key.Length; end > 0; end = key.LastIndexOf('.', end - 1))
        {
            if (Wildcard.Matches(pattern, key, end)) return true;
        }

        return false;
    }

    private static string Unknown(string network, string pattern, string[] keys)
    {
        if (keys.Length == 0) return $"The network '{network}' has no weights to freeze; leave out this attribute.";
        var what = pattern.Contains('*') ? $"No weight of the network '{network}' matches '{pattern}'" : $"The network '{network}' has no weight and no scope '{pattern}'";
        var scopes = keys.SelectMany(Scopes).Distinct().ToArray();
        var near = NearNames.Order(scopes.Concat(keys), pattern.Trim('*', '.')).ToArray();
        return $"{what}; use one of {NearNames.List(near)}.";
    }

    private static IEnumerable<string> Scopes(string key)
    {
        for (var end = key.IndexOf('.'); end > 0; end = key.IndexOf('.', end + 1)) yield return key.Substring(0, end);
    }
}
