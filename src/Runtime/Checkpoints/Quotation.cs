using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sinter.Checkpoints;

/// <summary>
/// Text from a file as messages show it: shortened, in one line, and without characters that a terminal or a log would obey.
/// </summary>
internal static class Quotation
{
    private const int Longest = 80;

    /// <summary>The text in quotation marks.</summary>
    public static string Of(ReadOnlySpan<char> text) => $"'{Shown(text)}'";

    /// <summary>The text itself.</summary>
    public static string Shown(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (i >= Longest) return result.Append(CultureInfo.InvariantCulture, $"… ({text.Length:N0} characters)").ToString();
            if (Rune.DecodeFromUtf16(text[i..], out var rune, out var length) == OperationStatus.Done && !IsObeyed(rune)) result.Append(text.Slice(i, length));
            else result.AppendJoin("", text.Slice(i, length).ToArray().Select(unit => FormattableString.Invariant($"\\u{(int)unit:X4}")));
            i += length;
        }

        return result.ToString();
    }

    // Escape codes, line breaks, and what changes the direction or the look of the text around it.
    private static bool IsObeyed(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;
}
