using System.Globalization;

namespace Sinter.Graphs;

/// <summary>
/// A number of elements: a constant times extents that are bound at a call, such as <c>64*B*T*(T+1)</c>. Equal numbers are equal
/// values: factors are sorted, and have no common divisor of their own.
/// </summary>
/// <param name="Factor">The constant part.</param>
/// <param name="Symbols">The other factors, the batch first; a symbol alone counts units of its <see cref="DimSymbol.MultipleOf"/>.</param>
internal readonly record struct Extent(long Factor, EquatableArray<Dim> Symbols) : INumbered
{
    public static Extent One { get; } = new(1, default);

    public static implicit operator Extent(long value) => new(value, default);

    IEnumerable<long> INumbered.Numbers => IsConstant ? [Factor] : [];

    public bool IsConstant => Symbols.Count == 0;

    public bool IsOne => Factor == 1 && Symbols.Count == 0;

    /// <summary>Whether the number grows with the batch.</summary>
    public bool IsBatched => Symbols.Count > 0 && Symbols[0].IsBatch;

    /// <summary>The number for one sample at most: without the batch, and with every other symbol at its largest.</summary>
    public long MaximumPerSample
    {
        get
        {
            var product = Factor;
            var batches = 0;
            foreach (var dim in Symbols)
            {
                if (dim.IsBatch) batches++;
                else product = checked(product * dim.Maximum);
            }

            return batches < 2 ? product : throw new NotSupportedException($"A value of {this} elements cannot be planned.");
        }
    }

    public static Extent Of(IEnumerable<Dim> dims)
    {
        var product = One;
        foreach (var dim in dims) product *= Of(dim);
        return product;
    }

    public static Extent Of(Shape shape)
    {
        var product = One;
        foreach (var dim in shape.Dims) product *= Of(dim);
        return product;
    }

    public static Extent Of(Dim dim)
    {
        if (dim.IsConstant) return dim.Value;
        var common = (int)Dim.Divisor(Math.Abs((long)dim.Scale), Math.Abs((long)dim.Offset));
        return new Extent(common, EquatableArray.Of(new Dim(dim.Scale / common, dim.Symbol, dim.Offset / common)));
    }

    public static Extent operator *(Extent left, Extent right)
    {
        var factor = checked(left.Factor * right.Factor);
        if (factor == 0) return 0;
        if (right.IsConstant) return new Extent(factor, left.Symbols);
        if (left.IsConstant) return new Extent(factor, right.Symbols);
        var symbols = left.Symbols.Concat(right.Symbols)
            .OrderBy(dim => !dim.IsBatch).ThenBy(dim => dim.Symbol!.Name, StringComparer.Ordinal).ThenBy(dim => dim.Scale).ThenBy(dim => dim.Offset);
        return new Extent(factor, symbols.ToEquatableArray());
    }

    /// <summary>The quotient, or null when it is not whole whatever the symbols are.</summary>
    public Extent? DividedBy(Extent divisor)
    {
        if (divisor.Factor == 0 || Factor % divisor.Factor != 0 || divisor.Symbols.Count > Symbols.Count) return null;
        if (divisor.IsConstant) return new Extent(Factor / divisor.Factor, Symbols);
        var symbols = Symbols.ToList();
        foreach (var dim in divisor.Symbols)
        {
            if (!symbols.Remove(dim)) return null;
        }

        return new Extent(Factor / divisor.Factor, symbols.ToEquatableArray());
    }

    /// <summary>The same number as one extent of a shape, or null when it is a product of symbols.</summary>
    public Dim? ToDim() => Symbols.Count switch
    {
        0 => (Dim)checked((int)Factor),
        1 => Dim.Of(Symbols[0].Scale * Factor, Symbols[0].Symbol, Symbols[0].Offset * Factor),
        _ => null,
    };

    /// <summary>The value once symbols are bound.</summary>
    public long Evaluate(Func<DimSymbol, long> bindings)
    {
        var product = Factor;
        foreach (var dim in Symbols) product = checked(product * dim.Evaluate(bindings));
        return product;
    }

    public override string ToString()
    {
        var factor = Factor;
        var terms = Terms(ref factor).Select(term => term.ToString() is var text && term.Offset == 0 ? text : $"({text})").ToList();
        if (factor != 1 || terms.Count == 0) terms.Insert(0, factor.ToString(CultureInfo.InvariantCulture));
        return string.Join("*", terms);
    }

    /// <summary>The factors as they are written: units are whole symbols where the constant part allows it, which leaves less of it.</summary>
    public List<Dim> Terms(ref long factor)
    {
        var terms = new List<Dim>();
        foreach (var dim in Symbols)
        {
            var scale = dim.Offset == 0 ? (int)Dim.Divisor(dim.Symbol!.MultipleOf, Math.Abs(factor)) : 1;
            terms.Add(dim with { Scale = dim.Scale * scale });
            factor /= scale;
        }

        return terms;
    }
}
