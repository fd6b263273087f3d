using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

// Patterns, and the expressions built on them.
internal sealed partial class Interpreter
{
    private object? Switch(ISwitchExpressionOperation operation)
    {
        var value = Known(Evaluate(operation.Value), operation.Value);
        foreach (var arm in operation.Arms)
        {
            if (Matches(arm.Pattern, value) && (arm.Guard is null || Test(arm.Guard))) return Evaluate(arm.Value);
        }

        throw Fail(DiagnosticIds.Throws, $"The switch expression has no arm for {Show(value)}.", operation.Syntax);
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => "\"" + text + "\"",
        _ => Text.Of(value),
    };

    private bool IsPattern(IIsPatternOperation operation) => Matches(operation.Pattern, Evaluate(operation.Value));

    private bool IsType(IIsTypeOperation operation) => IsInstance(Evaluate(operation.ValueOperand), operation.TypeOperand) != operation.IsNegated;

    private bool Matches(IPatternOperation pattern, object? value)
    {
        Step(pattern, 1);
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return true;
            case IConstantPatternOperation constant:
                Charge(pattern, Weigh(value));
                return Equals(value, Evaluate(constant.Value));
            case IRelationalPatternOperation relational:
                var bound = Evaluate(relational.Value)!;
                return value?.GetType() == bound.GetType() && Apply(relational.OperatorKind, value, bound, null, false, pattern) is true;
            case ITypePatternOperation type:
                return IsInstance(value, type.MatchedType);
            case IDeclarationPatternOperation declaration:
                return (declaration.MatchesNull || IsInstance(value, declaration.MatchedType)) && Bind(declaration.DeclaredSymbol, value);
            case INegatedPatternOperation negated:
                return !Matches(negated.Pattern, value);
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either:
                return Matches(either.LeftPattern, value) || Matches(either.RightPattern, value);
            case IBinaryPatternOperation both:
                return Matches(both.LeftPattern, value) && Matches(both.RightPattern, value);
            case IRecursivePatternOperation recursive:
                return MatchesParts(recursive, value) && Bind(recursive.DeclaredSymbol, value);
            case IListPatternOperation list:
                return MatchesList(list, value) && Bind(list.DeclaredSymbol, value);
            default:
                throw Unsupported(pattern);
        }
    }

    private bool Bind(ISymbol? variable, object? value)
    {
        if (variable is not null) frame.Declare(variable, value);
        return true;
    }

    private bool MatchesParts(IRecursivePatternOperation pattern, object? value)
    {
        if (value is null || !IsInstance(value, pattern.MatchedType)) return false;
        var positions = pattern.DeconstructionSubpatterns;
        if (positions.Length > 0)
        {
            if (Deconstructed(value, positions.Length, pattern) is not { } parts) return false;
            if (!parts.Zip(positions, (part, position) => Matches(position, part)).All(matches => matches)) return false;
        }

        receivers.Push(value);
        try
        {
            return pattern.PropertySubpatterns.All(property => Matches(property.Pattern, Evaluate(property.Member)));
        }
        finally
        {
            receivers.Pop();
        }
    }

    private bool MatchesList(IListPatternOperation pattern, object? value)
    {
        if (value is null) return false;
        var items = Snapshot(value, pattern);
        Charge(pattern, items.Count);
        var slice = pattern.Patterns.IndexOf(pattern.Patterns.FirstOrDefault(part => part is ISlicePatternOperation)!);
        var fixedCount = pattern.Patterns.Length - (slice < 0 ? 0 : 1);
        if (slice < 0 ? items.Count != fixedCount : items.Count < fixedCount) return false;
        var sliceLength = items.Count - fixedCount;
        for (var i = 0; i < pattern.Patterns.Length; i++)
        {
            if (i == slice)
            {
                var rest = new SequenceValue(items.Skip(i).Take(sliceLength).ToArray());
                if (((ISlicePatternOperation)pattern.Patterns[i]).Pattern is { } inner && !Matches(inner, rest)) return false;
            }
            else if (!Matches(pattern.Patterns[i], items[slice >= 0 && i > slice ? i - 1 + sliceLength : i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInstance(object? value, ITypeSymbol? type)
    {
        if (value is null) return false;
        type = NonNullable(type);
        switch (type)
        {
            case null or ITypeParameterSymbol or { SpecialType: SpecialType.System_Object }:
                return true;
            case { TypeKind: TypeKind.Enum }:
                return value is EnumValue enumeration ? SymbolEqualityComparer.Default.Equals(enumeration.Type, type) : DslBinding.FindType((INamedTypeSymbol)type) == value.GetType();
            case { TypeKind: TypeKind.Delegate }:
                return value is Closure or Delegate;
            case INamedTypeSymbol { IsTupleType: true } tuple:
                return value is TupleValue items && items.Items.Count == tuple.TupleElements.Length;
            case INamedTypeSymbol when value is ObjectValue owner:
                return SymbolEqualityComparer.Default.Equals(owner.Type, type) || owner.Type.AllInterfaces.Contains(type, SymbolEqualityComparer.Default);
            case IArrayTypeSymbol:
                return value is SequenceValue { IsList: false };
            case { SpecialType: not SpecialType.None } special when SpecialTypeOf(value) != SpecialType.None:
                return SpecialTypeOf(value) == special.SpecialType;
            case INamedTypeSymbol dsl when DslBinding.IsDsl(dsl):
                return DslBinding.FindType(dsl)?.IsInstanceOfType(value) == true;
            default:
                return value is SequenceValue sequence && (sequence.IsList || type.TypeKind == TypeKind.Interface || type.IsRefLikeType);
        }
    }
}
