using System.Globalization;

namespace Sinter.Graphs;

/// <summary>
/// One extent of a shape: <c>Scale * Symbol + Offset</c>, where the symbol counts units of its
/// <see cref="DimSymbol.MultipleOf"/>. A constant has no symbol; the batch is the symbol <c>B</c>. Symbols unify, they are never
/// rebound.
/// </summary>
/// <remarks>
/// Units make every extent whole: where <c>T</c> is a multiple of 4, <c>T</c> is <c>4u</c> and <c>T/2</c> is <c>2u</c>.
/// </remarks>
internal readonly record struct Dim(int Scale, DimSymbol? Symbol, int Offset) : INumbered
{
    public static Dim Batch { get; } = Of(DimSymbol.Batch);

    public static implicit operator Dim(int value) => new Dim(0, null, value);

    IEnumerable<long> INumbered.Numbers => IsConstant ? [Offset] : [];

    /// <summary>A symbol alone.</summary>
    public static Dim Of(DimSymbol symbol) => new(symbol.MultipleOf, symbol, 0);

    /// <summary>A symbol scaled and moved; a constant when the scale is 0.</summary>
    public static Dim Of(long scale, DimSymbol? symbol, long offset) => scale == 0 ? new Dim(0, null, checked((int)offset)) : new Dim(checked((int)scale), symbol, checked((int)offset));

    public bool IsConstant => Symbol is null;

    public bool IsBatch => Symbol is { IsBatch: true };

    /// <summary>The constant value. Only valid when <see cref="IsConstant"/>.</summary>
    public int Value => Symbol is null
        ? Offset
        : throw NetworkDefinitionException.Shape($"The extent {this} is known only when the network is called; a constant one is needed here.");

    public bool IsOne => Symbol is null && Offset == 1;

    /// <summary>The least value a call can bind.</summary>
    public long Minimum => Symbol is null ? Offset : At(Scale >= 0 ? Symbol.MinUnits : Symbol.MaxUnits);

    /// <summary>This extent and <paramref name="number"/> more.</summary>
    public Dim Plus(int number) => new(Scale, Symbol, checked(Offset + number));

    /// <summary>The largest value a call can bind; of the batch, nothing is known.</summary>
    public long Maximum => Symbol is null ? Offset : At(Scale >= 0 ? Symbol.MaxUnits : Symbol.MinUnits);

    /// <summary>This extent repeated <paramref name="factor"/> times.</summary>
    public Dim Times(int factor) => Of((long)Scale * factor, Symbol, (long)Offset * factor);

    /// <summary>One of <paramref name="parts"/> equal parts, or null when that need not be whole.</summary>
    public Dim? DividedBy(int parts) => Scale % parts == 0 && Offset % parts == 0 ? Of(Scale / parts, Symbol, Offset / parts) : null;

    /// <summary>The whole part of this extent divided by a number above 0, whatever is bound.</summary>
    public Dim Floor(int divisor) => Scale % divisor == 0
        ? Of(Scale / divisor, Symbol, Quotient.Floor(Offset, divisor))
        : Quotient.Of(this, divisor);

    /// <summary>How many steps it takes to walk over all elements, or null when a shape cannot say so.</summary>
    public Dim? Steps(int step) => Scale % step == 0 ? Of(Scale / step, Symbol, (int)Math.Ceiling(Offset / (double)step)) : null;

    /// <summary>The sum of two extents, or null when they have different symbols.</summary>
    public static Dim? Add(Dim left, Dim right) => left.Symbol is null || right.Symbol is null || left.Symbol == right.Symbol
        ? Of((long)left.Scale + right.Scale, left.Symbol ?? right.Symbol, (long)left.Offset + right.Offset)
        : null;

    /// <summary>The difference of two extents, or null when they have different symbols.</summary>
    public static Dim? Subtract(Dim left, Dim right) => Add(left, right.Times(-1));

    /// <summary>The value once symbols are bound.</summary>
    public long Evaluate(Func<DimSymbol, long> bindings) => Symbol switch
    {
        null => Offset,
        { Quotient: { } quotient } => At(quotient.Evaluate(bindings)),
        _ => At(bindings(Symbol) / Symbol.MultipleOf),
    };

    /// <summary>The value in a batch of the given size, with every other symbol at its largest: for comparing sizes.</summary>
    public long AtMost(long batch) => IsBatch ? At(batch) : Maximum;

    /// <summary>The same extent at every call.</summary>
    public bool Equals(Dim other) => Scale == other.Scale && Offset == other.Offset && (ReferenceEquals(Symbol, other.Symbol) || (Symbol is not null && Symbol.Equals(other.Symbol)));

    public override int GetHashCode() => unchecked((((Scale * 31) + Offset) * 31) + (Symbol?.GetHashCode() ?? 0));

    private long At(long units) => (Scale * units) + Offset;

    public override string ToString()
    {
        if (Symbol is null) return Offset.ToString(CultureInfo.InvariantCulture);
        var common = Divisor(Math.Abs(Scale), Symbol.MultipleOf);
        var (scale, parts) = (Scale / common, Symbol.MultipleOf / common);
        var linear = scale switch
        {
            1 => Symbol.Name,
            -1 => "-" + Symbol.Name,
            _ => scale.ToString(CultureInfo.InvariantCulture) + "*" + Symbol.Name,
        };
        if (parts > 1) linear += "/" + parts.ToString(CultureInfo.InvariantCulture);
        return Offset switch
        {
            0 => linear,
            > 0 => linear + "+" + Offset.ToString(CultureInfo.InvariantCulture),
            _ => linear + Offset.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The greatest common divisor of two numbers of which not both are 0.</summary>
    internal static long Divisor(long left, long right)
    {
        while (right != 0) (left, right) = (right, left % right);
        return left;
    }
}
