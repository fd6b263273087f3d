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
    public static string Of(string text) => $"'{Shown(text)}'";

    /// <summary>The text itself.</summary>
    public static string Shown(string text)
    {
        var result = new StringBuilder(Math.Min(text.Length, Longest));
        for (var i = 0; i < text.Length;)
        {
            if (i >= Longest) return result.Append(CultureInfo.InvariantCulture, $"… ({text.Length:N0} characters)").ToString();
            if (Rune.TryGetRuneAt(text, i, out var rune) && !IsObeyed(rune))
            {
                result.Append(rune.ToString());
                i += rune.Utf16SequenceLength;
                continue;
            }

            result.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i++]:X4}");
        }

        return result.ToString();
    }

    // Escape codes, line breaks, and what changes the direction or the look of the text around it.
    private static bool IsObeyed(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;
}
