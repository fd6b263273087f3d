namespace AttentionMap.Language;

/// <summary>Reads a sentence that somebody typed.</summary>
internal static class SentenceReader
{
    /// <summary>The words in lower case, punctuation apart, with what the pronouns stand for.</summary>
    /// <exception cref="SentenceException">The grammar has no such sentence.</exception>
    public static Sentence Read(string text, int maxLength)
    {
        var words = text.ToLowerInvariant().Replace(".", " . ", StringComparison.Ordinal).Replace(",", " , ", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) throw new SentenceException("The sentence has no words.");
        if (words.Length > maxLength) throw new SentenceException($"The sentence has {words.Length} words, but may have {maxLength} at most.");
        if (words.FirstOrDefault(word => Lexicon.Number(word) is null) is { } stranger)
            throw new SentenceException($"The grammar has no word '{stranger}'; it has {string.Join(", ", Lexicon.Words.Where(word => char.IsLetter(word[0])).Order(StringComparer.Ordinal))}.");
        return Grammar.Resolve(words)
            ?? throw new SentenceException("A pronoun of the sentence does not stand for exactly one woman, man or thing in it.");
    }
}
