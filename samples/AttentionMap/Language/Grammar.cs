namespace AttentionMap.Language;

/// <summary>Sentences about a woman, a man and a thing, with pronouns for them.</summary>
internal static class Grammar
{
    /// <summary>
    /// <c>{a}</c> and <c>{b}</c> are the two people, <c>{t}</c> is the thing; <c>{a:s}</c>, <c>{a:o}</c> and <c>{a:p}</c> are pronouns for
    /// the first as subject, object and owner, and <c>{t:s}</c> is <c>it</c>.
    /// </summary>
    public static readonly IReadOnlyList<string> Templates =
    [
        "{a} gave {b} the {t} because {a:s} liked {b:o} .",
        "{a} gave the {t} to {b} because {b:s} needed {t:s} .",
        "{a} showed {b} a {t} but {b:s} had seen {t:s} before .",
        "when {a} met {b} {a:s} had {a:p} {t} with {a:o} .",
        "{b} lost {b:p} {t} and {a} helped {b:o} to find {t:s} .",
        "{a} bought a {t} and {b} told {a:o} that {t:s} was broken .",
        "the {t} was old , but {a} thought {b} would like {t:s} .",
        "{a} asked {b} for {b:p} {t} and {b:s} gave {t:s} to {a:o} .",
        "after {a} had found the {t} {a:s} sold {t:s} to {b} .",
        "{b} waited because {a} wanted to bring {b:o} {a:p} {t} .",
    ];

    public static readonly IReadOnlyList<string> Pronouns = ["she", "her", "he", "him", "his", "it"];

    /// <summary>Some sentence of a template.</summary>
    public static Sentence Write(string template, Random random)
    {
        var woman = Any(Lexicon.Women, random);
        var man = Any(Lexicon.Men, random);
        var (first, second) = random.Next(2) == 0 ? (woman, man) : (man, woman);
        var thing = Any(Lexicon.Things, random);
        return Resolve([.. template.Split(' ').Select(part => part switch
        {
            "{a}" => first,
            "{b}" => second,
            "{t}" => thing,
            "{t:s}" => "it",
            ['{', var person, ':', var role, '}'] => Pronoun((person == 'a' ? first : second) == woman, role),
            _ => part,
        })])!;
    }

    /// <summary>
    /// Finds what the pronouns of a sentence stand for. Returns null if one of them stands for nothing, because there is not exactly
    /// one woman, man or thing.
    /// </summary>
    public static Sentence? Resolve(IReadOnlyList<string> words)
    {
        var referents = new int[words.Count];
        for (var place = 0; place < words.Count; place++)
        {
            referents[place] = words[place] switch
            {
                "she" or "her" => Only(Lexicon.Women),
                "he" or "him" or "his" => Only(Lexicon.Men),
                "it" => Only(Lexicon.Things),
                _ => place,
            };
            if (referents[place] < 0) return null;
        }

        return new Sentence(words, referents);

        int Only(IReadOnlyList<string> kind)
        {
            var places = Enumerable.Range(0, words.Count).Where(place => kind.Contains(words[place])).ToList();
            return places.Count == 1 ? places[0] : -1;
        }
    }

    private static string Pronoun(bool isWoman, char role) => (isWoman, role) switch
    {
        (true, 's') => "she",
        (true, _) => "her",
        (false, 's') => "he",
        (false, 'o') => "him",
        _ => "his",
    };

    private static string Any(IReadOnlyList<string> words, Random random) => words[random.Next(words.Count)];
}
