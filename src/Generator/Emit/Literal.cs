using System.Globalization;
using System.Text;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Values as C# source, the same on every host and under every culture.</summary>
internal static class Literal
{
    private static readonly NumberFormatInfo Separated = new() { NumberGroupSeparator = "_", NumberDecimalDigits = 0 };

    /// <summary>An integer with separators: <c>25_088</c>.</summary>
    public static string Of(long value) =>
        value is > -10_000 and < 10_000 ? value.ToString(CultureInfo.InvariantCulture) : value.ToString("N", Separated);

    /// <summary>A float that reads back to the same bits.</summary>
    public static string Of(float value)
    {
        if (float.IsNaN(value)) return "float.NaN";
        if (float.IsPositiveInfinity(value)) return "float.PositiveInfinity";
        if (float.IsNegativeInfinity(value)) return "float.NegativeInfinity";
        for (var precision = 6; precision <= 9; precision++)
        {
            var text = value.ToString("G" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture) == value && !value.IsNegativeZero()) return text + "f";
        }

        return value == 0 ? "-0f" : value.ToString("G9", CultureInfo.InvariantCulture) + "f";
    }

    /// <summary>A string in quotes.</summary>
    public static string Of(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c < ' ' || c is '\u0085' or '\u2028' or '\u2029') text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            else text.Append(c);
        }

        return text.Append('"').ToString();
    }

    /// <summary>Text inside an XML comment.</summary>
    public static string Xml(string value) => value.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
