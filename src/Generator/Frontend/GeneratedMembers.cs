using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>
/// Makes sure that the members which the generated half of a class adds have room beside the author's own, and that the weights
/// are made whenever an object is: otherwise the C# compiler would complain about code that the author has not written.
/// </summary>
internal static class GeneratedMembers
{
    // What Emit/NetworkWriter.cs adds, with the types of the parameters where it is a method.
    private static readonly (string Name, string? Parameters)[] Always =
    [
        ("weights", null), ("Info", null), ("Parameters", null), ("States", null),
        ("Load", "string, Sinter.LoadOptions"), ("Load", "Sinter.WeightSource, Sinter.LoadOptions"),
        ("LoadWeights", "string, Sinter.LoadOptions"), ("LoadWeights", "Sinter.WeightSource, Sinter.LoadOptions"),
        ("Save", "string"), ("Save", "string, Sinter.WeightPrecision"), ("SaveOnnx", "string"), ("SaveOnnx", "System.IO.Stream"),
        ("CreateSession", "int, int"), ("Session", null),
    ];

    private static readonly (string Name, string? Parameters)[] ForTraining = [("CreateTrainer", "Sinter.Optimizer, int, int, ulong"), ("Trainer", null)];

    private static readonly (string Name, string? Parameters)[] ForDecoding = [("CreateDecoder", "int"), ("Decoder", null)];

    /// <summary>Adds an error for each member that is in the way of a generated one.</summary>
    /// <returns>The names that are taken.</returns>
    public static IEnumerable<string> Check(INamedTypeSymbol network, List<DefinitionException> errors, CancellationToken cancellationToken)
    {
        var taken = new List<string>();
        foreach (var (name, parameters) in Of(network))
        {
            // What stands in the way of two overloads is one mistake.
            if (taken.Contains(name)) continue;
            if (network.Name == name)
            {
                taken.Add(name);
                errors.Add(new(DiagnosticIds.NameTaken, $"The network is called '{name}', and the compiler adds {Kind(name, parameters)} to it; give the class another name.", DeclarationReader.Syntax(network, cancellationToken)));
            }
            else if (Taken(network, name, parameters, cancellationToken) is { } own)
            {
                taken.Add(name);
                var isOwn = SymbolEqualityComparer.Default.Equals(own.ContainingType, network);
                var where = isOwn ? $"declares '{name}'" : $"inherits '{name}' from '{own.ContainingType.Name}'";
                var fix = isOwn ? "give yours another name" : $"give that of '{own.ContainingType.Name}' another name";
                var place = isOwn ? own : network;
                errors.Add(new(DiagnosticIds.NameTaken, $"The network '{network.Name}' {where}, and the compiler adds {Kind(name, parameters)}; {fix}{(parameters is not null && own is IMethodSymbol ? " or other parameters" : "")}.", DeclarationReader.Syntax(place, cancellationToken)));
            }
        }

        for (var type = network; type is not null; type = type.ContainingType)
        {
            if (type.Name == "var") errors.Add(new(DiagnosticIds.NameTaken, "A type called 'var' takes the place of that word in generated code; give it another name.", DeclarationReader.Syntax(type, cancellationToken)));
        }

        CheckConstruction(network, errors, cancellationToken);
        return taken;
    }

    private static IEnumerable<(string Name, string? Parameters)> Of(INamedTypeSymbol network)
    {
        IEnumerable<(string, string?)> members = Always;
        var attributes = network.GetAttributes().Select(data => data.AttributeClass).Where(type => type is not null).ToArray();
        if (network.GetMembers("Loss").OfType<IMethodSymbol>().Any() || attributes.Any(type => type!.BaseType?.Name == nameof(LossAttribute) && DslBinding.IsDsl(type))) members = members.Concat(ForTraining);
        if (attributes.Any(type => type!.Name == nameof(DecodeAttribute) && DslBinding.IsDsl(type))) members = members.Concat(ForDecoding);
        return members;
    }

