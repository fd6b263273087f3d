using Sinter.Graphs;

namespace Sinter.Onnx.Symbols;

/// <summary>
/// A whole number of shape arithmetic: a sum of products of symbols, as exporters compute the extents of views. Symbols count units of their
/// <see cref="DimSymbol.MultipleOf"/>.
/// </summary>
internal sealed class Count : IEquatable<Count>
{
    // By the names of the factors, "" for the constant; no coefficient is 0.
    private readonly SortedDictionary<string, (long Coefficient, DimSymbol[] Factors)> terms = new(StringComparer.Ordinal);

    private Count()
    {
    }

    public static Count One { get; } = Of(1L);

    public static implicit operator Count(long value) => Of(value);

    public static Count Of(long value)
    {
        var result = new Count();
        result.Add(value, []);
        return result;
    }

    public static Count Of(Dim dim)
    {
        var result = new Count();
        if (dim.Symbol is not null) result.Add(dim.Scale, [dim.Symbol]);
        result.Add(dim.Offset, []);
        return result;
    }

    public bool IsConstant => terms.Count == 0 || (terms.Count == 1 && terms.ContainsKey(""));

    /// <summary>The number, if it is the same at every call.</summary>
    public long? Value => IsConstant ? terms.Values.Select(term => term.Coefficient).FirstOrDefault() : null;

    /// <summary>Whether the size of the batch takes part.</summary>
    public bool HasBatch => terms.Values.Any(term => term.Factors.Any(factor => factor.IsBatch));

    public bool IsBatch => Equals(Of(Dim.Batch));

    /// <summary>An extent of a shape, or null where it depends on several symbols.</summary>
    public Dim? ToDim()
    {
        var offset = terms.TryGetValue("", out var constant) ? constant.Coefficient : 0;
        var symbols = terms.Where(term => term.Key.Length > 0).Select(term => term.Value).ToArray();
        if (symbols.Length == 0) return Dim.Of(0, null, offset);
        return symbols.Length == 1 && symbols[0].Factors.Length == 1 ? Dim.Of(symbols[0].Coefficient, symbols[0].Factors[0], offset) : null;
    }

    public static Count operator +(Count left, Count right)
    {
        var result = new Count();
        foreach (var term in left.terms.Values.Concat(right.terms.Values)) result.Add(term.Coefficient, term.Factors);
        return result;
    }

    public static Count operator -(Count left, Count right) => left + (right * -1);

    public static Count operator *(Count left, Count right)
    {
        var result = new Count();
        foreach (var a in left.terms.Values)
        {
            foreach (var b in right.terms.Values) result.Add(checked(a.Coefficient * b.Coefficient), [.. a.Factors, .. b.Factors]);
        }

        return result;
    }

    /// <summary>The elements of so many extents.</summary>
    public static Count Product(IEnumerable<Count> extents) => extents.Aggregate(One, (product, extent) => product * extent);

    /// <summary>The exact quotient, or null.</summary>
    public Count? DividedBy(Count divisor)
    {
        if (divisor.terms.Count != 1) return Equals(divisor) ? One : Factored(divisor);
        var (by, factors) = divisor.terms.Values.Single();
        var result = new Count();
        foreach (var (coefficient, own) in terms.Values)
        {
            var left = own.ToList();
            if (coefficient % by != 0 || !factors.All(left.Remove)) return null;
            result.Add(coefficient / by, [.. left]);
        }

        return result;
    }

    /// <summary>The whole part of the quotient, or null where no extent can state it.</summary>
    public Count? Floor(long divisor)
    {
        if (divisor <= 0) return null;
        if (DividedBy(divisor) is { } exact) return exact;
        if (Value is { } value) return Quotient.Floor(value, divisor);
        return divisor <= int.MaxValue && ToDim() is { } dim ? Of(dim.Floor((int)divisor)) : null;
    }

    public bool Equals(Count? other) =>
        other is not null && terms.Count == other.terms.Count && terms.All(term => other.terms.TryGetValue(term.Key, out var value) && value.Coefficient == term.Value.Coefficient);

    public override bool Equals(object? obj) => Equals(obj as Count);

    public override int GetHashCode() => terms.Aggregate(17, (hash, term) => unchecked((hash * 31) + term.Key.GetHashCode() + term.Value.Coefficient.GetHashCode()));

    public override string ToString()
    {
        var text = string.Join("+", terms.OrderBy(term => term.Key.Length == 0).Select(term => term.Key.Length == 0
            ? $"{term.Value.Coefficient}"
            : term.Value.Coefficient == 1 ? term.Key : $"{term.Value.Coefficient}*{term.Key}"));
        return text.Length == 0 ? "0" : text.Replace("+-", "-");
    }

    // A product such as (T+1)*C by T+1: the quotient of the leading terms, tried.
    private Count? Factored(Count divisor)
    {
        foreach (var (coefficient, factors) in terms.Values)
        {
            foreach (var (by, others) in divisor.terms.Values)
            {
                var left = factors.ToList();
                if (by == 0 || coefficient % by != 0 || !others.All(left.Remove)) continue;
                var candidate = new Count();
                candidate.Add(coefficient / by, [.. left]);
                if ((candidate * divisor).Equals(this)) return candidate;
            }
        }

        return null;
    }

    private void Add(long coefficient, DimSymbol[] factors)
    {
        if (coefficient == 0) return;
        var sorted = factors.OrderBy(factor => factor.Name, StringComparer.Ordinal).ToArray();
        var key = string.Join("*", sorted.Select(factor => factor.Name));
        var sum = terms.TryGetValue(key, out var term) ? checked(term.Coefficient + coefficient) : coefficient;
        if (sum == 0) terms.Remove(key);
        else terms[key] = (sum, sorted);
    }
}
