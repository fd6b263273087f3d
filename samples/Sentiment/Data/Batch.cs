namespace Sentiment.Data;

/// <summary>Some reviews, filled up to the length of the longest of them; in buffers that the next batch uses again.</summary>
/// <param name="reviews">Numbers of words, <paramref name="steps"/> for each review.</param>
/// <param name="lengths">How many of them are the review's own.</param>
/// <param name="labels">1 for a positive review, 0 for a negative one.</param>
/// <param name="steps">The length of the longest.</param>
internal readonly ref struct Batch(ReadOnlySpan<int> reviews, ReadOnlySpan<int> lengths, ReadOnlySpan<int> labels, int steps)
{
    public ReadOnlySpan<int> Reviews { get; } = reviews;

    public ReadOnlySpan<int> Lengths { get; } = lengths;

    public ReadOnlySpan<int> Labels { get; } = labels;

    public int Steps { get; } = steps;

    public int Count => Labels.Length;
}
