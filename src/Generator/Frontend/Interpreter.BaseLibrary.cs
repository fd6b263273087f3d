using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

// The part of the base library that definitions may use.
internal sealed partial class Interpreter
{
    private object? CallBaseLibrary(IMethodSymbol method, object? receiver, object?[] arguments, IOperation? at, SyntaxNode site)
    {
        try
        {
            var call = BaseLibraryCall(method, receiver, arguments, at, site) ?? throw NotReadable(method, site);
            Charge(site, call.Cost);
            var result = call.Run() ?? throw NotReadable(method, site);
            return result is Nothing ? null : result;
        }
        catch (TargetInvocationException exception)
        {
            throw Thrown(exception.InnerException ?? exception, site);
        }
        catch (FormatException exception)
        {
            throw Thrown(exception, site);
        }
        catch (InvalidOperationException exception)
        {
            throw Thrown(exception, site);
        }
    }

    private DefinitionException NotReadable(IMethodSymbol method, SyntaxNode site)
    {
        var name = $"'{method.ContainingType.Name}.{method.Name}'";
        var space = method.ContainingNamespace.ToDisplayString();
        return space.StartsWith("System", StringComparison.Ordinal) || DslBinding.IsDsl(method.ContainingType) || method.IsImplicitlyDeclared
            ? Fail(DiagnosticIds.Unsupported, $"The method {name} cannot be used in a network definition, which is read at build time.", site)
            : Fail(DiagnosticIds.NoSource, $"The method {name} is compiled already, in '{method.ContainingAssembly.Name}'; a network definition can call only methods whose source is in the same project. Add the file that has it: <Compile Include=\"…/{method.ContainingType.Name}.cs\" />.", site);
    }

    /// <summary>Stands for a result of null or void, where null says that there is no such method.</summary>
    private sealed class Nothing
    {
        public static readonly Nothing Instance = new();
    }

    private LibraryCall? BaseLibraryCall(IMethodSymbol method, object? receiver, object?[] arguments, IOperation? at, SyntaxNode site)
    {
        var type = method.ContainingType;
        if (type.ContainingNamespace is not { } space || space.Name is not ("System" or "Linq" or "Generic" or "Immutable" or "Numerics")) return null;
        if (!method.IsStatic && IsNullable(type))
            return method.Name == "GetValueOrDefault" ? LibraryCall.Of(() => receiver ?? (arguments is [var fallback] ? fallback : Default(type.TypeArguments[0], null, site)) ?? Nothing.Instance) : null;
        switch (type.Name)
        {
            case "Math" or "MathF":
                return LibraryCall.Of(() => BaseLibrary.Math(method.Name, arguments));
            case "Enumerable":
                return Query(method, arguments, site);
            case "String" when method.IsStatic:
                return BaseLibrary.StaticString(method.Name, arguments, WeighAll);
            case "Array" or "MemoryExtensions" or "ImmutableArray" when method.IsStatic:
                return StaticArray(method.Name, arguments);
        }

        switch (receiver)
        {
            case null when method.IsStatic && NumericConversion.IsNumeric(type.SpecialType):
                return BaseLibrary.Number(type.Name, method.Name, arguments);
            case string text when type.SpecialType == SpecialType.System_String:
                return BaseLibrary.String(text, method.Name, arguments);
            case DictionaryValue dictionary:
                return Dictionary(dictionary, method.Name, arguments);
            case SequenceValue sequence:
                return Sequence(sequence, method.Name, arguments);
            case ObjectValue owner when method.Name == "ToString" && at is not null:
                return LibraryCall.Of(() => TextOf(owner, null, at));
            case not null when method.Name == "ToString":
                var format = arguments is [string given, ..] ? given : null;
                return new(Weigh(receiver) + LibraryCall.OfFormat(format, [receiver]), () => Text.Of(receiver, format));
            case not null when method.Name == "Equals" && arguments is [var other]:
                return new(Weigh(receiver), () => receiver.Equals(other));
            case not null when method.Name == "HasFlag" && arguments is [{ } flag] && Unwrap(receiver) is { } bits && Unwrap(flag) is { } wanted:
                return LibraryCall.Of(() => (System.Convert.ToInt64(bits, CultureInfo.InvariantCulture) & System.Convert.ToInt64(wanted, CultureInfo.InvariantCulture)) == System.Convert.ToInt64(wanted, CultureInfo.InvariantCulture));
            case IComparable comparable when method.Name == "CompareTo" && arguments is [{ } other]:
                return new(Weigh(comparable), () => Math.Sign(Compare(comparable, other)));
            default:
                return null;
        }
    }

    private object? Default(ITypeSymbol type, IOperation? at, SyntaxNode site) =>
        NonNullable(type) is { } value && NumericConversion.IsNumeric(value.SpecialType) ? NumericConversion.Convert(0, value.SpecialType, false)
        : type.SpecialType == SpecialType.System_Boolean ? false
        : at is null ? throw Fail(DiagnosticIds.Unsupported, $"A default value of type {type.ToDisplayString()} cannot be used in a network definition.", site)
        : Default(type, at);

