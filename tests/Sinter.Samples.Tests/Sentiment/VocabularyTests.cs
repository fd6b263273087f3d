using global::Sentiment.Data;

namespace Sinter.Samples.Tests.Sentiment;

public sealed class VocabularyTests
{
    [Fact]
    public void Words_AreNumberedFromTheMostFrequentDown()
    {
        var vocabulary = Vocabulary.Of(["b a c a", "A b d"]);
        Assert.Equal(4, vocabulary.Count);
        Assert.Equal([2, 3, 4, 5], new[] { "a", "b", "c", "d" }.Select(word => vocabulary[word]));
    }

    [Fact]
    public void RareWords_AreUnknown()
    {
        var vocabulary = Vocabulary.Of(["b a c a", "a b"], words: 2);
        Assert.Equal(2, vocabulary.Count);
        Assert.Equal(Vocabulary.Unknown, vocabulary["c"]);
        Assert.Equal(Vocabulary.Unknown, vocabulary["never seen"]);
        Assert.NotEqual(Vocabulary.Padding, Vocabulary.Unknown);
    }

    [Fact]
    public void AReview_IsCutAndNeverEmpty()
    {
        var vocabulary = Vocabulary.Of(["a"]);
        var set = new ReviewSet([new(string.Join(' ', Enumerable.Repeat("a", 300)), true), new("<br />", false), new("a b", true)], vocabulary);
        Assert.Equal((3, ReviewSet.MaxLength, 1, 2), (set.Count, set.Length(0), set.Length(1), set.Length(2)));
        Assert.Equal([Vocabulary.Unknown], set.Words(1).ToArray());
        Assert.Equal([2, Vocabulary.Unknown], set.Words(2).ToArray());
        Assert.Equal([1, 0, 1], Enumerable.Range(0, 3).Select(set.Label));
    }
}
