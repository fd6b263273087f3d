using Sinter.Golden.Networks;

namespace Sinter.Golden;

/// <summary>Calls that bind an extent besides the batch: what is checked before anything is written, and that nothing is allocated.</summary>
public sealed class BoundedDimensionTests
{
    private const int Batch = 3;

    [Theory]
    [InlineData(1, "Tagger: 't' is 1, but must be from 2 to 24 and a multiple of 2.")]
    [InlineData(0, "Tagger: 't' is 0, but must be from 2 to 24 and a multiple of 2.")]
    [InlineData(-2, "Tagger: 't' is -2, but must be from 2 to 24 and a multiple of 2.")]
    [InlineData(26, "Tagger: 't' is 26, but must be from 2 to 24 and a multiple of 2.")]
    [InlineData(7, "Tagger: 't' is 7, but must be from 2 to 24 and a multiple of 2.")]
    public void ASizeOutOfRange_IsRefused(int t, string message)
    {
        var (words, logits) = (Tokens(6), new float[6 * 5]);
        using var session = new Tagger(1).CreateSession(Batch);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => session.Forward(words, t, logits));
        Assert.StartsWith(message, error.Message);
        Assert.Equal("t", error.ParamName);
        session.Forward(words, t: 2, logits);
    }

    [Fact]
    public void Lengths_AreCheckedAtTheSizesOfTheCall()
    {
        using var session = new Tagger(1).CreateSession(Batch);
        Assert.StartsWith(
            "Tagger: 'words' has 7 values, which is no multiple of the 4 of one sample [T] at T = 4.",
            Assert.Throws<ArgumentException>(() => session.Forward(Tokens(7), t: 4, new float[35])).Message);
        Assert.StartsWith(
            "Tagger: 'logits' has 41 values, but this batch takes 40 [B, T, 5] at B = 2, T = 4.",
            Assert.Throws<ArgumentException>(() => session.Forward(Tokens(8), t: 4, new float[41])).Message);
        Assert.StartsWith(
            "Tagger: 'words' has 16 values, a batch of 4, but this session was made with maxBatch: 3.",
            Assert.Throws<ArgumentOutOfRangeException>(() => session.Forward(Tokens(16), t: 4, new float[80])).Message);
        using var trainer = new Tagger(1).CreateTrainer(new Sgd(), Batch);
        Assert.StartsWith(
            "Tagger: 'label' has 6 values, but this batch takes 8",
            Assert.Throws<ArgumentException>(() => trainer.Step(Tokens(8), Tokens(6), t: 4)).Message);
    }

    [Fact]
    public void LengthsInAnyOrder_GiveTheSameBitsAsAlone()
    {
        var model = new Tagger(1);
        using var session = model.CreateSession(Batch);
        foreach (var t in new[] { 24, 2, 10, 24, 6 })
        {
            var (words, logits, alone) = (Tokens(Batch * t), new float[Batch * t * 5], new float[Batch * t * 5]);
            session.Forward(words, t, logits);
            using var fresh = model.CreateSession(Batch);
            fresh.Forward(words, t, alone);
            Assert.Equal(alone, logits);

            // The samples of a batch do not see one another, wherever they lie.
            fresh.Forward(words.AsSpan(t, t), t, alone.AsSpan(0, t * 5));
            Assert.Equal(alone.AsSpan(0, t * 5), logits.AsSpan(t * 5, t * 5));
        }
    }

    [Fact]
    public void AnyLength_AllocatesNothing()
    {
        var model = new Tagger(1);
        using var session = model.CreateSession(Batch);
        using var trainer = model.CreateTrainer(new AdamW { LearningRate = 1e-3 }, Batch);
        var (words, label, logits) = (Tokens(Batch * 24), new int[Batch * 24], new float[Batch * 24 * 5]);
        void Calls()
        {
            for (var t = 2; t <= 24; t += 2)
            {
                session.Forward(words.AsSpan(0, Batch * t), t, logits.AsSpan(0, Batch * t * 5));
                trainer.Step(words.AsSpan(0, Batch * t), label.AsSpan(0, Batch * t), t);
            }
        }

        // The just-in-time compiler allocates on the thread that first takes a path: a round without any of it is the measure.
        var least = long.MaxValue;
        for (var round = 0; round < 4 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Calls();
            least = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Training_LearnsFromSequencesOfAllLengths()
    {
        var model = new Tagger(1);
        using var trainer = model.CreateTrainer(new Adam { LearningRate = 0.01 }, Batch);
        var random = new Random(1);
        float first = 0, last = 0;
        for (var step = 0; step < 300; step++)
        {
            var t = 2 * random.Next(1, 13);
            var words = Enumerable.Range(0, Batch * t).Select(_ => random.Next(20)).ToArray();
            last = trainer.Step(words, [.. words.Select(word => word % 5)], t);
            if (step == 0) first = last;
        }

        Assert.True(last < 0.05 && first > 1, $"the loss went from {first} to {last}");
    }

    [Fact]
    public void Summary_ShowsSymbolsAndTheirRange()
    {
        var text = Tagger.Info.Summary();
        Assert.StartsWith("Tagger: words [B, T] → logits [B, T, 5]\nT from 2 to 24 in steps of 2; operations and memory at the largest\n", text);
        Assert.Contains("[B, T, 8]", text);
        Assert.Equal(new DimensionInfo("T", "t", 2, 24, 2), Assert.Single(Tagger.Info.Dimensions));
    }

    private static int[] Tokens(int count) => [.. Enumerable.Range(0, count).Select(i => i * 7 % 20)];
}
