using System.Globalization;
using System.Text;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Values as C# source, the same on every host and under every culture.</summary>
internal static class Literal
{
    private static readonly NumberFormatInfo Separated = new() { NumberGroupSeparator = "_", NumberDecimalDigits = 0 };

    /// <summary>A yes or no.</summary>
    public static string Of(bool value) => value ? "true" : "false";

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
        for (var index = 0; index < value.Length; index++)
        {
            var c = value[index];
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (IsUnseen(value, index)) text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            else text.Append(c);
        }

        return text.Append('"').ToString();
    }

    // What no file holds, what ends a line, and what turns around the order of the text behind it.
    private static bool IsUnseen(string text, int index) => text[index] switch
    {
        < ' ' or (>= '\u007F' and <= '\u009F') or '\uFEFF' or '\uFFFE' or '\uFFFF' => true,
        '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        var c when char.IsHighSurrogate(c) => index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]),
        var c when char.IsLowSurrogate(c) => index == 0 || !char.IsHighSurrogate(text[index - 1]),
        _ => false,
    };

    /// <summary>Text inside an XML comment.</summary>
    public static string Xml(string value) => Seen(value).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string Seen(string value)
    {
        var text = new StringBuilder(value);
        for (var index = 0; index < value.Length; index++)
        {
            if (IsUnseen(value, index)) text[index] = '\uFFFD';
        }

        return text.ToString();
    }
}
