namespace Sentiment.Data;

/// <summary>
/// Deals a set out in batches of reviews of about one length, because every review of a batch costs as much as its longest.
/// </summary>
internal sealed class Batches
{
    /// <summary>How many batches are cut from reviews sorted together: more waste less, fewer mix better.</summary>
    private const int Pool = 50;

    private readonly ReviewSet set;
    private readonly int[] order;
    private readonly int[] starts;
    private readonly int[] reviews;
    private readonly int[] lengths;
    private readonly int[] labels;

    /// <summary>All reviews, from the shortest to the longest.</summary>
    public Batches(ReviewSet set, int size)
    {
        (this.set, Size) = (set, size);
        order = [.. Enumerable.Range(0, set.Count)];
        starts = [.. Enumerable.Range(0, (set.Count + size - 1) / size).Select(batch => batch * size)];
        reviews = new int[size * ReviewSet.MaxLength];
        lengths = new int[size];
        labels = new int[size];
        Sort(order);
    }

    public int Size { get; }

    /// <summary>How many batches hold the whole set; one may be smaller.</summary>
    public int Count => starts.Length;

    /// <summary>New batches in a new order, both of which depend on nothing but the seed.</summary>
    public void Shuffle(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < order.Length; i++) order[i] = i;
        random.Shuffle(order);
        for (var first = 0; first < order.Length; first += Pool * Size) Sort(order.AsSpan(first, Math.Min(Pool * Size, order.Length - first)));
        for (var i = 0; i < starts.Length; i++) starts[i] = i * Size;
        random.Shuffle(starts);
    }

    /// <summary>Fills the buffers with one batch; it is valid until the next call.</summary>
    public Batch Load(int batch)
    {
        var chosen = Reviews(batch);
        var steps = 0;
        foreach (var review in chosen) steps = Math.Max(steps, set.Length(review));
        for (var i = 0; i < chosen.Length; i++)
        {
            var words = set.Words(chosen[i]);
            var row = reviews.AsSpan(i * steps, steps);
            words.CopyTo(row);
            row[words.Length..].Fill(Vocabulary.Padding);
            (lengths[i], labels[i]) = (words.Length, set.Label(chosen[i]));
        }

        return new Batch(reviews.AsSpan(0, chosen.Length * steps), lengths.AsSpan(0, chosen.Length), labels.AsSpan(0, chosen.Length), steps);
    }

    /// <summary>Which reviews of the set a batch has.</summary>
    public ReadOnlySpan<int> Reviews(int batch) => order.AsSpan(starts[batch], Math.Min(Size, order.Length - starts[batch]));

    // Ties in the order of the numbers: the sort itself keeps no order.
    private void Sort(Span<int> part) => part.Sort((a, b) => (set.Length(a), a).CompareTo((set.Length(b), b)));
}
