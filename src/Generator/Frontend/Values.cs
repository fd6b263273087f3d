using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Sinter.Generator.Frontend;

// How the interpreter holds values: numbers, bool, char, string and objects of the generator's Dsl as themselves (boxed),
// a Nullable<T> as null or the T, everything else as one of the types below.

/// <summary>The place of one variable; closures share it.</summary>
internal sealed class Cell(object? value)
{
    public object? Value { get; set; } = value;
}

/// <summary>The variables of one call. Local functions and lambdas see those of the code around them.</summary>
internal sealed class Frame(Frame? outer)
{
    private readonly Dictionary<ISymbol, Cell> cells = new(SymbolEqualityComparer.Default);

    /// <summary>The number of variables of this call itself.</summary>
    public int Count => cells.Count;

    /// <summary>What the call returns.</summary>
    public object? Result { get; set; }

    /// <summary>What an iterator has yielded, or null outside one.</summary>
    public List<object?>? Yielded { get; set; }

    /// <summary>The object whose member runs, or null.</summary>
    public ObjectValue? This { get; set; }

    /// <summary>The nearest <see cref="This"/>, of this code or of the code around it.</summary>
    public ObjectValue? Find()
    {
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (frame.This is { } self) return self;
        }

        return null;
    }

    /// <summary>A new variable: each turn of a loop declares its own.</summary>
    public Cell Declare(ISymbol symbol, object? value) => cells[symbol] = new Cell(value);

    /// <summary>Another name for an existing variable: a ref or out argument.</summary>
    public void Alias(ISymbol symbol, Cell cell) => cells[symbol] = cell;

    public Cell? Find(ISymbol symbol)
    {
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (frame.cells.TryGetValue(symbol, out var cell)) return cell;
        }

        return null;
    }

    /// <summary>The variables as a closure keeps them: the same places, but not those declared later under the same name.</summary>
    public Frame Capture()
    {
        var captured = new Frame(null) { This = Find() };
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            foreach (var pair in frame.cells)
            {
                if (!captured.cells.ContainsKey(pair.Key)) captured.cells.Add(pair.Key, pair.Value);
            }
        }

        return captured;
    }

    private Frame? Outer { get; } = outer;
}

/// <summary>A tuple. Immutable: assigning an element replaces the tuple in its variable.</summary>
internal sealed class TupleValue(object?[] items) : IEquatable<TupleValue>
{
    public IReadOnlyList<object?> Items { get; } = items;

    public TupleValue With(int index, object? value)
    {
        var copy = Items.ToArray();
        copy[index] = value;
        return new(copy);
    }

    public bool Equals(TupleValue? other) => other is not null && Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => Equals(obj as TupleValue);

    public override int GetHashCode() => Items.Aggregate(17, (hash, item) => unchecked((hash * 31) + (item?.GetHashCode() ?? 0)));

    public override string ToString() => "(" + string.Join(", ", Items.Select(item => Text.Of(item))) + ")";
}

/// <summary>An array, a span or a list. Multidimensional arrays are stored row after row.</summary>
internal sealed class SequenceValue(IList<object?> items, bool isList = false, int[]? lengths = null)
{
    public IList<object?> Items { get; } = items;

    /// <summary>Whether it can grow.</summary>
    public bool IsList { get; } = isList;

    /// <summary>The extents of a multidimensional array, else null.</summary>
    public int[]? Lengths { get; } = lengths;
}

/// <summary>A dictionary, in the order in which keys were added.</summary>
internal sealed class DictionaryValue
{
    private readonly List<object> keys = [];
    private readonly Dictionary<object, object?> values = [];

    public IReadOnlyList<object> Keys => keys;

    /// <summary>The pairs as tuples: they deconstruct like one.</summary>
    public IEnumerable<object?> Pairs => keys.Select(key => (object?)new TupleValue([key, values[key]]));

    public bool TryGet(object key, out object? value) => values.TryGetValue(key, out value);

    public void Set(object key, object? value)
    {
        if (!values.ContainsKey(key)) keys.Add(key);
        values[key] = value;
    }
}

