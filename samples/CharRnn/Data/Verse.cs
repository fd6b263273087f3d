using System.Text;

namespace CharRnn.Data;

/// <summary>
/// Makes up verse where no text is at hand: speakers, and sentences from a few patterns and word lists, broken into lines. There is
/// something to learn at every distance: spelling, word order, rhythm, who speaks. Always the same.
/// </summary>
internal static class Verse
{
    private const int Seed = 1616;

    private static readonly string[] Speakers = ["MILLER", "QUEEN", "FIRST SAILOR", "SECOND SAILOR", "GARDENER", "WIDOW", "CAPTAIN"];
    private static readonly string[] Nouns = ["river", "lantern", "harbour", "winter", "garden", "shadow", "kingdom", "morning", "sorrow", "window", "candle", "stranger", "meadow", "thunder", "sparrow"];
    private static readonly string[] Adjectives = ["silent", "golden", "weary", "bitter", "gentle", "hollow", "crooked", "faithful", "drowsy", "pale"];
    private static readonly string[] Verbs = ["follows", "forgets", "remembers", "wakes", "betrays", "carries", "leaves", "answers", "fears", "forgives"];
    private static readonly string[] Places = ["beneath the hill", "across the water", "before the gate", "behind the door", "along the shore", "within my heart"];
    private static readonly string[] Calls = ["O", "Alas", "Come", "Hark", "Nay", "Good friend"];

    /// <summary>A text of exactly <paramref name="length"/> characters.</summary>
    public static string Write(int length)
    {
        var random = new Random(Seed);
        var text = new StringBuilder(length + 200);
        var last = -1;
        while (text.Length < length)
        {
            // A speaker answers another one, never himself.
            var speaker = random.Next(Speakers.Length - (last < 0 ? 0 : 1));
            if (last >= 0 && speaker >= last) speaker++;
            last = speaker;
            text.Append(Speakers[speaker]).Append(":\n");
            for (var lines = random.Next(2, 6); lines > 0; lines--) text.Append(Line(random)).Append('\n');
            text.Append('\n');
        }
        return text.ToString(0, length);
    }

    private static string Line(Random random) => random.Next(5) switch
    {
        0 => $"The {Pick(random, Adjectives)} {Pick(random, Nouns)} {Pick(random, Verbs)} the {Pick(random, Nouns)},",
        1 => $"And {Pick(random, Places)} the {Pick(random, Nouns)} {Pick(random, Verbs)} me.",
        2 => $"{Pick(random, Calls)}, {Pick(random, Adjectives)} {Pick(random, Nouns)}, what {Pick(random, Verbs)} thee?",
        3 => $"No {Pick(random, Nouns)} {Pick(random, Verbs)} a {Pick(random, Adjectives)} {Pick(random, Nouns)} {Pick(random, Places)};",
        _ => $"{Pick(random, Calls)}! My {Pick(random, Nouns)} {Pick(random, Verbs)} thy {Pick(random, Adjectives)} {Pick(random, Nouns)}.",
    };

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];
}
