using Sinter.Golden.Networks;

namespace Sinter.Golden;

/// <summary>A sequence that is continued call by call has the outputs of one forward pass over all of it.</summary>
public sealed class DecodingTests
{
    private const int Vocabulary = 19;

    public static TheoryData<int[]> Calls => new() { { [24] }, { [1, 1, 1, 1, 20] }, { [23, 1] }, { [7, 1, 1, 5, 1, 9] }, { [.. Enumerable.Repeat(1, 24)] } };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Calls_GiveWhatForwardGives(int[] calls)
    {
        var model = new Writer(seed: 3);
        var text = Text(24);
        var expected = Forward(model, text);
        using var decoder = model.CreateDecoder();
        AssertClose(expected, Decode(decoder, text, calls));
        Assert.Equal(24, decoder.Position);
    }

    [Fact]
    public void Reset_ForgetsWhatComesAfter()
    {
        var model = new Writer(seed: 3);
        using var decoder = model.CreateDecoder(threads: 2);
        Decode(decoder, [.. Text(12).Reverse()], [12]);
        decoder.Reset();
        var text = Text(24);
        Decode(decoder, [.. text[..9], 0, 1, 2], [9, 3]);
        decoder.Reset(9);
        AssertClose(Forward(model, text)[(9 * Vocabulary)..], Decode(decoder, text[9..], [1, 14]));
    }

    [Fact]
    public void Training_IsSeenByTheNextCall()
    {
        var model = new Writer(seed: 3);
        var text = Text(24);
        using var decoder = model.CreateDecoder();
        Decode(decoder, text, [24]);
        using (var trainer = model.CreateTrainer(new AdamW { LearningRate = 0.01f }, maxBatch: 1)) trainer.Step(text, Text(24), 24);
        var error = Assert.Throws<InvalidOperationException>(() => decoder.Decode([1], new float[Vocabulary]));
        Assert.Equal("Writer: the weights have changed since the first of the 24 places, and what the decoder keeps of them is of the old ones. Call Reset, and begin the sequence again.", error.Message);
        Assert.Equal(24, decoder.Position);
        decoder.Reset();
        AssertClose(Forward(model, text), Decode(decoder, text, [20, 4]));
    }

    [Fact]
    public void Calls_AllocateNothing()
    {
        using var decoder = new Writer(seed: 3).CreateDecoder();
        var logits = new float[Vocabulary];
        int[] token = [4];
        Assert.Equal(0, Allocation.Of(100, () =>
        {
            if (decoder.Position == decoder.Capacity) decoder.Reset();
            decoder.Decode(token, logits);
        }));
    }

    [Fact]
    public void Calls_AreCheckedBeforeAnythingChanges()
    {
        using var decoder = new Writer(seed: 3).CreateDecoder();
        var logits = new float[24 * Vocabulary];
        decoder.Decode(Text(20), logits.AsSpan(0, 20 * Vocabulary));
        Assert.Throws<ArgumentException>(() => decoder.Decode([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Decode([19], logits.AsSpan(0, Vocabulary)));
        Assert.Throws<ArgumentException>(() => decoder.Decode([1], logits));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Decode(Text(21), logits.AsSpan(0, 21 * Vocabulary)));
        Assert.StartsWith("Writer: 'text' has 21 places, but the decoder takes 20 at most now: it holds 40, of which 20 are taken, and a call takes up to 24.", error.Message, StringComparison.Ordinal);
        Assert.Equal(20, decoder.Position);
        decoder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => decoder.Decode([1], logits.AsSpan(0, Vocabulary)));
    }

    private static int[] Text(int length) => [.. Enumerable.Range(0, length).Select(i => i * i * 7 % Vocabulary)];

    private static float[] Forward(Writer model, int[] text)
    {
        using var session = model.CreateSession();
        var logits = new float[text.Length * Vocabulary];
        session.Forward(text, text.Length, logits);
        return logits;
    }

    private static float[] Decode(Writer.Decoder decoder, int[] text, int[] calls)
    {
        var logits = new float[text.Length * Vocabulary];
        var place = 0;
        foreach (var count in calls)
        {
            decoder.Decode(text.AsSpan(place, count), logits.AsSpan(place * Vocabulary, count * Vocabulary));
            place += count;
        }

        return logits;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        var tolerance = 1e-5f * expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
