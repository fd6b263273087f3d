using System.Runtime.InteropServices;
using Sinter.Golden.Networks;

namespace Sinter.Golden;

/// <summary>Outputs of integers: what <c>argmax</c>, <c>argmin</c> and <c>topk</c> give in PyTorch, beside floats, in batches, and call by call.</summary>
public sealed class IntegerOutputTests
{
    private const int Batch = 4;

    private static readonly GoldenFile Goldens = GoldenFile.Open("Integers");

    private static Chooser Model()
    {
        var model = new Chooser();
        foreach (var parameter in model.Parameters) parameter.CopyFrom(Formula.Weight($"Chooser/{parameter.Key}", parameter.Shape));
        return model;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Places_AreThoseOfPyTorch(int threads)
    {
        var x = Formula.Uniform("Chooser/x", Batch * 5 * 4, -1, 1);
        var (scores, best, top, places, least) = (new float[Batch * 30], new int[Batch * 5], new float[Batch * 18], new int[Batch * 18], new int[Batch * 6]);
        using var session = Model().CreateSession(Batch + 1, threads);
        session.Forward(x, scores, best, top, places, least);
        Close.To(Goldens["Chooser/scores"].Numbers, scores, Close.Forward, "scores");
        Close.To(Goldens["Chooser/top"].Numbers, top, Close.Forward, "top");
        Assert.Equal(Goldens["Chooser/best"].Integers, best);
        Assert.Equal(Goldens["Chooser/places"].Integers, places);
        Assert.Equal(Goldens["Chooser/least"].Integers, least);
        Assert.Equal(0, Allocation.Of(20, () => session.Forward(x, scores, best, top, places, least)));
    }

    [Fact]
    public void LargeBatches_HaveTheIntegersOfEachSample()
    {
        const int Many = 3000;
        var model = Model();
        var x = Formula.Uniform("many", Many * 20, -1, 1);
        var (scores, best, top, places, least) = (new float[Many * 30], new int[Many * 5], new float[Many * 18], new int[Many * 18], new int[Many * 6]);
        using var session = model.CreateSession(Many, threads: 2);
        session.Forward(x, scores, best, top, places, least);
        for (var row = 0; row < Many * 5; row++)
        {
            var classes = scores.AsSpan(row * 6, 6);
            Assert.Equal(PlaceOfLargest(classes), best[row]);
        }

        static int PlaceOfLargest(ReadOnlySpan<float> values)
        {
            var best = 0;
            for (var i = 1; i < values.Length; i++)
            {
                if (values[i] > values[best]) best = i;
            }

            return best;
        }
    }

    [Fact]
    public void Arguments_AreChecked()
    {
        using var session = Model().CreateSession(1);
        var (x, scores, best, top, places, least) = (new float[20], new float[30], new int[5], new float[18], new int[18], new int[6]);
        Assert.StartsWith("Chooser: 'best' has 4 values", Assert.Throws<ArgumentException>(() => session.Forward(x, scores, best.AsSpan(1), top, places, least)).Message, StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentException>(() => session.Forward(x, scores, MemoryMarshal.Cast<float, int>(scores.AsSpan(3, 5)), top, places, least));
        Assert.StartsWith("Chooser: 'best' overlaps 'scores'", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => session.Forward(x, scores, best, top, places, places.AsSpan(0, 6)));
        Assert.StartsWith("Chooser: 'least' overlaps 'places'", error.Message, StringComparison.Ordinal);
        Assert.Equal([false, true, false, true, true], Chooser.Info.Outputs.Select(output => output.IsTokens));
    }

    [Fact]
    public void ASingleOutput_IsASpanOfIntegers()
    {
        var model = new Classifier();
        model.Parameters["fc.weight"].CopyFrom([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
        model.Parameters["fc.bias"].CopyFrom([0, 0, 0.5f]);
        var label = new int[3];
        using var session = model.CreateSession(3);
        session.Forward([1, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0], label);
        Assert.Equal([0, 1, 2], label);
        Assert.Equal("label", Assert.Single(Classifier.Info.Outputs).Name);
    }

    [Fact]
    public void TokensGivenThrough_AndPlaces_AreTheSameCallByCall()
    {
        var model = new NextToken(5);
        int[] text = [3, 18, 0, 7, 7, 1, 12];
        var (given, next) = (new int[7], new int[7]);
        using (var session = model.CreateSession(1)) session.Forward(text, 7, given, next);
        Assert.Equal(text, given);
        using var decoder = model.CreateDecoder();
        var (givenByCall, nextByCall) = (new int[7], new int[7]);
        decoder.Decode(text.AsSpan(0, 4), givenByCall.AsSpan(0, 4), nextByCall.AsSpan(0, 4));
        for (var place = 4; place < 7; place++) decoder.Decode(text.AsSpan(place, 1), givenByCall.AsSpan(place, 1), nextByCall.AsSpan(place, 1));
        Assert.Equal(given, givenByCall);
        Assert.Equal(next, nextByCall);
        Assert.True(next.Distinct().Count() > 1);
    }

    // As x.int() in PyTorch, which leaves open what becomes of what is no integer.
    [Fact]
    public void WhatIsBehindThePoint_IsLeftOut()
    {
        float[] x = [-2.75f, 2.75f, -0.5f, 16_777_216, 1, float.NaN, 1e20f, -3e9f, float.PositiveInfinity, float.NegativeInfinity];
        var (integers, numbers, oneHot) = (new int[10], new float[10], new float[30]);
        using var session = new Fractions().CreateSession(10);
        session.Forward(x, integers, numbers, oneHot);
        Assert.Equal([-2, 2, 0, 16_777_216, 1, 0, int.MaxValue, int.MinValue, int.MaxValue, int.MinValue], integers);
        Assert.Equal([-2, 2, 0, 16_777_216, 1, float.NaN, 1e20f, -3e9f, float.PositiveInfinity, float.NegativeInfinity], numbers);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0], oneHot[..15]);
        Assert.Equal(new float[15], oneHot[15..]);
    }

    [Fact]
    public void TokensGivenThrough_AreNotRounded()
    {
        int[] x = [0, -1, 16_777_217, int.MaxValue, int.MinValue, 2_147_483_001];
        var (same, next, again) = (new int[6], new float[6], new int[6]);
        using var session = new GivenThrough().CreateSession(2);
        session.Forward(x, same, next, again);
        Assert.Equal(x, same);
        Assert.Equal(x, again);
        Assert.Equal([1, 0, 16_777_217], next[..3]);
        Assert.Equal(0, Allocation.Of(20, () => session.Forward(x, same, next, again)));

        session.Forward(x, [1, 2, 3, 4.5f, -5, 6], same, next, again);
        Assert.Equal(x, same);
        Assert.Equal([1, 2, 3, 4, -5, 6], again);

        // Into the very memory they come from.
        session.Forward(x, x, next, again);
        Assert.Equal(same, x);
    }
}
