using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sinter.Generator.Frontend;

// The everyday part of LINQ. Evaluated at once rather than lazily, which a definition cannot tell.
internal sealed partial class Interpreter
{
    private object? Query(IMethodSymbol method, object?[] arguments, SyntaxNode site)
    {
        switch (method.Name, arguments)
        {
            case ("Range", [int start, int count]):
                ChargeItems(count, site);
                return Sequence(Enumerable.Range(start, count).Cast<object?>());
            case ("Repeat", [var item, int count]):
                ChargeItems(count, site);
                return Sequence(Enumerable.Repeat(item, count));
            case ("Empty", []):
                return Sequence([]);
        }

        if (arguments is not [{ } source, ..]) return null;
        IReadOnlyList<object?> items = source switch
        {
            SequenceValue sequence => sequence.Items.ToArray(),
            DictionaryValue dictionary => dictionary.Pairs.ToArray(),
            string text => text.Select(letter => (object?)letter).ToArray(),
            _ => [],
        };
        ChargeItems(items.Count, site);
        return arguments.Length == 1 ? Query(method, items) : Query(method.Name, items, arguments);
    }

    private static object? Query(IMethodSymbol method, IReadOnlyList<object?> items) => method.Name switch
    {
        "ToArray" or "AsEnumerable" or "Cast" => Sequence(items),
        "ToList" => new SequenceValue(items.ToList(), isList: true),
        "Reverse" => Sequence(items.Reverse()),
        "Distinct" => Sequence(items.Distinct()),
        "Count" => items.Count,
        "Any" => items.Count > 0,
        "First" => items.First() ?? Nothing.Instance,
        "Last" => items.Last() ?? Nothing.Instance,
        "Single" => items.Single() ?? Nothing.Instance,
        "FirstOrDefault" when items.Count > 0 => items[0] ?? Nothing.Instance,
        "LastOrDefault" when items.Count > 0 => items[items.Count - 1] ?? Nothing.Instance,
        "Sum" => Sum(items, method.ReturnType),
        "Max" => Extreme(items, 1),
        "Min" => Extreme(items, -1),
        "Index" => Sequence(items.Select((item, i) => (object?)new TupleValue([i, item]))),
        _ => null,
    };

    private object? Query(string name, IReadOnlyList<object?> items, object?[] arguments)
    {
        object? Ask(Closure closure, object? item, int index) => Call(closure, closure.Method.Parameters.Length == 2 ? [item, index] : [item]);
        bool Holds(Closure closure, object? item, int index) => Ask(closure, item, index) is true;
        switch (name, arguments)
        {
            case ("Select", [_, Closure f]):
                return Sequence(items.Select((item, i) => Ask(f, item, i)));
            case ("SelectMany", [_, Closure f]):
                return Sequence(items.SelectMany((item, i) => ((SequenceValue)Ask(f, item, i)!).Items));
            case ("Where", [_, Closure f]):
                return Sequence(items.Where((item, i) => Holds(f, item, i)));
            case ("TakeWhile", [_, Closure f]):
                return Sequence(items.TakeWhile((item, i) => Holds(f, item, i)));
            case ("SkipWhile", [_, Closure f]):
                return Sequence(items.SkipWhile((item, i) => Holds(f, item, i)));
            case ("All", [_, Closure f]):
                return items.All(item => Holds(f, item, 0));
            case ("Any", [_, Closure f]):
                return items.Any(item => Holds(f, item, 0));
            case ("Count", [_, Closure f]):
                return items.Count(item => Holds(f, item, 0));
            case ("First", [_, Closure f]):
                return items.First(item => Holds(f, item, 0)) ?? Nothing.Instance;
            case ("Last", [_, Closure f]):
                return items.Last(item => Holds(f, item, 0)) ?? Nothing.Instance;
            case ("Sum", [_, Closure f]):
                return Sum(items.Select(item => Ask(f, item, 0)).ToArray(), f.Method.ReturnType);
            case ("Max", [_, Closure f]):
                return Extreme(items.Select(item => Ask(f, item, 0)).ToArray(), 1);
            case ("Min", [_, Closure f]):
                return Extreme(items.Select(item => Ask(f, item, 0)).ToArray(), -1);
            case ("OrderBy", [_, Closure f]):
                return Sequence(items.OrderBy(item => Ask(f, item, 0), Comparer<object?>.Create(Compare)));
            case ("OrderByDescending", [_, Closure f]):
                return Sequence(items.OrderByDescending(item => Ask(f, item, 0), Comparer<object?>.Create(Compare)));
            case ("Aggregate", [_, Closure f]):
                return items.Aggregate((total, item) => Call(f, [total, item])) ?? Nothing.Instance;
            case ("Aggregate", [_, var seed, Closure f]):
                return items.Aggregate(seed, (total, item) => Call(f, [total, item])) ?? Nothing.Instance;
            case ("Aggregate", [_, var seed, Closure f, Closure last]):
                return Call(last, [items.Aggregate(seed, (total, item) => Call(f, [total, item]))]) ?? Nothing.Instance;
            case ("Zip", [_, SequenceValue other]):
                return Sequence(items.Zip(other.Items, (a, b) => (object?)new TupleValue([a, b])));
            case ("Zip", [_, SequenceValue other, Closure f]):
                return Sequence(items.Zip(other.Items, (a, b) => Call(f, [a, b])));
            case ("Concat", [_, SequenceValue other]):
                return Sequence(items.Concat(other.Items));
            case ("Append", [_, var item]):
                return Sequence(items.Concat([item]));
            case ("Prepend", [_, var item]):
                return Sequence(new[] { item }.Concat(items));
            case ("Skip", [_, int count]):
                return Sequence(items.Skip(count));
            case ("Take", [_, int count]):
                return Sequence(items.Take(count));
            case ("Contains", [_, var item]):
                return items.Contains(item);
            case ("ElementAt", [_, int index]):
                return items.ElementAt(index) ?? Nothing.Instance;
            case ("SequenceEqual", [_, SequenceValue other]):
                return items.SequenceEqual(other.Items);
            default:
                return null;
        }
    }

    private void ChargeItems(int count, SyntaxNode site)
    {
        if (count > StepBudget - steps) throw OverBudget(site);
        steps += Math.Max(count, 0);
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
