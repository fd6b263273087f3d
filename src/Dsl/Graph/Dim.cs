using System.Globalization;

namespace Sinter.Graphs;

/// <summary>
/// One extent of a shape: <c>Scale * Symbol + Offset</c>. A constant has no symbol; the batch is the symbol <c>B</c>.
/// Symbols unify, they are never rebound.
/// </summary>
internal readonly record struct Dim(int Scale, string? Symbol, int Offset)
{
    /// <summary>The symbol of the leading batch dimension, bound at every call.</summary>
    public const string BatchSymbol = "B";

    public static Dim Batch { get; } = new Dim(1, BatchSymbol, 0);

    public static implicit operator Dim(int value) => new Dim(0, null, value);

    public bool IsConstant => Symbol is null;

    public bool IsBatch => Symbol == BatchSymbol;

    /// <summary>The constant value. Only valid when <see cref="IsConstant"/>.</summary>
    public int Value => Symbol is null ? Offset : throw new InvalidOperationException($"The dimension {this} is not a constant.");

    public bool IsOne => Symbol is null && Offset == 1;

    /// <summary>This extent repeated <paramref name="factor"/> times.</summary>
    public Dim Times(int factor) => factor == 0 ? 0 : new Dim(checked(Scale * factor), Symbol, checked(Offset * factor));

    /// <summary>This extent and <paramref name="number"/> more.</summary>
    public Dim Plus(int number) => new(Scale, Symbol, checked(Offset + number));

    /// <summary>The value once the symbol is bound.</summary>
    public long Evaluate(long symbolValue) => (Scale * symbolValue) + Offset;

    public override string ToString()
    {
        if (Symbol is null) return Offset.ToString(CultureInfo.InvariantCulture);
        var linear = Scale == 1 ? Symbol : Scale.ToString(CultureInfo.InvariantCulture) + "*" + Symbol;
        return Offset switch
        {
            0 => linear,
            > 0 => linear + "+" + Offset.ToString(CultureInfo.InvariantCulture),
            _ => linear + Offset.ToString(CultureInfo.InvariantCulture),
        };
    }
}
