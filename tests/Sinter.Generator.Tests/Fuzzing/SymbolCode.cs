using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>
/// Recipes hold extents as numbers. Those of the one symbol that random networks have are negative: they stand for
/// <c>scale * T + offset</c>.
/// </summary>
internal static class SymbolCode
{
    private const int Unit = 1000, Zero = 500;

    /// <summary>Odd, and longer than a vector.</summary>
    public static DimSymbol Symbol { get; } = new("T", 1, 17);

    /// <summary>The symbol alone.</summary>
    public static int Plain { get; } = Of(Dim.Of(Symbol));

    public static bool IsSymbol(int extent) => extent < 0;

    /// <exception cref="NetworkDefinitionException">The extent is that of a batch.</exception>
    public static int Of(Dim dim) => dim.IsConstant
        ? dim.Value
        : dim.IsBatch || dim.Scale < 1 || dim.Scale > 100 || Math.Abs(dim.Offset) >= Zero
            ? throw NetworkDefinitionException.Shape($"The extent {dim} has no place in a recipe.")
            : -((dim.Scale * Unit) + dim.Offset + Zero);

    public static Dim ToDim(int extent) => extent >= 0 ? extent : new Dim(-extent / Unit, Symbol, (-extent % Unit) - Zero);

    /// <summary>The extent as an attribute takes it.</summary>
    public static string Text(int extent) => IsSymbol(extent) ? $"\"{ToDim(extent)}\"" : ToDim(extent).ToString();
}