    private LibraryCall? StaticArray(string name, object?[] arguments) => (name, arguments) switch
    {
        ("Empty", []) => LibraryCall.Of(() => new SequenceValue(System.Array.Empty<object?>())),
        ("Create", [SequenceValue items]) => OfItems(items, () => new SequenceValue(items.Items.ToArray())),
        ("Reverse", [SequenceValue { Lengths: null } array]) => OfItems(array, () => Reverse(array.Items)),
        ("Fill", [SequenceValue array, var value]) => OfItems(array, () => Fill(array.Items, value)),
        ("IndexOf", [SequenceValue array, var value]) => OfSearch(array, value, () => array.Items.IndexOf(value)),
        ("Contains", [SequenceValue array, var value]) => OfSearch(array, value, () => array.Items.Contains(value)),
        _ => null,
    };

    private LibraryCall? Sequence(SequenceValue sequence, string name, object?[] arguments)
    {
        var items = sequence.Items;
        return (name, arguments) switch
        {
            ("Add", [var item]) => LibraryCall.Of(() => Done(() => items.Add(item))),
            ("AddRange", [SequenceValue more]) => OfItems(more, () => Done(() => { foreach (var item in more.Items.ToArray()) items.Add(item); })),
            ("Insert", [int index, var item]) => OfItems(sequence, () => Done(() => items.Insert(index, item))),
            ("RemoveAt", [int index]) => OfItems(sequence, () => Done(() => items.RemoveAt(index))),
            ("Clear", []) => OfItems(sequence, () => Done(items.Clear)),
            ("Reverse", []) when sequence.IsList => OfItems(sequence, () => Reverse(items)),
            ("Contains", [var item]) => OfSearch(sequence, item, () => items.Contains(item)),
            ("IndexOf", [var item]) => OfSearch(sequence, item, () => items.IndexOf(item)),
            ("ToArray", []) => OfItems(sequence, () => new SequenceValue(items.ToArray())),
            ("AsSpan", []) => LibraryCall.Of(() => sequence),
            ("Slice", [int start, int length]) => OfItems(sequence, () => new SequenceValue(items.Skip(start).Take(length).ToArray())),
            ("GetLength", [int axis]) => LibraryCall.Of(() => (sequence.Lengths ?? [items.Count])[axis]),
            ("Clone", []) => OfItems(sequence, () => new SequenceValue(items.ToArray(), lengths: sequence.Lengths)),
            _ => null,
        };
    }

    private static LibraryCall OfItems(SequenceValue sequence, Func<object?> run) => new(1 + sequence.Items.Count, run);

    private LibraryCall OfSearch(SequenceValue sequence, object? item, Func<object?> run) => new(1 + (sequence.Items.Count * Weigh(item)), run);

    private static Nothing Done(Action action)
    {
        action();
        return Nothing.Instance;
    }

    private static Nothing Reverse(IList<object?> items) => Done(() =>
    {
        var reversed = items.Reverse().ToArray();
        for (var i = 0; i < reversed.Length; i++) items[i] = reversed[i];
    });

    private static Nothing Fill(IList<object?> items, object? value) => Done(() =>
    {
        for (var i = 0; i < items.Count; i++) items[i] = value;
    });

    private LibraryCall? Dictionary(DictionaryValue dictionary, string name, object?[] arguments) => (name, arguments) switch
    {
        ("Add", [{ } key, var value]) => OfKey(key, () => Added(dictionary, key, value)),
        ("ContainsKey", [{ } key]) => OfKey(key, () => dictionary.TryGet(key, out _)),
        ("TryGetValue", [{ } key, Cell result]) => OfKey(key, () => Found(dictionary, key, result)),
        ("GetValueOrDefault", [{ } key, var fallback]) => OfKey(key, () => (dictionary.TryGet(key, out var known) ? known : fallback) ?? Nothing.Instance),
        _ => null,
    };

    private LibraryCall OfKey(object key, Func<object?> run) => new(2 * Weigh(key), run);

    private static Nothing Added(DictionaryValue dictionary, object key, object? value)
    {
        if (dictionary.TryGet(key, out _)) throw new InvalidOperationException($"The key {Show(key)} is there already.");
        return Done(() => dictionary.Set(key, value));
    }

    private static object Found(DictionaryValue dictionary, object key, Cell result)
    {
        var found = dictionary.TryGet(key, out var item);
        result.Value = item;
        return found;
    }

    private object? CreateBaseLibraryObject(IMethodSymbol constructor, object?[] arguments, IOperation at)
    {
        switch (constructor.ContainingType.Name, arguments)
        {
            case ("List", [] or [int]):
                return new SequenceValue(new List<object?>(), isList: true);
            case ("List", [SequenceValue items]):
                Charge(at, items.Items.Count);
                return new SequenceValue(items.Items.ToList(), isList: true);
            case ("Dictionary", []):
                return new DictionaryValue();
            case ("String", [char letter, int count and >= 0]):
                Charge(at, LibraryCall.OfText(count));
                return new string(letter, count);
            default:
                throw Unsupported(at);
        }
    }

    private object? ReadBaseLibraryField(IFieldSymbol field, IOperation at) =>
        field is { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } ? "" : throw Unsupported(at, $"'{at.Syntax}'");

    private static int Compare(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => CultureInfo.InvariantCulture.CompareInfo.Compare(a, b),
        _ => Comparer<object?>.Default.Compare(left, right),
    };
}
