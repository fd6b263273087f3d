namespace Sentiment.Data;

/// <summary>
/// Reviews from a small grammar, for a machine without IMDB. What a sentence says may be turned round by a word before it
/// (<c>not</c>, <c>never</c>) and part of a review may praise what the rest condemns, so that counting words is not enough.
/// </summary>
internal static class WrittenReviews
{
    private static readonly string[] Subjects =
        ["the film", "the plot", "the acting", "the direction", "the music", "the script", "the ending", "the cast", "the camera work", "the dialogue", "the leading actor", "every scene"];

    private static readonly string[] Good =
        ["wonderful", "moving", "brilliant", "charming", "gripping", "beautiful", "clever", "funny", "superb", "touching", "original", "convincing"];

    private static readonly string[] Bad =
        ["dull", "awful", "clumsy", "boring", "predictable", "shallow", "painful", "lifeless", "ridiculous", "tedious", "cheap", "annoying"];

    private static readonly string[] Degrees = ["", "really ", "quite ", "simply ", "at times ", "from beginning to end "];

    private static readonly string[] Openings =
        ["I saw this last night.", "My brother lent me the tape.", "We went to the cinema with friends.", "I had read the book before.", "It was on television again.", "Nobody had told me about this one."];

    /// <summary>So many reviews, half of them kind; they depend on nothing but the seed.</summary>
    public static IReadOnlyList<Review> Write(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new Review(Text(random, isPositive: i % 2 == 1), i % 2 == 1))];
    }

    private static string Text(Random random, bool isPositive)
    {
        var sentences = new List<string> { Any(Openings) };
        var kind = random.Next(2, 9);
        for (var i = 0; i < kind; i++) sentences.Add(Sentence(isPositive));
        var other = random.Next(0, kind / 2 + 1);
        for (var i = 0; i < other; i++) sentences.Insert(random.Next(1, sentences.Count + 1), Sentence(!isPositive));
        return string.Join(random.Next(8) == 0 ? "<br /><br />" : " ", sentences);

        string Any(string[] words) => words[random.Next(words.Length)];

        string Sentence(bool praises)
        {
            var isTurned = random.Next(3) == 0;
            var word = Any(praises != isTurned ? Good : Bad);
            var verb = isTurned ? Any(["is not", "was never", "is hardly", "isn't"]) : Any(["is", "was", "seemed"]);
            var subject = Any(Subjects);
            return $"{char.ToUpperInvariant(subject[0])}{subject[1..]} {verb} {(isTurned ? "" : Any(Degrees))}{word}{Any([".", "!", "."])}";
        }
    }
}