/// <summary>An object of a class, struct or record of the user's source.</summary>
internal sealed class ObjectValue(INamedTypeSymbol type) : IEquatable<ObjectValue>
{
    public INamedTypeSymbol Type { get; } = type;

    /// <summary>Fields and automatic properties by their definition, in the order of the source.</summary>
    public Dictionary<ISymbol, object?> Members { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The parameters of a primary constructor, which all members see.</summary>
    public Frame Parameters { get; private set; } = new(null);

    public ObjectValue Copy()
    {
        var copy = new ObjectValue(Type) { Parameters = Parameters };
        foreach (var member in Members) copy.Members.Add(member.Key, member.Value);
        return copy;
    }

    // Records and structs are compared by their members, classes by identity.
    public bool Equals(ObjectValue? other) => ReferenceEquals(this, other) || (other is not null && (Type.IsRecord || Type.IsValueType) &&
        SymbolEqualityComparer.Default.Equals(Type, other.Type) && Members.All(member => Equals(member.Value, other.Members[member.Key])));

    public override bool Equals(object? obj) => Equals(obj as ObjectValue);

    public override int GetHashCode() => Type.IsRecord || Type.IsValueType
        ? Members.Values.Aggregate(17, (hash, value) => unchecked((hash * 31) + (value?.GetHashCode() ?? 0)))
        : base.GetHashCode();
}

/// <summary>A value of an enum that the user's source or the base library declares; enums of the Dsl are themselves.</summary>
internal sealed class EnumValue(INamedTypeSymbol type, object value) : IEquatable<EnumValue>
{
    public INamedTypeSymbol Type { get; } = type;

    /// <summary>Boxed as the underlying type.</summary>
    public object Value { get; } = value;

    public bool Equals(EnumValue? other) => other is not null && Value.Equals(other.Value) && SymbolEqualityComparer.Default.Equals(Type, other.Type);

    public override bool Equals(object? obj) => Equals(obj as EnumValue);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString()
    {
        var members = Type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).ToArray();
        if (members.FirstOrDefault(field => Value.Equals(field.ConstantValue)) is { } exact) return exact.Name;
        var number = Convert.ToString(Value, CultureInfo.InvariantCulture)!;
        if (!Type.GetAttributes().Any(data => data.AttributeClass?.Name == nameof(FlagsAttribute))) return number;

        // Flags: the largest first, written in ascending order.
        var rest = Convert.ToInt64(Value, CultureInfo.InvariantCulture);
        var names = new List<string>();
        foreach (var (name, bits) in members.Select(field => (field.Name, Convert.ToInt64(field.ConstantValue, CultureInfo.InvariantCulture))).OrderByDescending(member => member.Item2))
        {
            if (bits == 0 || (rest & bits) != bits) continue;
            rest &= ~bits;
            names.Insert(0, name);
        }

        return rest == 0 && names.Count > 0 ? string.Join(", ", names) : number;
    }
}

/// <summary>A position counted from the start or the end: <c>^1</c>.</summary>
internal sealed record IndexValue(int Value, bool IsFromEnd)
{
    public int Offset(int length) => IsFromEnd ? length - Value : Value;
}

/// <summary>A range of positions: <c>1..^1</c>.</summary>
internal sealed record RangeValue(IndexValue Start, IndexValue End);

/// <summary>A lambda or a method group.</summary>
/// <param name="Method">The method to call; the symbol of the lambda.</param>
/// <param name="Body">The body of a lambda or local function; null when the method is looked up.</param>
/// <param name="Captured">The variables around it.</param>
/// <param name="Receiver">The object of a method group on an instance.</param>
internal sealed record Closure(IMethodSymbol Method, IOperation? Body, Frame? Captured, object? Receiver);

/// <summary>Values as text, the same in every culture and on every host.</summary>
internal static class Text
{
    public static string Of(object? value, string? format = null) => value switch
    {
        null => "",
        bool or string or char => value.ToString(),
        float or double => ((IFormattable)value).ToString(format ?? "R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
