using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sinter.Generator.Frontend;

// Everything that writes: assignments, ++ and --, deconstruction.
internal sealed partial class Interpreter
{
    private object? Assign(ISimpleAssignmentOperation operation)
    {
        if (operation.IsRef) throw Unsupported(operation, "A ref assignment");
        var place = Locate(operation.Target);
        return place.Write(EvaluateOrUnknown(operation.Value));
    }

    private object? CompoundAssign(ICompoundAssignmentOperation operation)
    {
        var place = Locate(operation.Target);
        var left = place.Read();
        var right = EvaluateOrUnknown(operation.Value);
        if (left is Unknown || right is Unknown) return place.Write(Meet());
        if (operation.OperatorMethod is { } method && !IsBuiltIn(method)) return place.Write(CallMethod(method, null, [left, right], operation));
        // x += y computes in the operator's type: byte + byte is an int, int + double a double.
        var type = operation.Target.Type;
        if (left is not null && operation.InConversion.IsNumeric && right is not null) left = Promote(left, right, operation.OperatorKind);
        var result = Apply(operation.OperatorKind, left, right, type, operation.IsChecked, operation);
        return place.Write(Narrow(result, type, operation.IsChecked));
    }

    private static object Promote(object left, object right, BinaryOperatorKind kind)
    {
        var isShift = kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift;
        return NumericConversion.Convert(left, isShift ? SpecialType.System_Int32 : SpecialTypeOf(right), false) ?? left;
    }

    private static object? Narrow(object? value, ITypeSymbol? type, bool isChecked)
    {
        var target = NonNullable(type);
        return value is not null && target is not null && NumericConversion.IsNumeric(target.SpecialType) ? NumericConversion.Convert(value, target.SpecialType, isChecked) ?? value : value;
    }

    private object? CoalesceAssign(ICoalesceAssignmentOperation operation)
    {
        var place = Locate(operation.Target);
        return place.Read() ?? place.Write(Evaluate(operation.Value));
    }

    private object? Increment(IIncrementOrDecrementOperation operation)
    {
        if (operation.OperatorMethod is { } method && !IsBuiltIn(method)) throw Unsupported(operation, "An increment operator of your own");
        var place = Locate(operation.Target);
        if (place.Read() is not { } before) return null;
        if (before is Unknown) return Meet();
        var number = Unwrap(before)!;
        var wide = NumericConversion.Convert(number, SpecialTypeOf(number) is >= SpecialType.System_Int32 and var type ? type : SpecialType.System_Int32, false)!;
        var one = NumericConversion.Convert(1, SpecialTypeOf(wide), false)!;
        var kind = operation.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var sum = Arithmetic.Binary(kind, wide, one, operation.IsChecked) ?? throw Unsupported(operation);
        var after = Wrap(operation.Target.Type, NumericConversion.Convert(sum, SpecialTypeOf(number), operation.IsChecked));
        place.Write(after);
        return operation.IsPostfix ? before : after;
    }

    private object? Deconstruct(IDeconstructionAssignmentOperation operation)
    {
        var value = EvaluateOrUnknown(operation.Value);
        Store(operation.Target, value);
        return value;
    }

    /// <summary>Writes to anything that can stand on the left of an assignment, declarations and tuples of such included.</summary>
    private void Store(IOperation target, object? value)
    {
        switch (target)
        {
            case ITupleOperation tuple:
                var parts = value is Unknown ? Enumerable.Repeat(value, tuple.Elements.Length).ToArray() : Deconstructed(value, tuple.Elements.Length, target) ?? throw Unsupported(target, "Deconstructing a value that is no tuple");
                for (var i = 0; i < parts.Count; i++) Store(tuple.Elements[i], ConvertTo(parts[i], tuple.Elements[i].Type));
                break;
            case IDeclarationExpressionOperation declaration:
                Store(declaration.Expression, value);
                break;
            case IVariableDeclaratorOperation declarator:
                frame.Declare(declarator.Symbol, value);
                break;
            default:
                Locate(target).Write(value);
                break;
        }
    }

    private object? ConvertTo(object? item, ITypeSymbol? type) => type is null ? item : ConvertElement(item, type);

    /// <summary>Works out a target once, so that <c>a[i++] += 1</c> counts once.</summary>
    private Place Locate(IOperation target)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                var cell = local.IsDeclaration || frame.Find(local.Local) is null ? frame.Declare(local.Local, null) : frame.Find(local.Local)!;
                return new(() => cell.Value, value => cell.Value = value);
            case IParameterReferenceOperation parameter:
                var argument = Variable(parameter.Parameter, target);
                return new(() => argument.Value, value => argument.Value = value);
            case IDiscardOperation:
                return new(() => null, _ => { });
            case IDeclarationExpressionOperation declaration:
                return Locate(declaration.Expression);
            case IArrayElementReferenceOperation element:
                var (items, offset) = Element(element, Array(element));
                return new(() => items[offset], value => items[offset] = value);
            case IImplicitIndexerReferenceOperation indexer when Evaluate(indexer.Instance) is SequenceValue sequence && Evaluate(indexer.Argument) is IndexValue index:
                var position = CheckIndex(index.Offset(sequence.Items.Count), sequence.Items.Count, target);
                return new(() => sequence.Items[position], value => sequence.Items[position] = value);
            case IPropertyReferenceOperation property:
                return Locate(property);
            case IFieldReferenceOperation { Instance: { } owner, Field: { } field } when TupleIndex(field) is { } item:
                var tuple = Locate(owner);
                return new(() => ((TupleValue)tuple.Read()!).Items[item], value => tuple.Write(((TupleValue)tuple.Read()!).With(item, value)));
            case IFieldReferenceOperation { Instance: { } owner } field when Evaluate(owner) is ObjectValue self:
                return new(() => ReadMember(self, field.Field, target), value => WriteMember(self, field.Field, value, target));
            default:
                throw Unsupported(target, $"Assigning to '{target.Syntax}'");
        }
    }

    /// <summary>Something that can be read and written.</summary>
    private readonly struct Place(Func<object?> read, Action<object?> write)
    {
        public object? Read() => read();

        public object? Write(object? value)
        {
            write(value);
            return value;
        }
    }
}
