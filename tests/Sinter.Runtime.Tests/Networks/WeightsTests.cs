using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Networks;

public class WeightsTests
{
    [Fact]
    public void The_seed_decides_the_values_and_the_padding_is_zero()
    {
        Assert.Equal(new ToyNetwork(7).Snapshot(), new ToyNetwork(7).Snapshot());
        Assert.NotEqual(new ToyNetwork(7).Snapshot(), new ToyNetwork(8).Snapshot());
        Assert.All(new ToyNetwork(7).Snapshot()[6..16], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Arenas_are_aligned()
    {
        var weights = new ToyNetwork().Weights;
        unsafe
        {
            Assert.Equal(0u, (nuint)weights.ParameterArena.Start.Pointer % 64);
            Assert.Equal(0u, (nuint)weights.StateArena.Start.Pointer % 64);
        }
    }

    [Theory]
    [InlineData(InitialDistribution.Constant, 0.25f, 0f, 0.25, 0.0)]
    [InlineData(InitialDistribution.Uniform, -1f, 3f, 1.0, 1.1547)]
    [InlineData(InitialDistribution.Normal, 0.5f, 2f, 0.5, 2.0)]
    [InlineData(InitialDistribution.TruncatedNormal, 0.5f, 2f, 0.5, 1.7592)]
    public void Distributions_have_their_moments(InitialDistribution distribution, float first, float second, double mean, double deviation)
    {
        const int Count = 50_000;
        var info = new NetworkInfo
        {
            Name = "One",
            Layers = [],
            Parameters = [new("w", [Count], 0, distribution, first, second, Decays: true)],
            ParameterLength = Count,
            Inference = ArenaPlan.Empty,
        };
        var values = new Weights(info, seed: 5, prepare: null).Parameters[0].Values.ToArray();
        Assert.Equal(mean, values.Average(), 0.04);
        Assert.Equal(deviation, Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2))), 0.04);
        if (distribution == InitialDistribution.Uniform) Assert.All(values, value => Assert.InRange(value, first, second));
        if (distribution == InitialDistribution.TruncatedNormal) Assert.All(values, value => Assert.InRange(value, mean - 4, mean + 4));
    }

    [Fact]
    public void Parameters_are_found_by_name_and_by_position()
    {
        var parameters = new ToyNetwork().Weights.Parameters;
        Assert.Equal(["fc.weight", "fc.bias", "fc.scale", "table"], parameters.Select(parameter => parameter.Key));
        Assert.Equal([2, 3], parameters["fc.weight"].Shape.ToArray());
        Assert.Equal("fc.bias [2]", parameters[1].ToString());
        Assert.True(parameters.TryGet("table", out var table));
        Assert.Equal(30_000, table.Length);
        Assert.False(parameters.TryGet("nothing", out _));
        var missing = Assert.Throws<KeyNotFoundException>(() => parameters["nothing"]);
        Assert.Equal("Toy has no tensor 'nothing'. It has: fc.weight, fc.bias, fc.scale, table.", missing.Message);
    }

    [Fact]
    public void Writing_the_wrong_number_of_values_writes_none()
    {
        var weights = new ToyNetwork(1).Weights;
        var before = weights.Version;
        var exception = Assert.Throws<ArgumentException>(() => weights.Parameters["fc.weight"].CopyFrom([1, 2]));
        Assert.StartsWith("Toy: 'fc.weight' [2, 3] holds 6 values, but 2 were given.", exception.Message);
        Assert.Equal(before, weights.Version);
    }

    [Fact]
    public void Values_stay_readable_when_the_network_is_gone()
    {
        var values = Values();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(2, values[0]);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static ReadOnlySpan<float> Values() => new ToyNetwork(1).Weights.Parameters["fc.scale"].Values;
    }

    [Fact]
    public void Whatever_runs_while_weights_are_loaded_the_next_call_has_the_new_ones_alone()
    {
        using var folder = new Checkpoints.TemporaryFolder();
        float[] x = [1, 2, 3];
        var expected = new float[2][];
        for (var i = 0; i < 2; i++)
        {
            var source = new ToyNetwork((ulong)i + 1);
            source.Weights.Save(folder[$"{i}"]);
            expected[i] = new float[2];
            source.CreateSession().Forward(x, expected[i]);
        }

        var model = new ToyNetwork();
        using var stop = new CancellationTokenSource();
        var threads = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            using var session = model.CreateSession();
            var y = new float[2];
            while (!stop.IsCancellationRequested) session.Forward(x, y);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        using var own = model.CreateSession();
        var actual = new float[2];
        for (var i = 0; i < 60; i++)
        {
            model.Weights.Load(folder[$"{i % 2}"]);
            own.Forward(x, actual);
            Assert.Equal(expected[i % 2], actual);
        }

        stop.Cancel();
        threads.ForEach(thread => thread.Join());
    }

    [Fact]
    public void The_default_parameter_holds_nothing_and_says_so()
    {
        var none = default(NetworkParameter);
        Assert.Equal((" []", "", 0L, 0, 0, 0), (none.ToString(), none.Key, none.Length, none.Shape.Length, none.Values.Length, none.Counts.Length));
        none.CopyFrom([]);
        var refused = Assert.Throws<ArgumentException>(() => default(NetworkParameter).CopyFrom([1]));
        Assert.StartsWith("default(NetworkParameter): '' [] holds 0 values, but 1 were given.", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => default(NetworkParameter).CopyCountsFrom([1]));
    }

    [Fact]
    public void The_summary_lines_up()
    {
        const string Expected = """
            Toy: x [B, 3], target [B, 2], label [B] → y [B, 2]

            Layer   Kind      Output   Parameters   FLOPs/sample   Sees
            ───────────────────────────────────────────────────────────
            head              [B, 2]
              fc    Linear    [B, 2]            9             14
            table   Penalty   [1]          30,000         60,000    3x5
            ───────────────────────────────────────────────────────────
            Total                          30,009         60,014

            Memory                       Fixed   Per sample   Unplanned   Saved
            ───────────────────────────────────────────────────────────────────
            Parameters               117.2 KiB
            States                        16 B
            Prepared for inference        24 B
            Inference                     16 B        128 B       208 B     31%
            Training                      64 B        192 B       448 B     43%

            """;
        Assert.Equal(Expected, ToyNetwork.Info.Summary());
        Assert.Equal(30_009, ToyNetwork.Info.ParameterCount);
    }
}
