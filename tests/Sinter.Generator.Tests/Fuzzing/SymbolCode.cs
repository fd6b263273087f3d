using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>
/// Recipes hold extents as numbers. Those that a call binds are negative: they stand for <c>scale * symbol + offset</c> of one of the
/// symbols that random networks have.
/// </summary>
internal static class SymbolCode
{
    private const int Next = 100_000, Unit = 1000, Zero = 500;

    /// <summary>One is odd and longer than a vector, one short, and one comes in pairs.</summary>
    public static IReadOnlyList<DimSymbol> Symbols { get; } = [new("T", 1, 17), new("S", 1, 6), new("M", 2, 8, MultipleOf: 2)];

    /// <summary>A symbol alone.</summary>
    public static int Plain(int symbol = 0) => Of(Dim.Of(Symbols[symbol]));

    public static bool IsSymbol(int extent) => extent < 0;

    public static bool IsPlain(int extent) => extent < 0 && extent == Plain(-extent / Next);

    /// <exception cref="NetworkDefinitionException">The extent is that of a batch.</exception>
    public static int Of(Dim dim) => dim.IsConstant
        ? dim.Value
        : dim.IsBatch || dim.Scale < 1 || dim.Scale >= Next / Unit || Math.Abs(dim.Offset) >= Zero
            ? throw NetworkDefinitionException.Shape($"The extent {dim} has no place in a recipe.")
            : -((IndexOf(dim.Symbol!) * Next) + (dim.Scale * Unit) + dim.Offset + Zero);

    public static Dim ToDim(int extent) => extent >= 0 ? extent : new Dim(-extent % Next / Unit, Symbols[-extent / Next], (-extent % Unit) - Zero);

    /// <summary>The extent as an attribute takes it.</summary>
    public static string Text(int extent) => IsSymbol(extent) ? $"\"{ToDim(extent)}\"" : ToDim(extent).ToString();

    /// <summary>The declaration of a symbol.</summary>
    public static string Declaration(DimSymbol symbol) =>
        $"Dim(\"{symbol}\", Max = {symbol.Max}{(symbol.Min == 1 ? "" : $", Min = {symbol.Min}")}{(symbol.MultipleOf == 1 ? "" : $", MultipleOf = {symbol.MultipleOf}")})";

    /// <summary>A batch, and for every symbol a value: often one of its bounds.</summary>
    public static Bindings Draw(Random random, int batch) => new(batch, Symbols.ToDictionary(symbol => symbol.Name, symbol => symbol.MultipleOf * random.Next(4) switch
    {
        0 => symbol.MinUnits,
        1 => symbol.MaxUnits,
        _ => random.Next(symbol.MinUnits, symbol.MaxUnits + 1),
    }));

    private static int IndexOf(DimSymbol symbol)
    {
        for (var index = 0; index < Symbols.Count; index++)
        {
            if (Symbols[index].Equals(symbol)) return index;
        }

        throw NetworkDefinitionException.Shape($"The symbol {symbol} is none of a recipe's.");
    }
}
