using Digits.Data;

namespace Sinter.Samples.Tests;

public sealed class DrawnDigitsTests
{
    [Fact]
    public void SameSeed_DrawsTheSameImages()
    {
        var (first, second) = (DrawnDigits.Draw(200, seed: 5), DrawnDigits.Draw(200, seed: 5));

        for (var i = 0; i < first.Count; i++)
        {
            Assert.Equal(first.Label(i), second.Label(i));
            Assert.True(first.Image(i).SequenceEqual(second.Image(i)));
        }
    }

    [Fact]
    public void OtherSeed_DrawsOtherImages() =>
        Assert.False(DrawnDigits.Draw(1, seed: 5).Image(0).SequenceEqual(DrawnDigits.Draw(1, seed: 6).Image(0)));

    [Fact]
    public void EveryDigit_HasInkAndPaper()
    {
        var set = DrawnDigits.Draw(2_000, seed: 1);

        Assert.Equal(10, Enumerable.Range(0, set.Count).Select(set.Label).Distinct().Count());
        for (var i = 0; i < set.Count; i++)
        {
            var ink = set.Image(i).ToArray().Count(pixel => pixel > 128);
            Assert.InRange(ink, 20, 400);
        }
    }

    /// <summary>A nearest-neighbour classifier is a floor for what a network learns from these images.</summary>
    [Fact]
    public void Labels_FollowFromImages()
    {
        var (known, asked) = (DrawnDigits.Draw(3_000, seed: 1), DrawnDigits.Draw(200, seed: 2));

        var correct = Enumerable.Range(0, asked.Count).Count(i => known.Label(Nearest(known, asked.Image(i))) == asked.Label(i));

        Assert.InRange(correct, 170, 200);
    }

    private static int Nearest(DigitSet set, ReadOnlySpan<byte> image)
    {
        var (nearest, least) = (0, long.MaxValue);
        for (var i = 0; i < set.Count; i++)
        {
            var other = set.Image(i);
            long distance = 0;
            for (var p = 0; p < image.Length && distance < least; p++) distance += (image[p] - other[p]) * (image[p] - other[p]);
            if (distance < least) (nearest, least) = (i, distance);
        }
        return nearest;
    }
}