    private static string Kind(string name, string? parameters) => (name, parameters) switch
    {
        ("weights", _) => "a field of that name",
        ("Session" or "Trainer" or "Decoder", _) => "a class of that name",
        (_, null) => "a property of that name",
        (_, var types) => $"the method {name}({types})",
    };

    /// <summary>The author's member that leaves no room: any but an overload with other parameters.</summary>
    private static ISymbol? Taken(INamedTypeSymbol network, string name, string? parameters, CancellationToken cancellationToken)
    {
        for (var type = network; type is not null and not { SpecialType: SpecialType.System_Object }; type = type.BaseType)
        {
            var isOwn = ReferenceEquals(type, network);
            var taken = type.GetMembers(name).FirstOrDefault(member =>
                !member.IsImplicitlyDeclared && !IsGenerated(member, cancellationToken) &&
                (isOwn || member.DeclaredAccessibility != Accessibility.Private) &&
                !(parameters is not null && member is IMethodSymbol method && (method.Arity > 0 || Types(method) != parameters)));
            if (taken is not null) return taken;
        }

        return null;
    }

    private static string Types(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(parameter =>
        (parameter.RefKind == RefKind.None ? "" : parameter.RefKind.ToString().ToLowerInvariant() + " ") + parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString()));

    // Generated constructors make the weights; an object that is made without them has none.
    private static void CheckConstruction(INamedTypeSymbol network, List<DefinitionException> errors, CancellationToken cancellationToken)
    {
        var own = network.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared && constructor.DeclaringSyntaxReferences.Length > 0 && !IsGenerated(constructor, cancellationToken));
        foreach (var constructor in own)
        {
            var syntax = constructor.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
            string? problem = null;
            if (syntax is TypeDeclarationSyntax { ParameterList: { } list })
            {
                (problem, syntax) = ($"'{network.Name}' has a primary constructor, which the generated ones would have to call without knowing its arguments; declare a constructor with ': this()' instead", list);
            }
            else if (Types(constructor) == "ulong")
            {
                problem = $"'{network.Name}' declares the constructor '{network.Name}(ulong)', which is the one that the compiler adds; leave yours out or give it other parameters";
            }
            else if (syntax is ConstructorDeclarationSyntax { Initializer: null or { RawKind: (int)SyntaxKind.BaseConstructorInitializer } })
            {
                problem = $"This constructor of '{network.Name}' would leave the network without weights; let it begin with ': this(seed: 0)', which makes them";
            }

            if (problem is not null) errors.Add(new(DiagnosticIds.Construction, problem + ".", syntax));
        }

        if (network.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: TypeKind.Class } parent &&
            !parent.InstanceConstructors.Any(constructor => constructor.DeclaredAccessibility is not Accessibility.Private && constructor.Parameters.All(parameter => parameter.IsOptional)))
        {
            errors.Add(new(DiagnosticIds.Construction, $"The network '{network.Name}' derives from '{parent.Name}', which has no constructor without arguments for the generated ones to call; add one to '{parent.Name}'.", DeclarationReader.Syntax(network, cancellationToken)));
        }

        foreach (var member in network.GetMembers().Where(IsRequired))
            errors.Add(new(DiagnosticIds.Construction, $"'{member.Name}' is required, but Load and the other generated members make objects of '{network.Name}' without it; give it a value of its own instead.", DeclarationReader.Syntax(member, cancellationToken)));
    }

    /// <summary>Whether a member was added to a network, or to a type around it. The analyzer sees the class with what was generated for it; the marked half, or member, is not the author's.</summary>
    public static bool IsGenerated(ISymbol member, CancellationToken cancellationToken) => member.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellationToken))
        .SelectMany(syntax => syntax.AncestorsAndSelf().OfType<MemberDeclarationSyntax>())
        .SelectMany(declaration => declaration.AttributeLists).SelectMany(list => list.Attributes)
        .Any(attribute => attribute.Name.ToString().EndsWith("GeneratedCode", StringComparison.Ordinal) && attribute.ArgumentList?.Arguments.FirstOrDefault()?.ToString() == "\"Sinter\"");

    private static bool IsRequired(ISymbol member) => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
}
