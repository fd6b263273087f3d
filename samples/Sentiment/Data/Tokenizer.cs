namespace Sentiment.Data;

/// <summary>
/// Cuts a text into words in lower case, and into the punctuation that tells of a mood: exclamation and question marks, full
/// stops, commas, colons and brackets are words of their own. An apostrophe inside a word belongs to it (<c>don't</c>).
/// </summary>
internal static class Tokenizer
{
    private const string Break = "<br />";

    private const string Punctuation = "!?.,:;()";

    /// <summary>The words, at most <paramref name="limit"/> of them.</summary>
    public static IReadOnlyList<string> Split(string text, int limit = int.MaxValue)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length && words.Count < limit;)
        {
            var end = at + 1;
            if (char.IsLetterOrDigit(text[at]))
            {
                while (end < text.Length && IsInside(text, end)) end++;
                words.Add(text[at..end].ToLowerInvariant());
            }
            else if (text.AsSpan(at).StartsWith(Break, StringComparison.OrdinalIgnoreCase))
            {
                end = at + Break.Length;
            }
            else if (Punctuation.Contains(text[at], StringComparison.Ordinal))
            {
                words.Add(text[at..end]);
            }

            at = end;
        }

        return words;
    }

    private static bool IsInside(string text, int at) =>
        char.IsLetterOrDigit(text[at]) || (text[at] == '\'' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]));
}
