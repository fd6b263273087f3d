using CharRnn.Data;

namespace Sinter.Samples.Tests.CharRnnSample;

public sealed class WindowsTests
{
    private static readonly int[] Text = [.. Enumerable.Range(0, 100)];

    [Fact]
    public void Labels_AreTheCharactersThatFollow()
    {
        var windows = new Windows(Text, context: 7, batch: 5);

        for (var step = 0; step < 50; step++)
        {
            windows.Draw(seed: 3, step, out var characters, out var following);
            for (var i = 0; i < characters.Length; i++)
            {
                Assert.Equal(characters[i] + 1, following[i]);
                if (i % 7 > 0) Assert.Equal(characters[i - 1] + 1, characters[i]);
            }
        }
    }

    [Fact]
    public void Draw_DependsOnSeedAndStepAlone()
    {
        Assert.Equal(Drawn(new Windows(Text, 7, 5), seed: 1, step: 8), Drawn(new Windows(Text, 7, 5), seed: 1, step: 8));
        Assert.NotEqual(Drawn(new Windows(Text, 7, 5), seed: 1, step: 8), Drawn(new Windows(Text, 7, 5), seed: 2, step: 8));
        Assert.NotEqual(Drawn(new Windows(Text, 7, 5), seed: 1, step: 8), Drawn(new Windows(Text, 7, 5), seed: 1, step: 9));
    }

    [Fact]
    public void Draw_ReachesEveryPlaceEquallyOften()
    {
        var windows = new Windows(Text, context: 91, batch: 10);
        var counts = new int[9];
        for (var step = 0; step < 900; step++)
        {
            windows.Draw(seed: 5, step, out var characters, out _);
            for (var row = 0; row < 10; row++) counts[characters[row * 91]]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 850, 1_150));
    }

    [Fact]
    public void Take_CoversTheTextOnce()
    {
        var windows = new Windows(Text, context: 9, batch: 4);
        var seen = new List<int>();
        for (var first = 0; first < windows.Count; first += 4)
        {
            windows.Take(first, 4, out var characters, out _);
            seen.AddRange(characters.ToArray());
        }

        Assert.Equal(Enumerable.Range(0, 99), seen);
    }

    [Fact]
    public void TextOfOneWindow_IsTooShort() => Assert.Throws<ArgumentException>(() => new Windows(Text, context: 100, batch: 1));

    private static int[] Drawn(Windows windows, ulong seed, long step)
    {
        windows.Draw(seed, step, out var characters, out _);
        return characters.ToArray();
    }
}
