using System.Globalization;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>What the batch and the symbols are called in one stretch of code, and numbers of elements written with those names.</summary>
internal sealed class SizeNames
{
    private readonly string batch;
    private readonly string? batchSource;
    private readonly EquatableArray<DimSymbol> symbols;
    private readonly string[] names;
    private readonly string source;
    private readonly bool[] isUsed;
    private readonly NameAllocator? locals;
    private readonly List<(DimSymbol Symbol, string Name, string Value)> quotients = [];
    private bool usesBatch;

    // Numbers that differ between the steps of a method: they are its parameters.
    private EquatableArray<DimSymbol> numbers;

    private SizeNames(string batch, string? batchSource, EquatableArray<DimSymbol> symbols, string[] names, string source, NameAllocator? locals)
    {
        (this.batch, this.batchSource, this.symbols, this.names, this.source, this.locals) = (batch, batchSource, symbols, names, source, locals);
        isUsed = new bool[names.Length];
    }

    /// <summary>For a method that is given a frame and numbers: the batch is read where it is needed, symbols are locals.</summary>
    public static SizeNames OfFrame(EquatableArray<DimSymbol> symbols, EquatableArray<DimSymbol> numbers, NameAllocator names) =>
        new("frame.Batch", null, symbols, [.. symbols.Select(symbol => names.Allocate(symbol.Name))], "frame.Size({0})", names) { numbers = numbers };

    /// <summary>For a loop that is given <c>sizes</c>: the batch and the symbols are locals.</summary>
    public static SizeNames OfLoop(EquatableArray<DimSymbol> symbols, NameAllocator names) =>
        new(names.Allocate("batch"), "sizes.Batch", symbols, [.. symbols.Select(symbol => names.Allocate(symbol.Name))], "sizes[{0}]", names);

    /// <summary>For a method whose arguments are the symbols.</summary>
    public static SizeNames OfArguments(EquatableArray<DimSymbol> symbols, IEnumerable<string> arguments, string frame = "frame") => new(frame + ".Batch", null, symbols, [.. arguments], "", locals: null);

    /// <summary>Declares the locals that were used since <paramref name="mark"/> was taken, where it was taken.</summary>
    public void WriteUsed(SourceWriter writer, SourceWriter.Mark mark)
    {
        var lines = new List<string>();
        if (usesBatch && batchSource is not null) lines.Add($"var {batch} = {batchSource};");
        for (var index = 0; index < names.Length; index++)
        {
            if (isUsed[index]) lines.Add($"var {names[index]} = {string.Format(CultureInfo.InvariantCulture, source, index)};");
        }

        lines.AddRange(quotients.Select(quotient => $"var {quotient.Name} = {quotient.Value};"));
        writer.InsertAt(mark, lines);
    }

    /// <summary>Whether the symbol of an extent, if it has one, is among those that have a name here.</summary>
    public bool Knows(Dim extent) => extent.Symbol is not { IsBatch: false } symbol || symbols.Contains(symbol.Bound);

    /// <summary>A number of elements as an expression of its own.</summary>
    public string Of(Extent extent)
    {
        if (extent.IsConstant) return Literal.Of(extent.Factor);
        var factor = extent.Factor;
        return extent.Terms(ref factor) is [var term] && factor == 1 ? Text(term) : Product(extent);
    }

    /// <summary>The same in parentheses, where it has operators.</summary>
    public string Atom(Extent extent) => Of(extent) is var text && text.Contains(' ') ? $"({text})" : text;

    /// <summary>The same as a 32-bit number.</summary>
    public string Int(Extent extent) => extent.IsConstant ? Of(extent) : $"(int){Atom(extent)}";

    /// <summary>The same worked out in 64 bits from names that have 32: <c>80L * t</c>.</summary>
    public string Long(Extent extent)
    {
        if (extent.IsConstant) return Of(extent);
        var (factor, terms) = Split(extent);
        if (factor != 1 || terms.Count > 1) terms.Insert(0, Literal.Of(factor) + "L");
        return string.Join(" * ", terms);
    }

    /// <summary>The same as a factor: what it is multiplied with stands before it.</summary>
    public string Product(Extent extent)
    {
        if (extent.IsConstant) return Literal.Of(extent.Factor);
        var (factor, terms) = Split(extent);
        if (factor != 1 || terms.Count == 0) terms.Insert(0, Literal.Of(factor) + (terms.Count > 0 && Math.Abs(factor) > int.MaxValue / 1024 ? "L" : ""));
        return string.Join(" * ", terms);
    }

    /// <summary>The same as a number of type float.</summary>
    public string Float(Extent extent)
    {
        var (factor, terms) = Split(extent);
        if (factor != 1 || terms.Count == 0) terms.Insert(0, Literal.Of((float)factor));
        return string.Join(" * ", terms);
    }

    private (long Factor, List<string> Terms) Split(Extent extent)
    {
        var factor = extent.Factor;
        var terms = extent.Terms(ref factor).Select(term => Text(term) is var text && IsAtom(term, text) ? text : $"({text})").ToList();
        return (factor, terms);
    }

    private static bool IsAtom(Dim term, string text) => !text.Contains(' ') || (term is { Scale: 1, Offset: 0, Symbol.Quotient: not null } && text[0] == '(');

    private string Text(Dim dim)
    {
        if (dim.Symbol is not { } symbol) return Literal.Of(dim.Offset);
        var name = Name(symbol);
        var common = Dim.Divisor(Math.Abs((long)dim.Scale), symbol.MultipleOf);
        var (scale, parts) = (Math.Abs(dim.Scale) / common, symbol.MultipleOf / common);
        var linear = scale == 1 ? name : $"{Literal.Of(scale)} * {name}";
        if (parts > 1) linear += $" / {Literal.Of(parts)}";
        if (dim.Scale < 0) return dim.Offset == 0 ? "-" + (linear == name ? name : $"({linear})") : $"{Literal.Of(dim.Offset)} - {linear}";
        return dim.Offset switch
        {
            0 => linear,
            > 0 => $"{linear} + {Literal.Of(dim.Offset)}",
            _ => $"{linear} - {Literal.Of(-(long)dim.Offset)}",
        };
    }

    private string Name(DimSymbol symbol)
    {
        if (symbol.IsBatch)
        {
            usesBatch = true;
            return batch;
        }

        if (numbers.Contains(symbol)) return symbol.Name;
        if (symbol.Quotient is { } quotient) return Name(symbol, quotient);
        for (var index = 0; index < names.Length; index++)
        {
            if (symbols[index] != symbol) continue;
            isUsed[index] = true;
            return names[index];
        }

        throw new InvalidOperationException($"The symbol {symbol} is bound nowhere.");
    }

    // A local where there are any; otherwise the quotient itself. Dividends are never below 0, so that division rounds down.
    private string Name(DimSymbol symbol, Quotient quotient)
    {
        foreach (var known in quotients)
        {
            if (known.Symbol == symbol) return known.Name;
        }

        var dividend = Text(quotient.Dividend);
        var value = $"{(dividend.Contains(' ') ? $"({dividend})" : dividend)} / {Literal.Of(quotient.Divisor)}";
        if (locals is null) return $"({value})";
        var name = locals.Allocate($"{symbol.Bound.Name}Over{Literal.Of(quotient.Divisor)}");
        quotients.Add((symbol, name, value));
        return name;
    }
}
