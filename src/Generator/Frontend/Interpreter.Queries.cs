using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sinter.Generator.Frontend;

// The everyday part of LINQ. Evaluated at once rather than lazily, which a definition cannot tell.
internal sealed partial class Interpreter
{
    private LibraryCall? Query(IMethodSymbol method, object?[] arguments, SyntaxNode site)
    {
        switch (method.Name, arguments)
        {
            case ("Range", [int start, int count]):
                return new(1L + count, () => Sequence(Enumerable.Range(start, count).Cast<object?>()));
            case ("Repeat", [var item, int count]):
                return new(1L + count, () => Sequence(Enumerable.Repeat(item, count)));
            case ("Empty", []):
                return LibraryCall.Of(() => Sequence([]));
        }

        if (arguments is not [{ } source, ..]) return null;
        var size = source switch { SequenceValue sequence => sequence.Items.Count, DictionaryValue dictionary => dictionary.Keys.Count, string text => text.Length, _ => 0 };
        Charge(site, size);
        IReadOnlyList<object?> items = source switch
        {
            SequenceValue sequence => sequence.Items.ToArray(),
            DictionaryValue dictionary => dictionary.Pairs.ToArray(),
            string text => text.Select(letter => (object?)letter).ToArray(),
            _ => [],
        };
        return arguments.Length == 1 ? Query(method, items) : Query(method.Name, items, arguments, site);
    }

    private LibraryCall? Query(IMethodSymbol method, IReadOnlyList<object?> items) => method.Name switch
    {
        "ToArray" or "AsEnumerable" or "Cast" => OfEach(items, () => Sequence(items)),
        "ToList" => OfEach(items, () => new SequenceValue(items.ToList(), isList: true)),
        "Reverse" => OfEach(items, () => Sequence(items.Reverse())),
        "Distinct" => OfCompared(items, () => Sequence(items.Distinct())),
        "Count" => LibraryCall.Of(() => items.Count),
        "Any" => LibraryCall.Of(() => items.Count > 0),
        "First" => LibraryCall.Of(() => items.First() ?? Nothing.Instance),
        "Last" => LibraryCall.Of(() => items.Last() ?? Nothing.Instance),
        "Single" => LibraryCall.Of(() => items.Single() ?? Nothing.Instance),
        "FirstOrDefault" when items.Count > 0 => LibraryCall.Of(() => items[0] ?? Nothing.Instance),
        "LastOrDefault" when items.Count > 0 => LibraryCall.Of(() => items[items.Count - 1] ?? Nothing.Instance),
        "Sum" => OfEach(items, () => Sum(items, method.ReturnType)),
        "Max" => OfCompared(items, () => Extreme(items, 1)),
        "Min" => OfCompared(items, () => Extreme(items, -1)),
        "Index" => OfEach(items, () => Sequence(items.Select((item, i) => (object?)new TupleValue([i, item])))),
        _ => null,
    };

