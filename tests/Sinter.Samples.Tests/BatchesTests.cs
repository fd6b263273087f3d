using Digits.Data;

namespace Sinter.Samples.Tests;

public sealed class BatchesTests
{
    private static readonly DigitSet Set = DrawnDigits.Draw(10, seed: 3);

    [Fact]
    public void Batches_CoverTheSetOnce_LastOneSmaller()
    {
        var batches = new Batches(Set, size: 4);
        var sizes = new List<int>();
        var sum = 0;
        for (var i = 0; i < batches.Count; i++)
        {
            batches.Load(i, out var images, out var labels);
            Assert.Equal(labels.Length * 784, images.Length);
            sizes.Add(labels.Length);
            foreach (var label in labels) sum += label;
        }

        Assert.Equal([4, 4, 2], sizes);
        Assert.Equal(Enumerable.Range(0, Set.Count).Sum(Set.Label), sum);
    }

    [Fact]
    public void Shuffle_DependsOnTheSeedAlone()
    {
        var batches = new Batches(Set, size: 10);

        Assert.Equal(Order(batches, 1), Order(batches, 1));
        Assert.NotEqual(Order(batches, 1), Order(batches, 2));
    }

    private static float[] Order(Batches batches, int seed)
    {
        batches.Shuffle(seed);
        batches.Load(0, out var images, out _);
        return images.ToArray();
    }
}
