namespace Sinter.Graphs;

/// <summary>What can be said of extents before their symbols are bound. Two extents are the same only if they always are.</summary>
internal static class Unification
{
    /// <summary>Why two extents are not the same, as the last part of a message.</summary>
    public static string Explain(Dim left, Dim right)
    {
        if (left.IsConstant && right.IsConstant) return $"{left} and {right} differ";
        if (left.Symbol is not null && right.Symbol is not null && left.Symbol != right.Symbol && left.Symbol.Bound == right.Symbol.Bound) return ExplainParts(left, right);
        if (left.Symbol is not null && right.Symbol is not null && left.Symbol != right.Symbol)
            return $"{left} and {right} are bound apart at every call, so that nothing makes them equal; name both extents by one symbol";
        if (Dim.Subtract(left, right) is not { } difference || difference.Minimum > 0 || difference.Maximum < 0) return $"{left} and {right} always differ{(left.IsConstant || right.IsConstant ? $": {Range(left, right)}" : "")}";
        return $"{left} and {right} are equal at some calls only, {Range(left, right)}; extents must be equal at every call";
    }

    // Two extents that follow from the same symbol, with whole parts of it in one of them.
    private static string ExplainParts(Dim left, Dim right)
    {
        var bound = left.Symbol!.Bound;
        var multiple = (long)bound.MultipleOf;
        foreach (var symbol in new[] { left.Symbol, right.Symbol! })
        {
            for (var inner = symbol; inner.Quotient is { } quotient; inner = quotient.Dividend.Symbol!) multiple = multiple / Dim.Divisor(multiple, quotient.Divisor) * quotient.Divisor;
        }

        if (multiple <= bound.Max && Of(left, (int)multiple) == Of(right, (int)multiple)) return $"{left} and {right} are equal only where {bound} is a multiple of {multiple}; state MultipleOf = {multiple} of {bound}";
        return LeastRest(left, right) > 0 || LeastRest(right, left) > 0
            ? $"{left} and {right} always differ"
            : $"{left} and {right} are equal at some calls only; extents must be equal at every call";
    }

    // The extent where its symbol is a multiple of a larger number.
    private static Dim Of(Dim dim, int multiple)
    {
        if (dim.Symbol is not { } symbol) return dim;
        if (symbol.Quotient is { } quotient) return Of(quotient.Dividend, multiple).Floor(quotient.Divisor).Times(dim.Scale).Plus(dim.Offset);
        return Dim.Of((long)dim.Scale * (multiple / symbol.MultipleOf), symbol with { MultipleOf = multiple }, dim.Offset);
    }

    /// <summary>The values that the side with a symbol can have: <c>1 &lt;= T &lt;= 512</c>.</summary>
    private static string Range(Dim left, Dim right)
    {
        var open = left.IsConstant ? right : left;
        return open.IsBatch ? $"{open} is any number" : $"{open.Minimum} <= {open} <= {open.Maximum}";
    }

    /// <summary>The same for whole shapes: the first pair of extents that differs, or the ranks.</summary>
    public static string Explain(Shape left, Shape right)
    {
        for (var axis = 0; axis < Math.Min(left.FullRank, right.FullRank); axis++)
        {
            if (left.Dims[axis] != right.Dims[axis]) return Explain(left.Dims[axis], right.Dims[axis]);
        }

        return $"the numbers of axes, {left.FullRank} and {right.FullRank}, differ";
    }

    /// <summary>
    /// The least value of <paramref name="total"/> less all of <paramref name="parts"/>, over everything a call can bind.
    /// </summary>
    public static long LeastRest(Dim total, params Dim[] parts)
    {
        var scales = new Dictionary<DimSymbol, long>();
        long constant = 0;
        void Count(Dim dim, int sign)
        {
            constant += (long)sign * dim.Offset;
            if (dim.Symbol is null) return;
            scales.TryGetValue(dim.Symbol, out var scale);
            scales[dim.Symbol] = scale + ((long)sign * dim.Scale);
        }

        Count(total, 1);
        foreach (var part in parts) Count(part, -1);
        var apart = Least(scales, constant);
        return scales.Count > 1 && scales.Keys.Any(symbol => symbol.Quotient is not null) ? Math.Max(apart, LeastTogether(scales, constant)) : apart;
    }

    private static long Least(Dictionary<DimSymbol, long> scales, long constant) =>
        scales.Aggregate(constant, (sum, pair) => sum + (pair.Value * (pair.Value >= 0 ? pair.Key.MinUnits : pair.Key.MaxUnits)));

    // Whole parts and what they are parts of change together. A whole part is less than the quotient by less than 1: with all of it
    // multiplied by the divisors, only symbols are left that a call binds.
    private static long LeastTogether(Dictionary<DimSymbol, long> scales, long constant)
    {
        long multiplied = 1;
        try
        {
            checked
            {
                while (scales.Keys.FirstOrDefault(symbol => symbol.Quotient is not null) is { Quotient: var (dividend, divisor) } part)
                {
                    var scale = scales[part];
                    scales = scales.Where(pair => pair.Key != part).ToDictionary(pair => pair.Key, pair => pair.Value * divisor);
                    constant = (constant * divisor) + (scale * (dividend.Offset - (scale > 0 ? divisor - 1L : 0)));
                    scales.TryGetValue(dividend.Symbol!, out var other);
                    scales[dividend.Symbol!] = other + (scale * dividend.Scale);
                    multiplied *= divisor;
                }

                // Of what is a whole number, the least is one, too.
                return -Quotient.Floor(-Least(scales, constant), multiplied);
            }
        }
        catch (OverflowException)
        {
            return long.MinValue;
        }
    }

    /// <summary>The sum of extents that one axis is to have.</summary>
    /// <exception cref="NetworkDefinitionException">They have different symbols: a shape cannot say so.</exception>
    public static Dim Sum(string op, params Dim[] dims)
    {
        Dim sum = 0;
        foreach (var dim in dims)
        {
            sum = Dim.Add(sum, dim) ?? throw NetworkDefinitionException.Shape(
                $"{op} would make an axis of {string.Join(" + ", dims.Where(part => part != 0))} elements; an extent can depend on one symbol only.");
        }

        return sum;
    }
}
