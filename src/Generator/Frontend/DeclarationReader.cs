using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Model;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>Reads what the generated part of a class must repeat, and checks that there can be one.</summary>
internal static class DeclarationReader
{
    public static NetworkDeclaration Read(INamedTypeSymbol symbol, List<DefinitionException> errors, CancellationToken cancellationToken)
    {
        var containing = new List<ContainingType>();
        for (var outer = symbol.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (!IsPartial(outer, cancellationToken))
                errors.Add(new(DiagnosticIds.NotPartial, $"The type '{outer.Name}' around the network '{symbol.Name}' must be partial, so that the compiled network can be added to it.", Syntax(outer, cancellationToken)));
            if (outer.IsFileLocal)
                errors.Add(new(DiagnosticIds.WrongKindOfClass, $"The network '{symbol.Name}' is in '{outer.Name}', which is visible in its file only, where nothing can be added to it from elsewhere; leave file out.", Syntax(outer, cancellationToken)));
            var parameters = outer.TypeParameters.Length == 0 ? "" : "<" + string.Join(", ", outer.TypeParameters.Select(parameter => Escape(parameter.Name))) + ">";
            containing.Insert(0, new ContainingType(Keyword(outer), Escape(outer.Name), parameters, outer.Arity));
        }

        if (!IsPartial(symbol, cancellationToken))
            errors.Add(new(DiagnosticIds.NotPartial, $"The network '{symbol.Name}' must be partial, so that the compiled network can be added to it.", Syntax(symbol, cancellationToken)));
        if (WrongKind(symbol) is { } kind)
            errors.Add(new(DiagnosticIds.WrongKindOfClass, $"The network '{symbol.Name}' is {kind}; a network is a plain class, of which objects hold the weights.", Syntax(symbol, cancellationToken)));
        var taken = GeneratedMembers.Check(symbol, errors, cancellationToken).ToEquatableArray();
        return new(
            Namespace(symbol.ContainingNamespace),
            containing.ToEquatableArray(),
            Escape(symbol.Name),
            Keyword(symbol),
            SyntaxFacts.GetText(symbol.DeclaredAccessibility),
            symbol.IsSealed,
            errors.All(error => error.Id == DiagnosticIds.NameTaken))
        {
            Taken = taken,
            Sizes = Dimensions.Arguments(symbol),
        };
    }

    /// <summary>A declaration of which no more is known, and which is not completed.</summary>
    public static NetworkDeclaration Incomplete(INamedTypeSymbol symbol) =>
        new("", EquatableArray<ContainingType>.Empty, Escape(symbol.Name), "class", "", IsSealed: false, CanComplete: false);

    /// <summary>The attributes that make a class a network.</summary>
    public static IEnumerable<AttributeData> Marks(INamedTypeSymbol symbol) =>
        symbol.GetAttributes().Where(data => data.AttributeClass?.Name == nameof(NetworkAttribute) && data.AttributeClass.ContainingNamespace is { Name: nameof(Sinter), ContainingNamespace.IsGlobalNamespace: true });

    /// <summary>The syntax of the first declaration.</summary>
    public static SyntaxNode? Syntax(ISymbol symbol, CancellationToken cancellationToken) =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);

    private static string? WrongKind(INamedTypeSymbol symbol) => symbol switch
    {
        { TypeKind: not TypeKind.Class } => "not a class",
        { IsStatic: true } => "static",
        { IsAbstract: true } => "abstract",
        { Arity: > 0 } => "generic",
        _ when symbol.BaseType is { } parent && parent.GetAttributes().Any(data => data.AttributeClass?.Name == nameof(NetworkAttribute) && DslBinding.IsDsl(data.AttributeClass)) => $"derived from the network '{symbol.BaseType.Name}'",
        { IsFileLocal: true } => "visible in its file only",
        _ => null,
    };

    private static bool IsPartial(INamedTypeSymbol symbol, CancellationToken cancellationToken) =>
        symbol.DeclaringSyntaxReferences.All(reference => reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Keyword(INamedTypeSymbol symbol) => symbol switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    private static string Namespace(INamespaceSymbol space) => space switch
    {
        { IsGlobalNamespace: true } => "",
        { ContainingNamespace.IsGlobalNamespace: true } => Escape(space.Name),
        _ => Namespace(space.ContainingNamespace) + "." + Escape(space.Name),
    };

    // Words that mean something in some places only are escaped as well: here is one of those, where a type begins.
    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
