using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Sinter.Generator.Frontend;

/// <summary>
/// Finds the Dsl's own types and methods for the symbols of the user's compilation: by metadata name and parameter
/// types, in the Dsl that the generator refers to. Nothing of the user's is ever loaded.
/// </summary>
internal static class DslBinding
{
    private const BindingFlags AllPublic = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Dsl = typeof(Tensor).Assembly;
    private static readonly ConcurrentDictionary<string, Type?> Types = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, MethodBase?> Methods = new(StringComparer.Ordinal);

    /// <summary>Whether a type is the Dsl's: in its namespace and not in the user's source.</summary>
    public static bool IsDsl(INamedTypeSymbol? type)
    {
        if (type is null || type.DeclaringSyntaxReferences.Length > 0) return false;
        var outermost = type;
        while (outermost.ContainingType is { } outer) outermost = outer;
        return outermost.ContainingNamespace is { Name: nameof(Sinter), ContainingNamespace.IsGlobalNamespace: true };
    }

    /// <summary>The type, or null when it is not of the Dsl or this version lacks it.</summary>
    public static Type? FindType(INamedTypeSymbol symbol) =>
        IsDsl(symbol) ? Types.GetOrAdd(MetadataName(symbol), static name => Dsl.GetType(name) is { IsVisible: true } type ? type : null) : null;

    /// <summary>The method, constructor or operator, or null.</summary>
    public static MethodBase? FindMethod(IMethodSymbol symbol)
    {
        var definition = symbol.OriginalDefinition;
        if (definition.GetDocumentationCommentId() is not { } key) return null;
        if (Methods.TryGetValue(key, out var known)) return known;
        var found = FindType(definition.ContainingType) is { } type ? Find(type, definition) : null;
        return Methods.GetOrAdd(key, found);
    }

    /// <summary>The type as this process knows it; <see cref="object"/> for what only the user's source declares.</summary>
    public static Type RuntimeType(ITypeSymbol symbol)
    {
        switch (symbol)
        {
            case IArrayTypeSymbol array:
                return RuntimeType(array.ElementType).MakeArrayType();
            case INamedTypeSymbol named:
                if (FindType(named) is { } dsl) return dsl;
                var type = typeof(object).Assembly.GetType(MetadataName(named)) ?? typeof(Enumerable).Assembly.GetType(MetadataName(named));
                if (type is null) return typeof(object);
                return type.IsGenericTypeDefinition ? type.MakeGenericType(named.TypeArguments.Select(RuntimeType).ToArray()) : type;
            default:
                return typeof(object);
        }
    }

    private static MethodBase? Find(Type type, IMethodSymbol symbol)
    {
        IEnumerable<MethodBase> candidates = symbol.MethodKind == MethodKind.Constructor
            ? type.GetConstructors()
            : type.GetMethods(AllPublic).Where(method => method.Name == symbol.MetadataName);
        foreach (var candidate in candidates)
        {
            var parameters = candidate.GetParameters();
            if (parameters.Length != symbol.Parameters.Length || candidate.IsStatic != symbol.IsStatic) continue;
            if (candidate.IsGenericMethodDefinition != symbol.IsGenericMethod) continue;
            if (!parameters.Select((parameter, i) => Matches(symbol.Parameters[i].Type, parameter.ParameterType)).All(matches => matches)) continue;
            // Conversions differ in nothing but what they return.
            if (candidate is MethodInfo method && symbol.MethodKind == MethodKind.Conversion && !Matches(symbol.ReturnType, method.ReturnType)) continue;
            return candidate;
        }

        return null;
    }

    private static bool Matches(ITypeSymbol symbol, Type type)
    {
        if (type.IsByRef) type = type.GetElementType()!;
        switch (symbol)
        {
            case ITypeParameterSymbol parameter:
                return type.IsGenericParameter && type.GenericParameterPosition == parameter.Ordinal;
            case IArrayTypeSymbol array:
                return type.IsArray && type.GetArrayRank() == array.Rank && Matches(array.ElementType, type.GetElementType()!);
            case INamedTypeSymbol named:
                var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
                if (definition.FullName != MetadataName(named)) return false;
                var arguments = type.GetGenericArguments();
                return arguments.Length == named.TypeArguments.Length && named.TypeArguments.Select((argument, i) => Matches(argument, arguments[i])).All(matches => matches);
            default:
                return false;
        }
    }

    /// <summary>The name reflection knows a type by: <c>System.Func`2</c>, <c>Outer+Inner</c>.</summary>
    private static string MetadataName(INamedTypeSymbol symbol)
    {
        if (symbol.IsTupleType) symbol = symbol.TupleUnderlyingType ?? symbol;
        if (symbol.ContainingType is { } outer) return MetadataName(outer) + "+" + symbol.MetadataName;
        return symbol.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + symbol.MetadataName : symbol.MetadataName;
    }
}
