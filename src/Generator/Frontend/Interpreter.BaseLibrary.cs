using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sinter.Generator.Frontend;

// The part of the base library that definitions may use.
internal sealed partial class Interpreter
{
    private object? CallBaseLibrary(IMethodSymbol method, object? receiver, object?[] arguments, IOperation? at, SyntaxNode site)
    {
        try
        {
            return BaseLibraryResult(method, receiver, arguments, at, site) switch
            {
                null => throw NotReadable(method, site),
                Nothing => null,
                string text when text.Length > 256 && at is not null => Charged(text, at),
                var result => result,
            };
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

    private string Charged(string text, IOperation at)
    {
        Charge(at, text.Length / 16);
        return text;
    }

    /// <summary>Stands for a result of null or void, where null says that there is no such method.</summary>
    private sealed class Nothing
    {
        public static readonly Nothing Instance = new();
    }

    private object? BaseLibraryResult(IMethodSymbol method, object? receiver, object?[] arguments, IOperation? at, SyntaxNode site)
    {
        var type = method.ContainingType;
        if (type.ContainingNamespace is not { } space || space.Name is not ("System" or "Linq" or "Generic" or "Immutable" or "Numerics")) return null;
        if (!method.IsStatic && IsNullable(type))
            return method.Name == "GetValueOrDefault" ? receiver ?? (arguments is [var fallback] ? fallback : Default(type.TypeArguments[0], null, site)) ?? Nothing.Instance : null;
        switch (type.Name)
        {
            case "Math" or "MathF":
                return BaseLibrary.Math(method.Name, arguments);
            case "Enumerable":
                return Query(method, arguments, site);
            case "String" when method.IsStatic:
                return BaseLibrary.StaticString(method.Name, arguments);
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
                return Sequence(sequence, method.Name, arguments, site);
            case ObjectValue owner when method.Name == "ToString" && at is not null:
                return TextOf(owner, null, at);
            case not null when method.Name == "ToString":
                return Text.Of(receiver, arguments is [string format, ..] ? format : null);
            case not null when method.Name == "Equals" && arguments is [var other]:
                return receiver.Equals(other);
            case not null when method.Name == "HasFlag" && arguments is [{ } flag] && Unwrap(receiver) is { } bits && Unwrap(flag) is { } wanted:
                return (System.Convert.ToInt64(bits) & System.Convert.ToInt64(wanted)) == System.Convert.ToInt64(wanted);
            case IComparable comparable when method.Name == "CompareTo" && arguments is [{ } other]:
                return Math.Sign(Compare(comparable, other));
            default:
                return null;
        }
    }

    private object? Default(ITypeSymbol type, IOperation? at, SyntaxNode site) =>
        NonNullable(type) is { } value && NumericConversion.IsNumeric(value.SpecialType) ? NumericConversion.Convert(0, value.SpecialType, false)
        : type.SpecialType == SpecialType.System_Boolean ? false
        : at is null ? throw Fail(DiagnosticIds.Unsupported, $"A default value of type {type.ToDisplayString()} cannot be used in a network definition.", site)
        : Default(type, at);

    private static object? StaticArray(string name, object?[] arguments)
    {
        switch (name, arguments)
        {
            case ("Empty", []):
                return new SequenceValue(System.Array.Empty<object?>());
            case ("Create", [SequenceValue items]):
                return new SequenceValue(items.Items.ToArray());
            case ("Reverse", [SequenceValue { Lengths: null } array]):
                var reversed = array.Items.Reverse().ToArray();
                for (var i = 0; i < reversed.Length; i++) array.Items[i] = reversed[i];
                return Nothing.Instance;
            case ("Fill", [SequenceValue array, var value]):
                for (var i = 0; i < array.Items.Count; i++) array.Items[i] = value;
                return Nothing.Instance;
            case ("IndexOf", [SequenceValue array, var value]):
                return array.Items.IndexOf(value);
            case ("Contains", [SequenceValue array, var value]):
                return array.Items.Contains(value);
            default:
                return null;
        }
    }

    private object? Sequence(SequenceValue sequence, string name, object?[] arguments, SyntaxNode site)
    {
        if (sequence.IsList && steps++ > StepBudget) throw OverBudget(site);
        var items = sequence.Items;
        switch (name, arguments)
        {
            case ("Add", [var item]):
                items.Add(item);
                return Nothing.Instance;
            case ("AddRange", [SequenceValue more]):
                foreach (var item in more.Items.ToArray()) items.Add(item);
                return Nothing.Instance;
            case ("Insert", [int index, var item]):
                items.Insert(index, item);
                return Nothing.Instance;
            case ("RemoveAt", [int index]):
                items.RemoveAt(index);
                return Nothing.Instance;
            case ("Clear", []):
                items.Clear();
                return Nothing.Instance;
            case ("Reverse", []) when sequence.IsList:
                var reversed = items.Reverse().ToArray();
                for (var i = 0; i < reversed.Length; i++) items[i] = reversed[i];
                return Nothing.Instance;
            case ("Contains", [var item]):
                return items.Contains(item);
            case ("IndexOf", [var item]):
                return items.IndexOf(item);
            case ("ToArray", []):
                return new SequenceValue(items.ToArray());
            case ("AsSpan", []):
                return sequence;
            case ("Slice", [int start, int length]):
                return new SequenceValue(items.Skip(start).Take(length).ToArray());
            case ("GetLength", [int axis]):
                return (sequence.Lengths ?? [items.Count])[axis];
            case ("Clone", []):
                return new SequenceValue(items.ToArray(), lengths: sequence.Lengths);
            default:
                return null;
        }
    }

    private static object? Dictionary(DictionaryValue dictionary, string name, object?[] arguments)
    {
        switch (name, arguments)
        {
            case ("Add", [{ } key, var value]):
                if (dictionary.TryGet(key, out _)) throw new InvalidOperationException($"The key {Show(key)} is there already.");
                dictionary.Set(key, value);
                return Nothing.Instance;
            case ("ContainsKey", [{ } key]):
                return dictionary.TryGet(key, out _);
            case ("TryGetValue", [{ } key, Cell result]):
                var found = dictionary.TryGet(key, out var item);
                result.Value = item;
                return found;
            case ("GetValueOrDefault", [{ } key, var fallback]):
                return dictionary.TryGet(key, out var known) ? known : fallback;
            default:
                return null;
        }
    }

    private object? CreateBaseLibraryObject(IMethodSymbol constructor, object?[] arguments, IOperation at)
    {
        switch (constructor.ContainingType.Name, arguments)
        {
            case ("List", [] or [int]):
                return new SequenceValue(new List<object?>(), isList: true);
            case ("List", [SequenceValue items]):
                return new SequenceValue(items.Items.ToList(), isList: true);
            case ("Dictionary", []):
                return new DictionaryValue();
            case ("String", [char letter, int count and >= 0]):
                Charge(at, count / 16);
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
