using Sinter.Runtime;
using Sinter.Tests.Checkpoints;
using Xunit;

namespace Sinter.Tests.Networks;

/// <summary>What begins as a call of one thread ends as that, whatever other threads, the caller's memory or the call itself do.</summary>
public class CallTests
{
    private static readonly float[] X = [1, 2, 3, -1, 0.5f, 0];
    private static readonly float[] Target = [1, 0, 0, 1];
    private static readonly int[] Label = [3, -100];

    [Fact]
    public void A_session_that_is_taken_is_touched_by_no_other_thread()
    {
        var model = new ToyNetwork(seed: 1);
        using var folder = new TemporaryFolder();
        using var session = model.CreateSession(maxBatch: 2);
        using var trainer = model.CreateTrainer(new Adam(), maxBatch: 2);
        trainer.Step(X, Target, Label);
        trainer.SaveCheckpoint(folder["before"]);
        using var decoder = new Places(model.Weights, capacity: 8);
        decoder.Decode(3);
        const string Busy = "is in the middle of a call, on another thread or around this one.";
        During(() => session.Forward(X, new float[4]), $"Toy: this session {Busy}", () => session.Forward(X, new float[4]));
        Action[] others =
        [
            () => trainer.Step(X, Target, Label), () => trainer.ComputeGradients(X, Target, Label), trainer.ApplyGradients,
            () => trainer.SaveCheckpoint(folder["during"]), () => trainer.LoadCheckpoint(folder["before"]),
        ];
        During(() => trainer.Step(X, Target, Label), $"Toy: this trainer {Busy}", others);
        During(() => trainer.ComputeGradients(X, Target, Label), $"Toy: this trainer {Busy}", others);
        During(() => decoder.Decode(2), $"Toy: this decoder {Busy}", () => decoder.Decode(1), () => decoder.Decode(100), () => decoder.Reset(), () => decoder.Reset(100));
        Assert.Equal((2L, 5), (trainer.StepCount, decoder.Position));
        Assert.Equal(["before"], folder.Files);
    }

