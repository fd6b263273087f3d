using global::Sentiment.Data;

namespace Sinter.Samples.Tests.Sentiment;

public sealed class ReviewBatchesTests
{
    // Review i has 1 + i * 7 % 50 words, all of them the number i + 2, and the label i % 2.
    private static readonly ReviewSet Set = Reviews(103);

    [Fact]
    public void ABatch_IsPaddedToItsOwnLongest()
    {
        var batches = new Batches(Set, size: 8);
        batches.Shuffle(1);
        for (var i = 0; i < batches.Count; i++)
        {
            var batch = batches.Load(i);
            var reviews = batches.Reviews(i);
            Assert.Equal(reviews.Length * batch.Steps, batch.Reviews.Length);
            Assert.Equal(batch.Lengths.ToArray().Max(), batch.Steps);
            for (var k = 0; k < batch.Count; k++)
            {
                Assert.Equal((Set.Length(reviews[k]), Set.Label(reviews[k])), (batch.Lengths[k], batch.Labels[k]));
                var row = batch.Reviews.Slice(k * batch.Steps, batch.Steps);
                Assert.Equal(Set.Words(reviews[k]).ToArray(), row[..batch.Lengths[k]].ToArray());
                Assert.Equal(-1, row[batch.Lengths[k]..].IndexOfAnyExcept(Vocabulary.Padding));
            }
        }
    }

    [Fact]
    public void Batches_CoverTheSetOnce_InEveryOrder()
    {
        var batches = new Batches(Set, size: 8);
        Assert.Equal(13, batches.Count);
        for (var seed = 0; seed < 3; seed++)
        {
            Assert.Equal(Enumerable.Range(0, Set.Count), Order(batches).Order());
            batches.Shuffle(seed);
        }
    }

    [Fact]
    public void Shuffle_DependsOnTheSeedAlone()
    {
        var (batches, others) = (new Batches(Set, size: 8), new Batches(Set, size: 8));
        others.Shuffle(2);
        batches.Shuffle(1);
        others.Shuffle(1);
        var order = Order(batches);
        Assert.Equal(order, Order(others));
        batches.Shuffle(2);
        Assert.NotEqual(order, Order(batches));
    }

    [Fact]
    public void ABatch_HasReviewsOfAboutOneLength()
    {
        var batches = new Batches(Set, size: 8);
        batches.Shuffle(1);
        var padding = 0;
        for (var i = 0; i < batches.Count; i++)
        {
            var batch = batches.Load(i);
            foreach (var length in batch.Lengths) padding += batch.Steps - length;
        }

        var words = Enumerable.Range(0, Set.Count).Sum(Set.Length);
        Assert.True(padding < words / 10, $"{padding} places are filled up beside {words} words");
    }

    private static int[] Order(Batches batches) => [.. Enumerable.Range(0, batches.Count).SelectMany(i => batches.Reviews(i).ToArray())];

    private static ReviewSet Reviews(int count)
    {
        string Word(int i) => $"word{i:D3}";
        var vocabulary = Vocabulary.Of(Enumerable.Range(0, count).Select(Word));
        return new ReviewSet([.. Enumerable.Range(0, count).Select(i => new Review(string.Join(' ', Enumerable.Repeat(Word(i), 1 + i * 7 % 50)), i % 2 == 1))], vocabulary);
    }
}
