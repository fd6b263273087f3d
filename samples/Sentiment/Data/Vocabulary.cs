using System.Runtime.InteropServices;

namespace Sentiment.Data;

/// <summary>The most frequent words of a text, numbered from the most frequent down. What is not among them is <see cref="Unknown"/>.</summary>
internal sealed class Vocabulary
{
    /// <summary>Fills up sequences that are shorter than others of their batch.</summary>
    public const int Padding = 0;

    /// <summary>A word that is not in the vocabulary.</summary>
    public const int Unknown = 1;

    /// <summary>The most words that a vocabulary has.</summary>
    public const int Words = 20_000;

    /// <summary>One more than the largest number a word can have.</summary>
    public const int Size = Words + 2;

    private readonly Dictionary<string, int> numbers;

    private Vocabulary(IEnumerable<string> words) =>
        numbers = words.Select((word, index) => (word, index)).ToDictionary(pair => pair.word, pair => pair.index + 2, StringComparer.Ordinal);

    /// <summary>How many words it has.</summary>
    public int Count => numbers.Count;

    /// <summary>The number of a word.</summary>
    public int this[string word] => numbers.GetValueOrDefault(word, Unknown);

    /// <summary>Counts the words of texts. Words that are equally frequent are in the order of their letters, so that the result depends on the texts alone.</summary>
    public static Vocabulary Of(IEnumerable<string> texts, int words = Words)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
            foreach (var word in Tokenizer.Split(text)) CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;
        return new Vocabulary(counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(words).Select(pair => pair.Key));
    }
}
