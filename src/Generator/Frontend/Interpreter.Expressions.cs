using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sinter.Generator.Frontend;

// Operators, conditions, conversions and text.
internal sealed partial class Interpreter
{
    private readonly Stack<object?> receivers = new();

    private object? Binary(IBinaryOperation operation)
    {
        var kind = operation.OperatorKind;
        if (operation.OperatorMethod is { } method && !IsBuiltIn(method))
            return operation.IsLifted ? throw Unsupported(operation, "An operator over nullable values of a type of your own")
                : kind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr ? throw Unsupported(operation, "A short-circuiting operator of your own")
                : CallMethod(method, null, [EvaluateOrUnknown(operation.LeftOperand), EvaluateOrUnknown(operation.RightOperand)], operation);
        if (kind is BinaryOperatorKind.ConditionalAnd) return Test(operation.LeftOperand) && Test(operation.RightOperand);
        if (kind is BinaryOperatorKind.ConditionalOr) return Test(operation.LeftOperand) || Test(operation.RightOperand);
        return Apply(kind, EvaluateOrUnknown(operation.LeftOperand), EvaluateOrUnknown(operation.RightOperand), operation.Type, operation.IsChecked, operation);
    }

    private object? Apply(BinaryOperatorKind kind, object? left, object? right, ITypeSymbol? type, bool isChecked, IOperation at)
    {
        if (type?.SpecialType == SpecialType.System_String && kind == BinaryOperatorKind.Add)
        {
            var (first, second) = (TextOf(left, null, at), TextOf(right, null, at));
            Charge(at, LibraryCall.OfText((long)first.Length + second.Length));
            return first + second;
        }

        if (left is EnumValue or Enum || right is EnumValue or Enum)
            return Wrap(type, Apply(kind, Unwrap(left), Unwrap(right), null, isChecked, at));
        if (left is not null && right is not null && Arithmetic.Binary(kind, left, right, isChecked) is { } result) return result;
        switch (kind)
        {
            case BinaryOperatorKind.Equals:
                return AreEqual(left, right);
            case BinaryOperatorKind.NotEquals:
                return !AreEqual(left, right);
        }

        // Enums meet their underlying type: E + 1, where the type may be narrower than int.
        if (left is not null && right is not null && !left.GetType().Equals(right.GetType()) &&
            NumericConversion.Convert(right, SpecialTypeOf(left), isChecked) is { } converted && Arithmetic.Binary(kind, left, converted, isChecked) is { } mixed) return mixed;
        if (left is byte or sbyte or short or ushort or char && right is byte or sbyte or short or ushort or char)
            return Apply(kind, NumericConversion.Convert(left, SpecialType.System_Int32, false), NumericConversion.Convert(right, SpecialType.System_Int32, false), type, isChecked, at);
        if (left is not null && right is not null) throw Unsupported(at, $"The operator of '{at.Syntax}'");
        // A lifted operator: null for arithmetic, false for comparisons.
        return kind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual ? false : null;
    }

    private object? Unary(IUnaryOperation operation)
    {
        if (operation.OperatorMethod is { } method && !IsBuiltIn(method)) return CallMethod(method, null, [Evaluate(operation.Operand)], operation);
        var operand = Evaluate(operation.Operand);
        if (operation.OperatorKind == UnaryOperatorKind.Hat) return new IndexValue((int)operand!, IsFromEnd: true);
        if (operand is null) return null;
        return Wrap(operation.Type, Arithmetic.Unary(operation.OperatorKind, Unwrap(operand)!, operation.IsChecked) ?? throw Unsupported(operation));
    }

    private object? Conditional(IConditionalOperation operation) =>
        Evaluate(Test(operation.Condition) ? operation.WhenTrue : operation.WhenFalse!);

    private object? Coalesce(ICoalesceOperation operation) => Evaluate(operation.Value) ?? Evaluate(operation.WhenNull);

