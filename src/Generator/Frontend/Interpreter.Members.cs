using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

// Fields, properties and new objects.
internal sealed partial class Interpreter
{
    private readonly Dictionary<ISymbol, object?> statics = new(SymbolEqualityComparer.Default);

    private object? ReadField(IFieldReferenceOperation operation)
    {
        var field = operation.Field;
        if (TupleIndex(field) is { } index && operation.Instance is { } tuple) return ((TupleValue)Evaluate(tuple)!).Items[index];
        if (!field.IsStatic)
            return operation.Instance is { } instance && Evaluate(instance) is ObjectValue owner ? ReadMember(owner, field, operation) : throw Unsupported(operation, $"The field '{field.Name}'");
        if (!HasSource(field)) return ReadBaseLibraryField(field, operation);
        RequireWritten(field, operation.Syntax);
        if (!field.IsReadOnly)
            throw Fail(DiagnosticIds.Unsupported, $"The field '{field.Name}' can change while the program runs; a network definition reads only const and static readonly fields.", operation.Syntax);
        return StaticValue(field, operation);
    }

    private static int? TupleIndex(IFieldSymbol field)
    {
        var item = field.CorrespondingTupleField ?? field;
        return item.ContainingType is { IsTupleType: true } && item.Name.StartsWith("Item", StringComparison.Ordinal) &&
            int.TryParse(item.Name.Substring(4), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : null;
    }

    /// <summary>The initializer of a static field or property, interpreted once per definition.</summary>
    private object? StaticValue(ISymbol member, IOperation at)
    {
        if (statics.TryGetValue(member, out var known)) return known;
        var syntax = member.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        EqualsValueClauseSyntax? initializer = syntax switch
        {
            VariableDeclaratorSyntax field => field.Initializer,
            PropertyDeclarationSyntax property => property.Initializer,
            _ => null,
        };
        if (initializer is null) throw Unsupported(at, $"'{member.Name}', which has no initializer,");
        if (calls.Count >= CallDepth) throw Fail(DiagnosticIds.Recursion, $"The initializer of '{member.Name}' needs its own value.", at.Syntax);
        if (ModelOf(initializer.SyntaxTree).GetOperation(initializer, cancellationToken) is not ISymbolInitializerOperation operation) throw Unsupported(at);
        var outer = frame;
        frame = new Frame(null);
        calls.Push(at.Syntax);
        try
        {
            return statics[member] = Evaluate(operation.Value);
        }
        finally
        {
            calls.Pop();
            frame = outer;
        }
    }

    private object? ReadProperty(IPropertyReferenceOperation operation)
    {
        var property = operation.Property;
        if (property.IsStatic)
        {
            if (DslBinding.IsDsl(property.ContainingType)) return InvokeDsl(property.GetMethod!, null, [], operation.Syntax);
            if (!HasSource(property)) throw Unsupported(operation, $"'{operation.Syntax}'");
            RequireWritten(property, operation.Syntax);
            var isAutomatic = property.SetMethod is null && property.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer: not null };
            if (isAutomatic) return StaticValue(property, operation);
            if (property.SetMethod is not null)
                throw Fail(DiagnosticIds.Unsupported, $"The property '{property.Name}' can change while the program runs; a network definition reads only properties without a setter.", operation.Syntax);
            return CallSource(property.GetMethod!, null, [], operation.Syntax);
        }

        var receiver = operation.Instance is { } instance ? Evaluate(instance) : receivers.Peek();
        if (IsNullable(property.ContainingType))
        {
            if (property.Name == "HasValue") return receiver is not null;
            return receiver ?? throw Thrown(new InvalidOperationException("Nullable object must have a value."), operation.Syntax);
        }

        if (ExtensionParameter(property) is not null) return CallSource(property.GetMethod!, receiver, [], operation.Syntax);
        switch (receiver)
        {
            case null:
                throw Thrown(new NullReferenceException($"'{operation.Instance?.Syntax}' is null."), operation.Syntax);
            case SequenceValue sequence when property.IsIndexer:
                return sequence.Items[CheckIndex((int)Evaluate(operation.Arguments[0].Value)!, sequence.Items.Count, operation)];
            case ObjectValue owner when !property.IsIndexer:
                return ReadMember(owner, property, operation);
            case DictionaryValue dictionary:
                return ReadDictionary(dictionary, operation);
            case TupleValue pair when property is { Name: "Key" or "Value", ContainingType.Name: "KeyValuePair" }:
                return pair.Items[property.Name == "Key" ? 0 : 1];
            case string text when property.IsIndexer:
                return text[CheckIndex((int)Evaluate(operation.Arguments[0].Value)!, text.Length, operation)];
            case SequenceValue sequence when property.Name is "Length" or "Count":
                return sequence.Items.Count;
            case SequenceValue sequence when property.Name is "LongLength":
                return (long)sequence.Items.Count;
            case SequenceValue sequence when property.Name is "IsEmpty":
                return sequence.Items.Count == 0;
            case SequenceValue sequence when property.Name is "Rank":
                return sequence.Lengths?.Length ?? 1;
            case string text when property.Name is "Length":
                return text.Length;
            case var value when DslBinding.IsDsl(property.ContainingType):
                return InvokeDsl(property.GetMethod!, value, Arguments(operation.Arguments), operation.Syntax);
            default:
                throw Unsupported(operation, $"The property '{property.ContainingType.Name}.{property.Name}'");
        }
    }

