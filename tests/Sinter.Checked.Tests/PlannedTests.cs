using Sinter.Runtime;

namespace Sinter.Checked;

/// <summary>What the checked build refuses, whoever does it.</summary>
public sealed class PlannedTests
{
    [Fact]
    public void AnElement_OutsideOfItsPlace_IsFound()
    {
        using var arena = new NativeArena(64);
        var place = arena.Start.At(16);
        Planned.Limit(ref place, 8, "eight");
        place[0] = 1;
        place[7] = 1;
        Assert.Equal("One element is read or written from index 8 to 8 of 'eight', for which 8 floats are planned.", FirstSentence(() => place[8] = 1));
        Assert.Equal("One element is read or written from index -1 to -1 of 'eight', for which 8 floats are planned.", FirstSentence(() => place[-1] = 1));
        Assert.Equal("One element is read or written from index 8 to 8 of 'eight', for which 8 floats are planned.", FirstSentence(() => place.At(5).AsIntegers()[3] = 1));
    }

    [Fact]
    public void APlace_OutsideOfItsArena_IsFound()
    {
        using var arena = new NativeArena(64);
        var frame = new Frame(new FrameArenas { Batched = arena.Start, Parameters = arena.Start }, Workers.Single, new CallSizes(2));
        frame.Batched(16, length: 32, "conv")[31] = 1;
        Assert.StartsWith("A place of 33 floats was planned for 'conv' from index 32 to 64 of 'an arena', for which 64 floats are planned.", Message(() => frame.Batched(16, length: 33, "conv")), StringComparison.Ordinal);
        Assert.StartsWith("4 floats are written from index 0 to 3 of 'weight', for which 8 floats are planned, to be read only.", Message(() => Transfer.Copy([1, 2, 3, 4], frame.Parameter(8, length: 8, "weight"))), StringComparison.Ordinal);
        Assert.Throws<PlannedRangeException>(() => frame.Batched(16, length: 8, "conv").At(4, length: 5));
    }

    [Fact]
    public void AnAddress_OfWhichNothingIsStated_IsOfNoUse()
    {
        Assert.Throws<PlannedRangeException>(() => default(FloatBuffer)[0]);
        Assert.Contains("for which no range is stated", Message(() => SimdScalar.Load(default(FloatBuffer), 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_ReadOnBehindThePlace_AndWriteItsPadding_AlongLoopsAlone()
    {
        using var arena = new NativeArena(64);
        var frame = new Frame(new FrameArenas { Fixed = arena.Start }, Workers.Single, new CallSizes(1));
        var value = frame.Fixed(16, length: 9, "value");
        Simd128.Store(Simd128.Load(value, 8), value, 12);
        Assert.Throws<PlannedRangeException>(() => Simd128.Load(value, 9));
        Assert.Throws<PlannedRangeException>(() => Simd128.Store(default, value, 13));
        var part = value.At(0, length: 9);
        Assert.Throws<PlannedRangeException>(() => Simd128.Store(default, part, 8));
        var borrowed = part;
        Planned.ExactReads(ref borrowed);
        Assert.Throws<PlannedRangeException>(() => Simd128.Load(borrowed, 8));
    }

    [Fact]
    public void AStep_ThatReadsTooFar_IsNamed_WhicheverThreadItRunsOn()
    {
        using var arena = new NativeArena(4096);
        var (output, input) = (arena.Start, arena.Start.At(2048));
        Planned.Limit(ref output, 2048, "output");
        Planned.Limit(ref input, 1024, "input");
        FloatBuffer[] places = [output, input];
        using var workers = Workers.CreatePrivate(3);
        foreach (var threads in new[] { Workers.Single, workers })
        {
            var message = Message(() => Fused.Run<ReadsTooFar>(threads, places, new CallSizes(1), 2048, 64, 1000));
            Assert.Contains("of 'input', for which 1,024 floats are planned.", message, StringComparison.Ordinal);
            Assert.Contains(" Step: ReadsTooFar.Run.", message, StringComparison.Ordinal);
        }

        // The threads are as free as before.
        Fused.Run<ReadsTooFar>(workers, places, new CallSizes(1), 1024, 64, 1000);
    }

    [Fact]
    public void WhatACallLeaves_TheNextDoesNotFind()
    {
        using var session = new Remembering().CreateSession();
        session.Forward();
        Assert.True(float.IsNaN(session.Forward()));
    }

    private static string FirstSentence(Action action) => Message(action) is var message ? message[..(message.IndexOf(". ", StringComparison.Ordinal) + 1)] : "";

    private static string Message(Action action) => Assert.Throws<PlannedRangeException>(action).Message;

    private static string Message(Func<object> action) => Message(() => { action(); });

    private readonly struct ReadsTooFar : IFusedStep
    {
        public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end)
            where V : struct, ISimd<V>
        {
            for (var i = begin; i < end; i += V.Count) V.Store(V.Load(operands[1], i), operands[0], i);
        }
    }

    /// <summary>A network by hand, whose call reads what the one before has written.</summary>
    private sealed class Remembering
    {
        private readonly Weights weights = new(
            new NetworkInfo
            {
                Name = "Remembering", Inputs = [], Outputs = [], Layers = [], Parameters = [], States = [], ParameterLength = 0, StateLength = 0, PreparedLength = 0,
                Preparation = ArenaPlan.Empty, Inference = new(0, 16, 0, 0),
            }, seed: 0, prepare: null);

        public Session CreateSession() => new(weights);

        public sealed class Session(Weights weights) : InferenceSession(weights, maxBatch: 1, threads: 1)
        {
            public float Forward()
            {
                var frame = Begin(fingerprint: 0, "x", 1, 1);
                var place = frame.Fixed(0, length: 1, "value");
                var before = place[0];
                place[0] = 1;
                End();
                return before;
            }
        }
    }
}
