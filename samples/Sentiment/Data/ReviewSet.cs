namespace Sentiment.Data;

/// <summary>Reviews as numbers of words, one after the other in one array.</summary>
internal sealed class ReviewSet
{
    /// <summary>What is longer is cut: its first words stay.</summary>
    public const int MaxLength = 256;

    private readonly int[] words;
    private readonly int[] starts;
    private readonly bool[] positive;

    public ReviewSet(IReadOnlyList<Review> reviews, Vocabulary vocabulary)
    {
        var all = new List<int>();
        (starts, positive) = (new int[reviews.Count + 1], new bool[reviews.Count]);
        for (var i = 0; i < reviews.Count; i++)
        {
            var text = Tokenizer.Split(reviews[i].Text, MaxLength);
            foreach (var word in text) all.Add(vocabulary[word]);

            // A sequence has at least one step.
            if (text.Count == 0) all.Add(Vocabulary.Unknown);
            (starts[i + 1], positive[i]) = (all.Count, reviews[i].IsPositive);
        }

        words = [.. all];
    }

    public int Count => positive.Length;

    public ReadOnlySpan<int> Words(int review) => words.AsSpan(starts[review]..starts[review + 1]);

    public int Length(int review) => starts[review + 1] - starts[review];

    /// <summary>1 if the review is positive, 0 if it is negative.</summary>
    public int Label(int review) => positive[review] ? 1 : 0;
}
