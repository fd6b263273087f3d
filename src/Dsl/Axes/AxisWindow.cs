namespace Sinter.Graphs;

/// <summary>
/// Which positions along an axis of an input one position along an axis of the result is computed from: position <c>j</c> from those
/// between <c>j * Stride + First</c> and <c>j * Stride + Last</c>, <see cref="Dilation"/> apart.
/// </summary>
/// <param name="First">The first of them; null for all before the last.</param>
/// <param name="Last">The last of them; null for all behind the first.</param>
internal sealed record AxisWindow(Dim? First, Dim? Last)
{
    /// <summary>Every position from itself.</summary>
    public static AxisWindow Same { get; } = At(0);

    /// <summary>How far the window moves from one position to the next; below 0 it moves backwards.</summary>
    public int Stride { get; init; } = 1;

    /// <inheritdoc cref="AxisWindow"/>
    public int Dilation { get; init; } = 1;

    /// <summary>How far apart the positions of the input lie, with nothing between them: input <c>i</c> stands at <c>i * Spread</c>.</summary>
    public int Spread { get; init; } = 1;

    /// <summary>Whether every position is computed from itself.</summary>
    public bool IsSame => Equals(Same);

    /// <summary>Whether every position is computed from one.</summary>
    public bool IsOne => First is { } first && Last is { } last && first == last;

    /// <summary>Whether no position is computed from one behind it, at any call.</summary>
    public bool NeverLooksAhead => Stride == 1 && Spread == 1 && Last is { Maximum: <= 0, IsBatch: false };

    /// <summary>The one position that stands <paramref name="offset"/> from where the result does.</summary>
    public static AxisWindow At(Dim offset) => new(offset, offset);

    /// <summary>Whether position <paramref name="result"/> is computed from <paramref name="input"/>, once symbols are bound.</summary>
    public bool Reads(long input, long result, Func<DimSymbol, long> bindings)
    {
        var place = (input * Spread) - (result * Stride);
        if (First is { } first && (place < first.Evaluate(bindings) || (place - first.Evaluate(bindings)) % Dilation != 0)) return false;
        return Last is not { } last || place <= last.Evaluate(bindings);
    }

    public override string ToString()
    {
        if (IsSame) return "kept";
        var parts = IsOne ? $"at {First}" : $"{(First is { } first ? first.ToString() : "all")} to {(Last is { } last ? last.ToString() : "all")}";
        if (Stride != 1) parts += $" stride {Stride}";
        if (Dilation != 1) parts += $" dilation {Dilation}";
        if (Spread != 1) parts += $" spread {Spread}";
        return parts;
    }
}
