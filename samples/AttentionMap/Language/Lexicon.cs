namespace AttentionMap.Language;

/// <summary>The words of the grammar and their numbers.</summary>
internal static class Lexicon
{
    /// <summary>More than there are words.</summary>
    public const int MaxWords = 96;

    public static readonly IReadOnlyList<string> Women = ["anna", "clara", "emma", "julia", "maria", "nora", "olga", "sarah"];

    public static readonly IReadOnlyList<string> Men = ["ben", "david", "felix", "jonas", "martin", "oscar", "peter", "tom"];

    public static readonly IReadOnlyList<string> Things = ["apple", "ball", "book", "chair", "hat", "key", "lamp", "letter", "map", "picture", "ring", "watch"];

    public static readonly IReadOnlyList<string> Words =
        [.. Women.Concat(Men).Concat(Things).Concat(Grammar.Templates.SelectMany(template => template.Split(' ')).Where(word => word[0] != '{')).Concat(Grammar.Pronouns).Distinct()];

    private static readonly Dictionary<string, int> Numbers = Words.Select((word, number) => (word, number)).ToDictionary(pair => pair.word, pair => pair.number);

    /// <summary>The number of a word, or null if there is no such word.</summary>
    public static int? Number(string word) => Numbers.TryGetValue(word, out var number) ? number : null;
}
