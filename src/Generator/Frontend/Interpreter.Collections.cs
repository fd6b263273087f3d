using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sinter.Generator.Frontend;

// Arrays, lists, collection expressions, indices and ranges.
internal sealed partial class Interpreter
{
    private SequenceValue CreateArray(IArrayCreationOperation operation)
    {
        var lengths = operation.DimensionSizes.Select(size => System.Convert.ToInt64(Evaluate(size))).ToArray();
        var count = 1L;
        foreach (var length in lengths)
        {
            if (length < 0) throw Thrown(new OverflowException("An array has a negative size."), operation.Syntax);
            count = Math.Min(count * length, int.MaxValue);
        }

        Charge(operation, count);
        var items = new object?[count];
        if (operation.Initializer is { } initializer)
        {
            var next = 0;
            Fill(initializer, items, ref next);
        }
        else if (operation.Type is IArrayTypeSymbol { ElementType: { IsValueType: true } element } && count > 0)
        {
            var value = Default(element, operation);
            for (var i = 0; i < items.Length; i++) items[i] = value;
        }

        return new SequenceValue(items, lengths: lengths.Length > 1 ? lengths.Select(length => (int)length).ToArray() : null);
    }

    private void Fill(IArrayInitializerOperation initializer, object?[] items, ref int next)
    {
        foreach (var value in initializer.ElementValues)
        {
            if (value is IArrayInitializerOperation row) Fill(row, items, ref next);
            else items[next++] = EvaluateOrUnknown(value);
        }
    }

    private SequenceValue CreateCollection(ICollectionExpressionOperation operation)
    {
        var items = new List<object?>();
        var elementType = operation.Type switch
        {
            IArrayTypeSymbol array => array.ElementType,
            INamedTypeSymbol { TypeArguments.Length: 1 } named => named.TypeArguments[0],
            _ => null,
        };
        foreach (var element in operation.Elements)
        {
            if (element is not ISpreadOperation spread)
            {
                items.Add(EvaluateOrUnknown(element));
                continue;
            }

            var more = Snapshot(Known(Evaluate(spread.Operand), spread.Operand), spread.Operand);
            Charge(operation, more.Count);
            foreach (var item in more) items.Add(ConvertTo(item, elementType));
        }

        return IsGrowable(operation.Type) ? new SequenceValue(items, isList: true) : new SequenceValue(items.ToArray());
    }

    private static bool IsGrowable(ITypeSymbol? type) => type is { Name: "List" or "IList" or "ICollection" };

    private object? ReadElement(IArrayElementReferenceOperation operation)
    {
        var sequence = Array(operation);
        if (operation.Indices is [{ Type.Name: nameof(Range) } range]) return Slice(sequence, (RangeValue)Evaluate(range)!, operation);
        var (items, offset) = Element(operation, sequence);
        return items[offset];
    }

    private SequenceValue Array(IArrayElementReferenceOperation operation) =>
        Evaluate(operation.ArrayReference) as SequenceValue ?? throw Thrown(new NullReferenceException($"'{operation.ArrayReference.Syntax}' is null."), operation.Syntax);

    private (IList<object?> Items, int Offset) Element(IArrayElementReferenceOperation operation, SequenceValue sequence)
    {
        var lengths = sequence.Lengths ?? [sequence.Items.Count];
        var offset = 0;
        for (var axis = 0; axis < lengths.Length; axis++)
        {
            var index = Evaluate(operation.Indices[axis]);
            var position = index is IndexValue fromEnd ? fromEnd.Offset(lengths[axis]) : System.Convert.ToInt64(index);
            offset = (offset * lengths[axis]) + CheckIndex(position, lengths[axis], operation);
        }

        return (sequence.Items, offset);
    }

    private int CheckIndex(long index, int length, IOperation at) =>
        index >= 0 && index < length ? (int)index : throw Thrown(new IndexOutOfRangeException($"There is no element {index}: there are {length}."), at.Syntax);

    private RangeValue Range(IRangeOperation operation)
    {
        var start = operation.LeftOperand is { } left ? ToIndex(Evaluate(left)) : new IndexValue(0, IsFromEnd: false);
        var end = operation.RightOperand is { } right ? ToIndex(Evaluate(right)) : new IndexValue(0, IsFromEnd: true);
        return new(start, end);
    }

    private static IndexValue ToIndex(object? value) => value as IndexValue ?? new IndexValue((int)value!, IsFromEnd: false);

    private SequenceValue Slice(SequenceValue sequence, RangeValue range, IOperation at)
    {
        var (start, length) = Bounds(range, sequence.Items.Count, at);
        Charge(at, start + length);
        return new SequenceValue(sequence.IsList ? sequence.Items.Skip(start).Take(length).ToList() : sequence.Items.Skip(start).Take(length).ToArray(), sequence.IsList);
    }

    private (int Start, int Length) Bounds(RangeValue range, int count, IOperation at)
    {
        var (start, end) = (range.Start.Offset(count), range.End.Offset(count));
        if (start < 0 || end > count || start > end)
            throw Thrown(new ArgumentOutOfRangeException(null, $"The range {start}..{end} does not lie within {count} elements."), at.Syntax);
        return (start, end - start);
    }

    private object? ReadImplicitIndexer(IImplicitIndexerReferenceOperation operation)
    {
        var instance = Evaluate(operation.Instance);
        var argument = Evaluate(operation.Argument);
        switch (instance, argument)
        {
            case (SequenceValue sequence, RangeValue range):
                return Slice(sequence, range, operation);
            case (SequenceValue sequence, _):
                return sequence.Items[CheckIndex(ToIndex(argument).Offset(sequence.Items.Count), sequence.Items.Count, operation)];
            case (string text, RangeValue range):
                var (start, length) = Bounds(range, text.Length, operation);
                Charge(operation, LibraryCall.OfText(length));
                return text.Substring(start, length);
            case (string text, _):
                return text[CheckIndex(ToIndex(argument).Offset(text.Length), text.Length, operation)];
            case (Shape shape, IndexValue index):
                return shape[CheckIndex(index.Offset(shape.Rank), shape.Rank, operation)];
            case (null, _):
                throw Thrown(new NullReferenceException($"'{operation.Instance.Syntax}' is null."), operation.Syntax);
            default:
                throw Unsupported(operation, $"An index into {operation.Instance.Type?.ToDisplayString()}");
        }
    }
}
