using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>The symbols that a network declares with <c>[Dim(…)]</c>.</summary>
internal sealed class Dimensions
{
    private readonly Dictionary<string, DimSymbol> symbols = new(StringComparer.Ordinal);
    private readonly string network;

    private Dimensions(string network) => this.network = network;

    /// <summary>Reads and checks the declarations, in their order.</summary>
    public static Dimensions Read(INamedTypeSymbol network, CancellationToken cancellationToken)
    {
        var result = new Dimensions(network.Name);
        foreach (var data in network.GetAttributes())
        {
            if (data.AttributeClass?.Name != nameof(DimAttribute) || !DslBinding.IsDsl(data.AttributeClass)) continue;
            var place = data.ApplicationSyntaxReference?.GetSyntax(cancellationToken);
            var name = data.ConstructorArguments switch
            {
                [{ Kind: TypedConstantKind.Primitive, Value: var value }] => value as string ?? "",
                _ => throw DefinitionException.NotCompiling(place),
            };
            var symbol = new DimSymbol(name, Number(data, nameof(DimAttribute.Min), 1), Number(data, nameof(DimAttribute.Max), 0), Number(data, nameof(DimAttribute.MultipleOf), 1));
            if (result.Problem(symbol, data) is { } problem) throw new DefinitionException(DiagnosticIds.WrongDimension, problem, place);
            result.symbols.Add(name, symbol);
        }

        return result;
    }

    /// <summary>The arguments of all symbols that have a valid name, right or wrong otherwise.</summary>
    public static EquatableArray<string> Arguments(INamedTypeSymbol network) => network.GetAttributes()
        .Where(data => data.AttributeClass?.Name == nameof(DimAttribute) && DslBinding.IsDsl(data.AttributeClass))
        .Select(data => data.ConstructorArguments is [{ Value: string name }] && SyntaxFacts.IsValidIdentifier(name) ? new DimSymbol(name, 1, 1).Argument : "")
        .Where(name => name.Length > 0).Distinct().ToEquatableArray();

    /// <summary>The symbol of the given name.</summary>
    /// <exception cref="DefinitionException">It is not declared.</exception>
    public Dim Find(string name, SyntaxNode? place)
    {
        if (symbols.TryGetValue(name, out var symbol)) return Dim.Of(symbol);
        var known = symbols.Count == 0 ? "" : $", or use {string.Join(", ", symbols.Keys.Select(key => $"\"{key}\""))}";
        throw new DefinitionException(DiagnosticIds.UnknownSymbol, $"The symbol '{name}' is not declared; add [Dim(\"{name}\", Max = …)] to the network '{network}'{known}.", place);
    }

    /// <summary>Checks that no symbol becomes an argument of the name of an input.</summary>
    public static void CheckNames(Definition definition, SyntaxNode? place)
    {
        var inputs = definition.Inputs.Concat(definition.Targets).Select(id => (InputOp)definition.Graph[id].Op).ToArray();
        var names = new HashSet<string>(inputs.Select(input => input.Argument).Concat(definition.Graph.Outputs.Select(output => output.Name)), StringComparer.Ordinal);
        foreach (var symbol in inputs.SelectMany(input => input.Shape.Dims).Where(dim => !dim.IsConstant && !dim.IsBatch).Select(dim => dim.Symbol!))
        {
            if (names.Contains(symbol.Argument))
                throw new DefinitionException(DiagnosticIds.WrongDimension, $"The symbol '{symbol}' becomes an argument called '{symbol.Argument}', but so does an input or output of that name; rename one of them.", place);
        }
    }

    private string? Problem(DimSymbol symbol, AttributeData data)
    {
        var (name, min, max, multiple) = (symbol.Name, symbol.Min, symbol.Max, symbol.MultipleOf);
        if (!SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None) return name.Length == 0 ? "A symbol needs a name: [Dim(\"T\", Max = …)]." : $"'{name}' is no name for a symbol: it becomes the name of a C# variable.";
        if (name == DimSymbol.Batch.Name) return $"'{name}' is the batch, which comes before every shape by itself; give the symbol another name.";
        if (symbols.ContainsKey(name)) return $"The symbol '{name}' is declared twice; keep one of the declarations.";
        if (symbols.Values.FirstOrDefault(other => other.Argument == symbol.Argument) is { } same) return $"The symbols '{same}' and '{name}' both become an argument called '{symbol.Argument}'; rename one of them.";
        if (symbols.Count == DimSymbol.MostSymbols) return $"A network can have {DimSymbol.MostSymbols} symbols; '{name}' is one more.";
        if (data.NamedArguments.All(argument => argument.Key != nameof(DimAttribute.Max))) return $"The symbol '{name}' has no bound; state the largest value of a call: [Dim(\"{name}\", Max = …)].";
        if (min < 1) return $"The Min of the symbol '{name}' is {min}, but must be 1 or more.";
        if (max < min) return $"The Max of the symbol '{name}' is {max}, but must be its Min of {min} or more.";
        if (multiple < 1) return $"The MultipleOf of the symbol '{name}' is {multiple}, but must be 1 or more.";
        return symbol.MinUnits > symbol.MaxUnits ? $"No value from {min} to {max} of the symbol '{name}' is a multiple of {multiple}." : null;
    }

    private static int Number(AttributeData data, string name, int usual) =>
        data.NamedArguments.FirstOrDefault(argument => argument.Key == name) is { Key: not null, Value.Value: int value } ? value : usual;
}