    private object? ConditionalAccess(IConditionalAccessOperation operation)
    {
        if (Evaluate(operation.Operation) is not { } receiver) return null;
        receivers.Push(receiver);
        try
        {
            return Evaluate(operation.WhenNotNull);
        }
        finally
        {
            receivers.Pop();
        }
    }

    private object? InstanceReference(IInstanceReferenceOperation operation) =>
        operation.ReferenceKind != InstanceReferenceKind.ContainingTypeInstance ? receivers.Peek() : frame.Find() ?? throw Unsupported(operation, "'this'");

    private string Interpolate(IInterpolatedStringOperation operation)
    {
        var text = new StringBuilder();
        foreach (var part in operation.Parts)
        {
            switch (part)
            {
                case IInterpolatedStringTextOperation { Text.ConstantValue.Value: string literal }:
                    Charge(part, LibraryCall.OfText(literal.Length));
                    text.Append(literal);
                    break;
                case IInterpolationOperation hole:
                    var width = hole.Alignment?.ConstantValue.Value is int alignment ? alignment : 0;
                    Charge(hole, LibraryCall.OfText(Math.Abs((long)width)));
                    var value = TextOf(Evaluate(hole.Expression), hole.FormatString?.ConstantValue.Value as string, hole);
                    Charge(hole, LibraryCall.OfText(value.Length));
                    text.Append(width < 0 ? value.PadRight(-width) : value.PadLeft(width));
                    break;
                default:
                    throw Unsupported(part);
            }
        }

        return text.ToString();
    }

    private object? Convert(IConversionOperation operation)
    {
        if (operation.OperatorMethod is { } method && !IsBuiltIn(method)) return CallMethod(method, null, [Evaluate(operation.Operand)], operation);
        var value = Evaluate(operation.Operand);
        if (operation.OperatorMethod?.ContainingType is { Name: nameof(Index), ContainingNamespace.Name: nameof(System) }) return new IndexValue((int)value!, IsFromEnd: false);
        var target = NonNullable(operation.Type);
        if (value is null)
            return operation.Type is { IsValueType: true } && target is not null && SymbolEqualityComparer.Default.Equals(target, operation.Type)
                ? throw Thrown(new NullReferenceException("The value is null."), operation.Syntax)
                : null;
        if (target?.TypeKind == TypeKind.Enum && Unwrap(value) is { } number)
            return Wrap(target, NumericConversion.Convert(number, ((INamedTypeSymbol)target).EnumUnderlyingType!.SpecialType, operation.IsChecked));
        if (target is not null && NumericConversion.IsNumeric(target.SpecialType))
            return NumericConversion.Convert(Unwrap(value)!, target.SpecialType, operation.IsChecked) ?? throw Thrown(new InvalidCastException($"'{Text.Of(value)}' is no {target.ToDisplayString()}."), operation.Syntax);
        if (value is TupleValue tuple && target is INamedTypeSymbol { IsTupleType: true } named) return ConvertTuple(tuple, named);
        if (target is not null && operation.Conversion is { IsReference: true, IsImplicit: false } && !IsInstance(value, target))
            return operation.IsTryCast ? null : throw Thrown(new InvalidCastException($"The value is no {target.ToDisplayString()}."), operation.Syntax);
        return value;
    }

    // (1, 2) as (float, float): literal tuples convert their elements, but tuples in variables have only the target type.
    private TupleValue ConvertTuple(TupleValue tuple, INamedTypeSymbol target) =>
        new(tuple.Items.Select((item, i) => i < target.TupleElements.Length ? ConvertElement(item, target.TupleElements[i].Type) : item).ToArray());

    private bool TupleEquality(ITupleBinaryOperation operation)
    {
        var (left, right) = (Evaluate(operation.LeftOperand), Evaluate(operation.RightOperand));
        Charge(operation, Weigh(left));
        var equal = TuplesEqual(left, right);
        return operation.OperatorKind == BinaryOperatorKind.Equals ? equal : !equal;
    }

