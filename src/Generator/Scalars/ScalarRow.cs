using System.Globalization;

namespace Sinter.Generator.Scalars;

/// <summary>A scalar function of numbers known at build time. Arguments beyond its arity are 0.</summary>
internal delegate double ScalarFold(double a, double b, double c);

/// <summary>What the compiler knows of a scalar function.</summary>
/// <param name="Arity">How many inputs it has, 1 to 3.</param>
/// <param name="Text">
/// Its expression over vectors <c>V</c>: <c>{0}</c> stands for the first input as it is, <c>{0:atom}</c> for the same in parentheses
/// unless it needs none.
/// </param>
internal sealed record ScalarRow(int Arity, string Text)
{
    /// <summary>Whether one evaluation costs tens of instructions rather than one.</summary>
    public bool IsExpensive { get; init; }

    /// <summary>Whether the order of two inputs makes no difference.</summary>
    public bool IsCommutative { get; init; }

    /// <summary>Whether <see cref="Text"/> needs no parentheses as an operand.</summary>
    public bool IsAtom { get; init; } = true;

    /// <summary>What generated code calls its results; null for the function's own name.</summary>
    public string? Hint { get; init; }

    /// <summary>Computes it at build time, more precisely than the runtime does; null where that is left to the runtime.</summary>
    public ScalarFold? Fold { get; init; }

    /// <summary>The gradients of its inputs; null where it is constant almost everywhere.</summary>
    public DerivativeRule? Derivative { get; init; }

    /// <summary>The expression of these operands.</summary>
    public string Write(IEnumerable<ScalarOperand> operands) => string.Format(CultureInfo.InvariantCulture, Text, operands.Cast<object>().ToArray());

    /// <summary>The result for numbers known at build time, or null for a function or argument that is left to the runtime.</summary>
    public float? Evaluate(float a, float b, float c)
    {
        // A product or sum of two floats in double, rounded once more, is the float result.
        var result = Fold is null ? float.NaN : (float)Fold(a, b, c);
        return float.IsNaN(result) || float.IsInfinity(result) ? null : result;
    }
}

/// <summary>The text of an operand, and whether it needs no parentheses.</summary>
internal readonly record struct ScalarOperand(string Text, bool IsAtom) : IFormattable
{
    /// <summary>The text as it is, or for the format <c>atom</c> in the parentheses it needs.</summary>
    public string ToString(string? format, IFormatProvider? provider) => format is null || IsAtom ? Text : $"({Text})";
}