    // What a lambda does is charged as it is read.
    private LibraryCall? Query(string name, IReadOnlyList<object?> items, object?[] arguments, SyntaxNode site)
    {
        object? Ask(Closure closure, object? item, int index) => Call(closure, closure.Method.Parameters.Length == 2 ? [item, index] : [item]);
        bool Holds(Closure closure, object? item, int index) => Ask(closure, item, index) is true;
        object?[] All(Closure closure) => items.Select(item => Ask(closure, item, 0)).ToArray();
        return (name, arguments) switch
        {
            ("Select", [_, Closure f]) => OfEach(items, () => Sequence(items.Select((item, i) => Ask(f, item, i)))),
            ("SelectMany", [_, Closure f]) => OfEach(items, () => Sequence(items.SelectMany((item, i) => Parts(Ask(f, item, i), site)))),
            ("Where", [_, Closure f]) => OfEach(items, () => Sequence(items.Where((item, i) => Holds(f, item, i)))),
            ("TakeWhile", [_, Closure f]) => OfEach(items, () => Sequence(items.TakeWhile((item, i) => Holds(f, item, i)))),
            ("SkipWhile", [_, Closure f]) => OfEach(items, () => Sequence(items.SkipWhile((item, i) => Holds(f, item, i)))),
            ("All", [_, Closure f]) => OfEach(items, () => items.All(item => Holds(f, item, 0))),
            ("Any", [_, Closure f]) => OfEach(items, () => items.Any(item => Holds(f, item, 0))),
            ("Count", [_, Closure f]) => OfEach(items, () => items.Count(item => Holds(f, item, 0))),
            ("First", [_, Closure f]) => OfEach(items, () => items.First(item => Holds(f, item, 0)) ?? Nothing.Instance),
            ("Last", [_, Closure f]) => OfEach(items, () => items.Last(item => Holds(f, item, 0)) ?? Nothing.Instance),
            ("Sum", [_, Closure f]) => OfEach(items, () => Sum(All(f), f.Method.ReturnType)),
            ("Max", [_, Closure f]) => OfEach(items, () => Extreme(Compared(All(f), site), 1)),
            ("Min", [_, Closure f]) => OfEach(items, () => Extreme(Compared(All(f), site), -1)),
            ("OrderBy", [_, Closure f]) => OfEach(items, () => Ordered(items, Compared(All(f), site), isDescending: false)),
            ("OrderByDescending", [_, Closure f]) => OfEach(items, () => Ordered(items, Compared(All(f), site), isDescending: true)),
            ("Aggregate", [_, Closure f]) => OfEach(items, () => items.Aggregate((total, item) => Call(f, [total, item])) ?? Nothing.Instance),
            ("Aggregate", [_, var seed, Closure f]) => OfEach(items, () => items.Aggregate(seed, (total, item) => Call(f, [total, item])) ?? Nothing.Instance),
            ("Aggregate", [_, var seed, Closure f, Closure last]) => OfEach(items, () => Call(last, [items.Aggregate(seed, (total, item) => Call(f, [total, item]))]) ?? Nothing.Instance),
            ("Zip", [_, SequenceValue other]) => OfEach(items, () => Sequence(items.Zip(other.Items, (a, b) => (object?)new TupleValue([a, b])))),
            ("Zip", [_, SequenceValue other, Closure f]) => OfEach(items, () => Sequence(items.Zip(other.Items, (a, b) => Call(f, [a, b])))),
            ("Concat", [_, SequenceValue other]) => new(1L + items.Count + other.Items.Count, () => Sequence(items.Concat(other.Items))),
            ("Append", [_, var item]) => OfEach(items, () => Sequence(items.Concat([item]))),
            ("Prepend", [_, var item]) => OfEach(items, () => Sequence(new[] { item }.Concat(items))),
            ("Skip", [_, int count]) => OfEach(items, () => Sequence(items.Skip(count))),
            ("Take", [_, int count]) => OfEach(items, () => Sequence(items.Take(count))),
            ("Contains", [_, var item]) => new(1 + (items.Count * Weigh(item)), () => items.Contains(item)),
            ("ElementAt", [_, int index]) => LibraryCall.Of(() => items.ElementAt(index) ?? Nothing.Instance),
            ("SequenceEqual", [_, SequenceValue other]) => OfCompared(items, () => items.SequenceEqual(other.Items)),
            _ => null,
        };
    }

    private static LibraryCall OfEach(IReadOnlyList<object?> items, Func<object?> run) => new(1 + items.Count, run);

    private LibraryCall OfCompared(IReadOnlyList<object?> items, Func<object?> run) => new(1 + WeighAll(items), run);

    // The keys of an order, each compared as often as sorting does so.
    private object?[] Compared(object?[] keys, SyntaxNode site)
    {
        var times = 1;
        while (1L << times < keys.Length) times++;
        Charge(site, WeighAll(keys) * times);
        return keys;
    }

    private static SequenceValue Ordered(IReadOnlyList<object?> items, object?[] keys, bool isDescending)
    {
        var places = Enumerable.Range(0, items.Count);
        var comparer = Comparer<object?>.Create(Compare);
        return Sequence((isDescending ? places.OrderByDescending(place => keys[place], comparer) : places.OrderBy(place => keys[place], comparer)).Select(place => items[place]));
    }

    private IEnumerable<object?> Parts(object? value, SyntaxNode site)
    {
        var parts = ((SequenceValue)value!).Items;
        Charge(site, parts.Count);
        return parts;
    }

    private static SequenceValue Sequence(IEnumerable<object?> items) => new(items.ToArray());

    private static object? Sum(IReadOnlyList<object?> items, ITypeSymbol type)
    {
        var special = NonNullable(type)!.SpecialType;
        // Floats are added up as doubles, as LINQ does.
        var wide = special == SpecialType.System_Single ? SpecialType.System_Double : special;
        object? total = NumericConversion.Convert(0, wide, false);
        foreach (var item in items)
        {
            if (item is not null && NumericConversion.Convert(item, wide, false) is { } number) total = Arithmetic.Binary(BinaryOperatorKind.Add, total!, number, isChecked: true);
            if (total is null) return null;
        }

        return total is null ? null : NumericConversion.Convert(total, special, false);
    }

    private static object? Extreme(IReadOnlyList<object?> items, int sign)
    {
        if (items.Count == 0) throw new InvalidOperationException("Sequence contains no elements");
        return items.Aggregate((best, item) => Compare(item, best) * sign > 0 ? item : best);
    }
}