    private object? ReadDictionary(DictionaryValue dictionary, IPropertyReferenceOperation operation)
    {
        if (operation.Property.Name is "Keys" or "Values") Charge(operation, 2L * dictionary.Keys.Count);
        switch (operation.Property.Name)
        {
            case "Count":
                return dictionary.Keys.Count;
            case "Keys":
                return new SequenceValue(dictionary.Keys.ToArray<object?>());
            case "Values":
                return new SequenceValue(dictionary.Pairs.Select(pair => ((TupleValue)pair!).Items[1]).ToArray());
            case "this[]" or "Item":
                var key = Evaluate(operation.Arguments[0].Value);
                Charge(operation, Weigh(key));
                return key is not null && dictionary.TryGet(key, out var value) ? value : throw Thrown(new KeyNotFoundException($"There is no key {Show(key)}."), operation.Syntax);
            default:
                throw Unsupported(operation, $"The property 'Dictionary.{operation.Property.Name}'");
        }
    }

    private Place Locate(IPropertyReferenceOperation operation)
    {
        var property = operation.Property;
        var receiver = operation.Instance is { } instance ? Evaluate(instance) : null;
        if (receiver is SequenceValue sequence && property.IsIndexer)
        {
            var index = CheckIndex((int)Evaluate(operation.Arguments[0].Value)!, sequence.Items.Count, operation);
            return new(() => sequence.Items[index], value => sequence.Items[index] = value);
        }

        if (receiver is DictionaryValue dictionary && property.IsIndexer)
        {
            var key = Evaluate(operation.Arguments[0].Value)!;
            Charge(operation, Weigh(key));
            return new(() => ReadDictionary(dictionary, operation), value => dictionary.Set(key, value));
        }

        if (receiver is ObjectValue owner && !property.IsIndexer) return new(() => ReadMember(owner, property, operation), value => WriteMember(owner, property, value, operation));
        if (receiver is null || !DslBinding.IsDsl(property.ContainingType) || property.SetMethod is not { } setter) throw Unsupported(operation, $"Assigning to '{operation.Syntax}'");
        var arguments = Arguments(operation.Arguments);
        return new(
            () => InvokeDsl(property.GetMethod!, receiver, arguments, operation.Syntax),
            value => InvokeDsl(setter, receiver, [.. arguments, value], operation.Syntax));
    }

    private object? CreateObject(IObjectCreationOperation operation)
    {
        if (operation.Constructor is not { } constructor) throw Unsupported(operation, $"A new {operation.Type?.ToDisplayString()}");
        object? created;
        if (HasSource(constructor)) RequireWritten(constructor, operation.Syntax);
        if (DslBinding.IsDsl(constructor.ContainingType)) created = InvokeDsl(constructor, null, Arguments(operation.Arguments), operation.Syntax);
        else if (HasSource(constructor) || HasSource(constructor.ContainingType)) created = CreateUserObject(constructor, Arguments(operation.Arguments), operation);
        else created = CreateBaseLibraryObject(constructor, Arguments(operation.Arguments), operation);

        if (operation.Initializer is { } initializer) Initialize(created, initializer);
        return created;
    }
}