    [Fact]
    public void Two_threads_never_decode_beyond_the_capacity()
    {
        using var decoder = new Places(new ToyNetwork().Weights, capacity: 64);
        for (var round = 0; round < 300; round++)
        {
            using var start = new Barrier(2);
            var threads = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 20; i++)
                {
                    try
                    {
                        decoder.Decode(31);
                    }
                    catch (InvalidOperationException)
                    {
                    }
                    catch (ArgumentOutOfRangeException)
                    {
                        break;
                    }
                }
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            Assert.InRange(decoder.Furthest, 0, 64);
            decoder.Reset();
        }
    }

    [Fact]
    public void What_a_call_throws_in_its_middle_gives_the_session_back()
    {
        var model = new ToyNetwork(seed: 1);
        var session = model.CreateSession(maxBatch: 2);
        using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 2);
        using var decoder = new Places(model.Weights, capacity: 8);
        var y = new float[4];
        Fails(() => session.Forward(X, y));
        Assert.Equal(new float[4], y);
        session.Forward(X, y);
        var before = model.Snapshot();
        Fails(() => trainer.Step(X, Target, Label));
        Assert.Equal(before, model.Snapshot());
        Assert.Throws<InvalidOperationException>(trainer.ApplyGradients);
        trainer.Step(X, Target, Label);
        Fails(() => decoder.Decode(1));
        Assert.Equal(0, decoder.Position);

        // Whoever disposes it meanwhile does not free what the call still uses, and the memory is freed once.
        ToyNetwork.During = () =>
        {
            session.Dispose();
            throw new TimeoutException();
        };
        Fails(() => session.Forward(X, y), keep: true);
        Assert.Throws<ObjectDisposedException>(() => session.Forward(X, y));
        session.Dispose();

        static void Fails(Action call, bool keep = false)
        {
            if (!keep) ToyNetwork.During = () => throw new TimeoutException();
            try
            {
                Assert.Throws<TimeoutException>(call);
            }
            finally
            {
                ToyNetwork.During = null;
            }
        }
    }

    [Fact]
    public void Code_that_was_changed_does_not_run_on_memory_planned_for_another()
    {
        var model = new ToyNetwork(seed: 1);
        using var session = model.CreateSession();
        var y = new float[2];
        session.Fingerprint++;
        var prepared = ToyNetwork.Preparations;
        var exception = Assert.Throws<InvalidOperationException>(() => session.Forward([1, 2, 3], y));
        Assert.Equal("Toy: the network was changed while the program ran, and its memory is planned for what it was. Restart the program.", exception.Message);
        Assert.Equal((prepared, 0f, 0f), (ToyNetwork.Preparations, y[0], y[1]));
        session.Fingerprint--;
        session.Forward([1, 2, 3], y);
        Assert.NotEqual(0, y[0]);
    }

    [Fact]
    public void An_output_may_be_written_over_an_input_but_not_across_it()
    {
        using var checks = new Checks(new ToyNetwork().Weights);
        var memory = new float[64];
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var (inputLength, outputLength) = (random.Next(1, 20), random.Next(1, 20));
            var (input, output) = (random.Next(64 - inputLength + 1), random.Next(64 - outputLength + 1));
            if (i % 10 == 0) (output, outputLength) = (input, inputLength);
            var overlaps = input < output + outputLength && output < input + inputLength;
            var isSame = (input, inputLength) == (output, outputLength);
            Assert.Equal(!overlaps || isSame, Passes(() => checks.Apart(memory.AsSpan(input, inputLength), memory.AsSpan(output, outputLength))));
            Assert.Equal(!overlaps || isSame, Passes(() => checks.TokensApart(memory.AsSpan(input, inputLength), memory.AsSpan(output, outputLength))));
            Assert.Equal(!overlaps, Passes(() => checks.OutputsApart(memory.AsSpan(input, inputLength), memory.AsSpan(output, outputLength))));
        }

        var exception = Assert.Throws<ArgumentException>(() => checks.Apart(memory.AsSpan(0, 8), memory.AsSpan(7, 8)));
        Assert.StartsWith("Toy: 'y' overlaps 'x'. Pass an output memory of its own.", exception.Message);
        Assert.Equal("y", exception.ParamName);

        bool Passes(Action check)
        {
            try
            {
                check();
                return true;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void An_output_over_its_input_gives_what_an_output_of_its_own_gives()
    {
        using var session = new ToyNetwork(seed: 1).CreateSession(maxBatch: 2);
        var (expected, memory) = (new float[4], (float[])[.. X, 0]);
        session.Forward(X, expected);
        Assert.Throws<ArgumentException>(() => session.Forward(memory.AsSpan(0, 6), memory.AsSpan(0, 4)));
        Assert.Throws<ArgumentException>(() => session.Forward(memory.AsSpan(0, 6), memory.AsSpan(3, 4)));
        Assert.Equal(X, memory[..6]);
        session.Forward(memory.AsSpan(0, 6), expected);
    }

    // Runs actions on another thread in the middle of a call, which all must be refused.
    private static void During(Action call, string message, params Action[] others)
    {
        var (refused, failure) = (0, (Exception?)null);
        ToyNetwork.During = () =>
        {
            var thread = new Thread(() =>
            {
                try
                {
                    foreach (var other in others)
                    {
                        Assert.StartsWith(message, Assert.Throws<InvalidOperationException>(other).Message);
                        refused++;
                    }
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            });
            thread.Start();
            thread.Join();
        };
        try
        {
            call();
        }
        finally
        {
            ToyNetwork.During = null;
        }

        Assert.Null(failure);
        Assert.Equal(others.Length, refused);
    }

    /// <summary>A decoder that computes nothing.</summary>
    private sealed class Places(Weights weights, int capacity) : DecodingSession(Growing(weights), capacity, threads: 1)
    {
        private int furthest;

        public int Furthest => furthest;

        public void Decode(int places)
        {
            var frame = Begin(ToyNetwork.Info.Fingerprint, "x", places, 1);
            try
            {
                ToyNetwork.During?.Invoke();
                furthest = Math.Max(furthest, (int)frame.Size(2));
                Advance(frame.Size(0));
            }
            finally
            {
                End();
            }
        }

        private static Weights Growing(Weights weights) => new(
            new NetworkInfo
            {
                Name = "Toy",
                Fingerprint = ToyNetwork.Info.Fingerprint,
                Layers = [],
                Parameters = weights.Info.Parameters,
                ParameterLength = weights.Info.ParameterLength,
                Dimensions = [new("T", "t", Min: 1, Max: 64)],
                Inference = ArenaPlan.Empty,
                Decoding = ArenaPlan.Empty,
            }, prepare: null);
    }

    /// <summary>The checks of a session.</summary>
    private sealed class Checks(Weights weights) : InferenceSession(weights, 1, 1)
    {
        public void Apart(ReadOnlySpan<float> x, Span<float> y) => CheckApart(nameof(x), x, nameof(y), y);

        public void TokensApart(Span<float> x, Span<float> y) => CheckApart<int>(nameof(x), System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(x), nameof(y), y);

        public void OutputsApart(Span<float> x, Span<float> y) => CheckApart(nameof(x), x, nameof(y), y);
    }
}
