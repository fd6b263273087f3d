namespace Sinter.Graphs;

/// <summary>An extent that has a name instead of a value: it is bound at every call, within bounds that are known at build time.</summary>
/// <param name="Name">As the author writes it: <c>T</c>.</param>
/// <param name="Min">The least value of a call.</param>
/// <param name="Max">The largest value of a call: memory is planned for it.</param>
/// <param name="MultipleOf">What divides every value of a call.</param>
internal sealed record DimSymbol(string Name, int Min, int Max, int MultipleOf = 1)
{
    /// <summary>The most symbols of one network besides the batch: as many as a call carries.</summary>
    public const int MostSymbols = 8;

    /// <summary>What the symbol follows from, if it is none that a call binds.</summary>
    public Quotient? Quotient { get; init; }

    /// <summary>The symbol that a call binds: this one, or the one that it follows from.</summary>
    public DimSymbol Bound
    {
        get
        {
            var bound = this;
            while (bound.Quotient is { } quotient) bound = quotient.Dividend.Symbol!;
            return bound;
        }
    }

    /// <summary>The leading extent of every value: free at run time up to what a session was made for.</summary>
    public static DimSymbol Batch { get; } = new("B", 1, int.MaxValue);

    /// <summary>The symbols of some shapes besides the batch, each once.</summary>
    public static EquatableArray<DimSymbol> Of(IEnumerable<Shape> shapes) =>
        shapes.SelectMany(shape => shape.Dims).Where(dim => !dim.IsConstant && !dim.IsBatch).Select(dim => dim.Symbol!).Distinct().ToEquatableArray();

    public bool IsBatch => ReferenceEquals(this, Batch) || (Max == int.MaxValue && Equals(Batch));

    /// <summary>The argument of the generated methods that binds it: <c>t</c> for <c>T</c>.</summary>
    public string Argument => char.ToLowerInvariant(Name[0]) + Name.Substring(1);

    /// <summary>The least number of units of <see cref="MultipleOf"/>.</summary>
    public int MinUnits => (int)((Min + (MultipleOf - 1L)) / MultipleOf);

    /// <summary>The largest number of units of <see cref="MultipleOf"/>.</summary>
    public int MaxUnits => Max / MultipleOf;

    public override string ToString() => Name;
}
