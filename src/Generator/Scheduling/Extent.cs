using System.Globalization;
using Sinter.Graphs;

namespace Sinter.Generator.Scheduling;

/// <summary>A number of elements: a constant times the symbols that are bound at a call.</summary>
/// <param name="Factor">The constant part.</param>
/// <param name="Symbol">The symbol, or null for a constant.</param>
internal readonly record struct Extent(long Factor, string? Symbol)
{
    public static Extent One { get; } = new(1, null);

    public static implicit operator Extent(long value) => new(value, null);

    public bool IsConstant => Symbol is null;

    public bool IsOne => this == One;

    public static Extent Of(IEnumerable<Dim> dims)
    {
        var product = One;
        foreach (var dim in dims) product *= Of(dim);
        return product;
    }

    public static Extent Of(Shape shape) => Of(shape.Dims);

    public static Extent Of(Dim dim) => dim.IsConstant
        ? dim.Value
        : dim.Offset == 0 ? new Extent(dim.Scale, dim.Symbol) : throw new NotSupportedException($"The extent {dim} cannot be planned.");

    public static Extent operator *(Extent left, Extent right) => left.Symbol is not null && right.Symbol is not null
        ? throw new NotSupportedException($"A value of {left} x {right} elements cannot be planned.")
        : new Extent(checked(left.Factor * right.Factor), left.Symbol ?? right.Symbol);

    /// <summary>The quotient, or null when it is not whole or not of this form.</summary>
    public Extent? DividedBy(Extent divisor)
    {
        if (divisor.Factor == 0 || Factor % divisor.Factor != 0) return null;
        if (divisor.Symbol is null) return new Extent(Factor / divisor.Factor, Symbol);
        return divisor.Symbol == Symbol ? new Extent(Factor / divisor.Factor, null) : null;
    }

    public override string ToString() => Symbol is null
        ? Factor.ToString(CultureInfo.InvariantCulture)
        : Factor == 1 ? Symbol : Factor.ToString(CultureInfo.InvariantCulture) + "*" + Symbol;
}
