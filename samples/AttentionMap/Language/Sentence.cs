namespace AttentionMap.Language;

/// <summary>A sentence, and for each of its words the place of the word it stands for: its own, except for pronouns.</summary>
internal sealed record Sentence(IReadOnlyList<string> Words, IReadOnlyList<int> Referents)
{
    /// <summary>The places of the pronouns.</summary>
    public IEnumerable<int> Pronouns => Enumerable.Range(0, Words.Count).Where(place => Referents[place] != place);

    public override string ToString() => string.Join(' ', Words);
}
