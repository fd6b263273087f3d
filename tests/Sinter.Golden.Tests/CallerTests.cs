using System.Runtime.InteropServices;
using Sinter.Golden.Networks;

namespace Sinter.Golden;

/// <summary>What a caller supplies is right, or refused before anything changes: nothing of it indexes memory unchecked.</summary>
public sealed class CallerTests
{
    private static readonly TimeSpan RaceTime = TimeSpan.FromMilliseconds(200);

    public static TheoryData<string> Races => ["samples together", "samples in parts", "samples in parts on threads", "decoder", "trainer"];

    // Between a check of the caller's array and a copy of it another thread can change it; the copy is what must have been checked.
    [Theory]
    [MemberData(nameof(Races))]
    public void TokensThatChangeDuringACall_AreRightOrRefused(string form)
    {
        const int Outside = 600;
        var rows = new ManyRows(1);
        var few = new FewRows(1);
        var model = new Writer(1);
        using var decoder = model.CreateDecoder();
        using var trainer = few.CreateTrainer(new Sgd(), maxBatch: 1);
        var (calls, refused) = (0, 0);
        var (ids, output) = (new int[8 * 1024], new float[8 * 1024 * 16]);
        Action call = form switch
        {
            "samples together" => Forward(few.CreateSession(1024), (session, ids, output) => session.Forward(ids, output)),
            "samples in parts" => Forward(rows.CreateSession(8), (session, ids, output) => session.Forward(ids, output)),
            "samples in parts on threads" => Forward(rows.CreateSession(8, threads: 2), (session, ids, output) => session.Forward(ids, output)),
            "decoder" => () =>
            {
                decoder.Reset();
                decoder.Decode(ids.AsSpan(ids.Length - 24), output.AsSpan(0, 24 * 19));
                Assert.All(output[..(24 * 19)], value => Assert.True(float.IsFinite(value)));
            },
            _ => () =>
            {
                trainer.ComputeGradients(ids.AsSpan(ids.Length - 8), output.AsSpan(0, 8 * 16));
                var gradient = trainer.Gradients["table.weight"].Values;
                for (var i = 0; i < gradient.Length; i++) Assert.True(gradient[i] == 0 || i / 16 is 0 or 5);
            },
        };
        using var stop = new CancellationTokenSource();
        var other = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Volatile.Write(ref ids[^1], Outside);
                Volatile.Write(ref ids[^1], 5);
            }
        });
        other.Start();
        try
        {
            for (var start = DateTime.UtcNow; DateTime.UtcNow - start < RaceTime || refused == 0; calls++)
            {
                try
                {
                    call();
                }
                catch (ArgumentOutOfRangeException exception)
                {
                    Assert.Contains($"{ids.Length - 1 - (form == "decoder" ? ids.Length - 24 : form == "trainer" ? ids.Length - 8 : 0)}]' is {Outside}, but must be from 0 to", exception.Message, StringComparison.Ordinal);
                    refused++;
                }
            }
        }
        finally
        {
            stop.Cancel();
            other.Join();
        }

        Action Forward<TSession>(TSession session, Call<TSession> forward)
        {
            var table = form == "samples together" ? few.Parameters[0] : rows.Parameters[0];
            return () =>
            {
                forward(session, ids, output);
                for (var column = 0; column < 16; column++)
                {
                    // The last token was 5 at the time, or 0 before the other thread began.
                    var value = output[output.Length - 16 + column];
                    Assert.True(value == table.Values[(5 * 16) + column] || value == table.Values[column], $"{value} is not of the table");
                }
            };
        }
    }

    [Fact]
    public void ATokenOutsideTheTable_LeavesTheOutputAsItWas()
    {
        using var session = new ManyRows(1).CreateSession(8, threads: 2);
        var (ids, output) = (new int[8 * 1024], new float[8 * 1024 * 16]);
        foreach (var (place, token) in ((int, int)[])[(0, -1), (1024, 100), (8191, int.MinValue), (8191, int.MaxValue)])
        {
            Array.Clear(ids);
            ids[place] = token;
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => session.Forward(ids, output));
            Assert.StartsWith($"ManyRows: 'ids[{place}]' is {token}, but must be from 0 to 99.", exception.Message, StringComparison.Ordinal);
            Assert.All(output, value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [InlineData(255)]
    [InlineData(100_000_000)]
    [InlineData(-100)]
    [InlineData(4)]
    [InlineData(-1)]
    public void ALabelThatALossPassesOver_IsNoRowOfATable(int label)
    {
        var model = new Centres(1);
        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0.01 }, 2);
        var x = Enumerable.Range(0, 16).Select(i => i * 0.1f).ToArray();
        trainer.Step(x, [0, 3]);
        var before = model.Parameters.Select(parameter => parameter.Values.ToArray()).ToArray();
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(x, [0, label]));
        Assert.StartsWith($"Centres: 'label[1]' is {label}, but must be from 0 to 3.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Select(parameter => parameter.Values.ToArray()));
        Assert.Equal(1, trainer.StepCount);
    }

    [Fact]
    public void Lengths_AreFrom0ToTheSizeOfTheCall()
    {
        const int Batch = 2;
        string[] names = ["attended", "masked", "averaged", "ran"];
        var (open, constant) = (new OpenLengths(1), new FixedLengths(1));
        using var openSession = open.CreateSession(Batch);
        using var fixedSession = constant.CreateSession(Batch);
        using var openTrainer = open.CreateTrainer(new Sgd(), Batch);
        using var fixedTrainer = constant.CreateTrainer(new Sgd(), Batch);
        var (x, y) = (new float[Batch * 6 * 4], new float[Batch * 4]);
        for (var t = 1; t <= 6; t++)
        {
            for (var which = 0; which < names.Length; which++)
            {
                foreach (var length in (int[])[0, t, -1, t + 1, int.MinValue, int.MaxValue])
                {
                    var lengths = Enumerable.Range(0, names.Length).Select(name => name == which ? (int[])[t, length] : [t, t]).ToArray();
                    var sequence = x.AsMemory(0, Batch * t * 4);
                    Check("OpenLengths", () => openSession.Forward(sequence.Span, lengths[0], lengths[1], lengths[2], lengths[3], t, y));
                    Check("OpenLengths", () => openTrainer.Step(sequence.Span, lengths[0], lengths[1], lengths[2], lengths[3], y, t));
                    if (t != 3) continue;
                    Check("FixedLengths", () => fixedSession.Forward(sequence.Span, lengths[0], lengths[1], lengths[2], lengths[3], y));
                    Check("FixedLengths", () => fixedTrainer.Step(sequence.Span, lengths[0], lengths[1], lengths[2], lengths[3], y));

                    void Check(string network, Action call)
                    {
                        if (length >= 0 && length <= t)
                        {
                            call();
                            return;
                        }

                        var exception = Assert.Throws<ArgumentOutOfRangeException>(call);
                        Assert.StartsWith($"{network}: '{names[which]}[1]' is {length}, but must be from 0 to {t}.", exception.Message, StringComparison.Ordinal);
                    }
                }
            }
        }
    }

    [Fact]
    public void OutputsLieAcrossNothing()
    {
        const int Batch = 64, Pixels = 32 * 32, Length = Batch * 4 * Pixels;
        using var session = new Twofold(seed: 1).CreateSession(Batch);
        var x = Enumerable.Range(0, Length).Select(i => MathF.Sin(i)).ToArray();
        var (sum, mean) = (new float[Length], new float[Batch * Pixels]);
        session.Forward(x, sum, mean);

        var memory = new float[Length + 7];
        x.CopyTo(memory, 0);
        Refused("Twofold: 'sum' overlaps 'x'.", () => session.Forward(memory.AsSpan(0, Length), memory.AsSpan(7, Length), mean));
        Refused("Twofold: 'mean' overlaps 'x'.", () => session.Forward(memory.AsSpan(0, Length), sum, memory.AsSpan(memory.Length - (Batch * Pixels), Batch * Pixels)));
        Refused("Twofold: 'mean' overlaps 'sum'.", () => session.Forward(x, sum, sum.AsSpan(0, mean.Length)));
        Assert.Equal(x, memory[..Length]);

        // The very same memory is right: a sample is written when it has been read.
        var over = new float[mean.Length];
        session.Forward(memory.AsSpan(0, Length), memory.AsSpan(0, Length), over);
        Assert.Equal(sum, memory[..Length]);
        Assert.Equal(mean, over);

        using var rows = new FewRows(1).CreateSession();
        var floats = new float[8 * 16];
        Refused("FewRows: 'rows' overlaps 'ids'.", () => rows.Forward(MemoryMarshal.Cast<float, int>(floats.AsSpan(0, 8)), floats));

        static void Refused(string message, Action call) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneValueForEachChannel_HasNoStatistics()
    {
        var (x, y) = (new float[2 * 3 * 4], new float[2 * 3 * 4]);
        for (var i = 0; i < x.Length; i++) x[i] = i * i % 7;
        var (model, places) = (new Normed(1), new NormedPlaces(1));
        using var session = model.CreateSession();
        session.Forward(x.AsSpan(0, 3), 1, y.AsSpan(0, 3));
        using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 2);
        using var placesTrainer = places.CreateTrainer(new Sgd(), maxBatch: 2);

        // With one sample 'samples' has one value however many places there are; 'norm' has as many as there are places.
        var loss = trainer.ComputeGradients(x, y.AsSpan(0, 6), 4);
        var before = States(model);
        foreach (var t in (int[])[1, 4])
        {
            var exception = Assert.Throws<ArgumentException>(() => trainer.Step(x.AsSpan(0, 3 * t), y.AsSpan(0, 3), t));
            Assert.StartsWith($"Normed: '{(t == 1 ? "places" : "samples")}' normalises by the statistics of the batch and needs more than 1 value per channel when training, but this batch has 1.", exception.Message, StringComparison.Ordinal);
            Assert.Equal("x", exception.ParamName);
            Assert.Throws<ArgumentException>(() => trainer.ComputeGradients(x.AsSpan(0, 3 * t), y.AsSpan(0, 3), t));
        }

        Assert.Equal(before, States(model));
        Assert.Equal(0, trainer.StepCount);

        // Refused calls do not even cost the gradients computed before.
        trainer.ApplyGradients();
        Assert.NotEqual(before, States(model));
        Assert.Throws<ArgumentException>(() => placesTrainer.Step(x.AsSpan(0, 3), y.AsSpan(0, 3), 1));
        placesTrainer.Step(x.AsSpan(0, 6), y.AsSpan(0, 6), 2);
        placesTrainer.Step(x.AsSpan(0, 6), y.AsSpan(0, 6), 1);
        Assert.True(float.IsFinite(loss));

        static float[][] States(Normed model) => [.. model.States.Select(state => state.Values.ToArray())];
    }

    [Theory]
    [InlineData(0, 5, 5)]
    [InlineData(16_777_216, 5, 16_777_221)]
    [InlineData(9_007_199_254_740_993, 3, 9_007_199_254_740_996)]
    [InlineData(long.MaxValue - 1, 3, long.MaxValue)]
    public void Counters_CountEveryUse(long from, int steps, long to)
    {
        var path = Path.GetTempFileName();
        try
        {
            var model = new Normed(1);
            model.States["samples.num_batches_tracked"].CopyCountsFrom([from]);
            using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 2);
            float[] x = [1, 2, 3, 4, 5, 7];
            for (var step = 0; step < steps; step++) trainer.Step(x, x, 1);
            Assert.Equal(to, model.States["samples.num_batches_tracked"].Counts[0]);
            Assert.Equal((float)to, model.States["samples.num_batches_tracked"].Values[0]);
            Assert.Equal(2 * steps, model.States["shared.norm.num_batches_tracked"].Counts[0]);

            model.Save(path);
            var loaded = Normed.Load(path);
            Assert.Equal(to, loaded.States["samples.num_batches_tracked"].Counts[0]);
            trainer.SaveCheckpoint(path);
            using var resumed = loaded.CreateTrainer(new Sgd(), maxBatch: 2);
            resumed.Step(x, x, 1);
            resumed.LoadCheckpoint(path);
            Assert.Equal(to, loaded.States["samples.num_batches_tracked"].Counts[0]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private delegate void Call<TSession>(TSession session, ReadOnlySpan<int> ids, Span<float> output);
}