    private bool TuplesEqual(object? left, object? right) =>
        left is TupleValue a && right is TupleValue b
            ? a.Items.Count == b.Items.Count && a.Items.Zip(b.Items, TuplesEqual).All(equal => equal)
            : AreEqual(left, right);

    private bool AreEqual(object? left, object? right)
    {
        if (left is null || right is null) return left is null && right is null;
        Charge(Current, Weigh(left));
        if (left is EnumValue or Enum) left = Unwrap(left)!;
        if (right is EnumValue or Enum) right = Unwrap(right)!;
        if (left.GetType() == right.GetType()) return left is double or float ? Arithmetic.Binary(BinaryOperatorKind.Equals, left, right, false) is true : left.Equals(right);
        return NumericConversion.IsNumeric(SpecialTypeOf(left)) && NumericConversion.IsNumeric(SpecialTypeOf(right)) &&
            System.Convert.ToDouble(left, CultureInfo.InvariantCulture).Equals(System.Convert.ToDouble(right, CultureInfo.InvariantCulture));
    }

    /// <summary>A number as a value of <paramref name="type"/> when that is an enum.</summary>
    private static object? Wrap(ITypeSymbol? type, object? value)
    {
        if (value is null || NonNullable(type) is not INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration || value is EnumValue or Enum) return value;
        if (DslBinding.FindType(enumeration) is { } dsl) return Enum.ToObject(dsl, value);
        return new EnumValue(enumeration, NumericConversion.Convert(value, enumeration.EnumUnderlyingType?.SpecialType ?? SpecialType.System_Int32, isChecked: false) ?? value);
    }

    private static object? Unwrap(object? value) => value switch
    {
        EnumValue enumeration => enumeration.Value,
        Enum enumeration => System.Convert.ChangeType(enumeration, Enum.GetUnderlyingType(enumeration.GetType()), CultureInfo.InvariantCulture),
        _ => value,
    };

    private static ITypeSymbol? NonNullable(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static SpecialType SpecialTypeOf(object value) => value switch
    {
        int => SpecialType.System_Int32,
        float => SpecialType.System_Single,
        double => SpecialType.System_Double,
        long => SpecialType.System_Int64,
        uint => SpecialType.System_UInt32,
        ulong => SpecialType.System_UInt64,
        byte => SpecialType.System_Byte,
        sbyte => SpecialType.System_SByte,
        short => SpecialType.System_Int16,
        ushort => SpecialType.System_UInt16,
        char => SpecialType.System_Char,
        decimal => SpecialType.System_Decimal,
        bool => SpecialType.System_Boolean,
        string => SpecialType.System_String,
        _ => SpecialType.None,
    };

    // Newer compilers name the methods behind the operators of int, string and so on; records have equality made for them.
    private static bool IsBuiltIn(IMethodSymbol method) =>
        method.IsImplicitlyDeclared || (method.DeclaringSyntaxReferences.Length == 0 && !DslBinding.IsDsl(method.ContainingType));

    private object? Default(ITypeSymbol? type, IOperation at)
    {
        switch (type)
        {
            case null or { IsReferenceType: true } or INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }:
                return null;
            case { SpecialType: SpecialType.System_Boolean }:
                return false;
            case var number when NumericConversion.IsNumeric(number.SpecialType):
                return NumericConversion.Convert(0, number.SpecialType, false);
            case INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration:
                return Wrap(enumeration, NumericConversion.Convert(0, enumeration.EnumUnderlyingType!.SpecialType, false));
            case INamedTypeSymbol { IsTupleType: true } tuple:
                return new TupleValue(tuple.TupleElements.Select(element => Default(element.Type, at)).ToArray());
            default:
                throw Unsupported(at, $"A default value of type {type.ToDisplayString()}");
        }
    }
}
