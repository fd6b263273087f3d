using System.Globalization;
using Sinter.Golden.Windows;

namespace Sinter.Golden;

/// <summary>
/// Convolutions, pools and borders along an extent that every call chooses against PyTorch: at three lengths forward, loss and every
/// gradient, and steps of an optimizer that take the lengths in turn.
/// </summary>
public sealed class WindowTests
{
    private const int Batch = 3;

    private static readonly GoldenFile Goldens = GoldenFile.Open("Windows");

    private static readonly Dictionary<string, Type> Networks = GoldenNetworks.In("Windows");

    public static TheoryData<string> Cases => [.. Networks.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryGolden_HasItsNetwork() => GoldenNetworks.AssertAreThoseOf(Networks, Goldens);

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndGradients_AreThoseOfPyTorchAtEveryLength(string name)
    {
        var network = new WindowedNetwork(Networks[name]);
        foreach (var threads in new[] { 1, 2 })
        {
            // A larger maxBatch than batch: offsets must follow the batch of the call. One session for all lengths, the longest not first.
            var (session, forward) = network.CreateSession(Batch + 1, threads);
            var (trainer, gradients, _) = network.CreateTrainer(new Sgd { LearningRate = 0 }, Batch + 1, threads);
            using (session)
            using (trainer)
            {
                var calls = Calls(name);
                Assert.Equal(3, calls.Length);
                foreach (var (key, sizes, input) in calls)
                {
                    var golden = Goldens[key + "/output"].Numbers;
                    var output = new float[golden.Length];
                    forward(input, sizes, output);
                    Close.To(golden, output, Close.Forward, $"{key} output");
                    Close.ToLoss(Goldens[key + "/loss"].Numbers[0], gradients(input, sizes), $"{key} loss");
                    Assert.Equal(
                        Goldens.Below(key + "/gradient/").Select(entry => entry.Key.Split(".sample")[0].Split(".summary")[0]).Distinct().Order(StringComparer.Ordinal),
                        network.Parameters.Select(parameter => parameter.Key).Order(StringComparer.Ordinal));
                    foreach (var gradient in trainer.Gradients) Close.ToSummary(Goldens, $"{key}/gradient/{gradient.Key}", gradient.Values, Close.Gradient);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void StepsOfAllLengths_FollowTheLossesOfPyTorch(string name)
    {
        var (trainer, _, step) = new WindowedNetwork(Networks[name]).CreateTrainer(new AdamW { LearningRate = 1e-3, WeightDecay = 0.01, DecayAll = true }, Batch);
        using (trainer)
        {
            var losses = Goldens[name + "/AdamW/losses"].Numbers;
            for (var index = 0; index < losses.Length; index++)
            {
                var (key, sizes, input) = Calls(name)[index % 3];
                Close.ToLoss(losses[index], step(input, sizes), $"{key}, loss of step {index + 1}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyLength_GivesTheBitsItGivesAloneOnAnyNumberOfThreads(string name)
    {
        var network = new WindowedNetwork(Networks[name]);
        foreach (var (key, sizes, input) in Calls(name))
        {
            var results = new List<float[]>();
            foreach (var threads in new[] { 1, 2, 3 })
            {
                var (session, forward) = network.CreateSession(Batch, threads);
                var (trainer, gradients, _) = network.CreateTrainer(new Sgd { LearningRate = 0 }, Batch, threads);
                using (session)
                using (trainer)
                {
                    // What other lengths have left in memory is nowhere read.
                    foreach (var (_, others, other) in threads == 1 ? [] : Calls(name))
                    {
                        forward(other, others, new float[Goldens[$"{name}/{Text(others)}/output"].Numbers.Length]);
                        gradients(other, others);
                    }

                    var output = new float[Goldens[key + "/output"].Numbers.Length];
                    forward(input, sizes, output);
                    results.Add([.. output, gradients(input, sizes), .. trainer.Gradients.SelectMany(gradient => gradient.Values.ToArray())]);
                }
            }

            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyLength_AllocatesNothing(string name)
    {
        var network = new WindowedNetwork(Networks[name]);
        var (session, forward) = network.CreateSession(Batch);
        var (trainer, _, step) = network.CreateTrainer(new AdamW { LearningRate = 1e-4 }, Batch);
        using (session)
        using (trainer)
        {
            var calls = Calls(name);
            var outputs = calls.Select(call => new float[Goldens[call.Key + "/output"].Numbers.Length]).ToArray();
            Assert.Equal(0, Allocation.Of(20, () =>
            {
                for (var index = 0; index < calls.Length; index++)
                {
                    forward(calls[index].Input, calls[index].Sizes, outputs[index]);
                    step(calls[index].Input, calls[index].Sizes);
                }
            }));
        }
    }

    // The shortest first, then the longest: memory that was planned for it is in use from then on.
    private static (string Key, int[] Sizes, float[] Input)[] Calls(string name)
    {
        var keys = Goldens.Names.Where(golden => golden.StartsWith(name + "/", StringComparison.Ordinal) && golden.EndsWith("/loss", StringComparison.Ordinal)).Select(golden => golden[..^5]);
        return [.. keys.Select(key => (key, Sizes: Sizes(key))).OrderBy(call => call.Sizes.Aggregate(1, (product, size) => product * size)).Select(call => (call.key, call.Sizes, Input(name, call.key, call.Sizes)))];
    }

    private static float[] Input(string name, string key, int[] sizes) =>
        Formula.Uniform(key + "/input", Batch * (name switch { "Temporal" => 5, "SameLength" or "Borders" or "Resampled" => 4, "SpeechEncoder" or "Spectrogram" => 16, "Vocoder" => 6, "WaveEncoder" => 1, "Separable" => 10, _ => 3 }) * sizes.Aggregate(1L, (product, size) => product * size), -1, 1);

    private static int[] Sizes(string key) => [.. key.Split('/')[1].Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];

    private static string Text(int[] sizes) => string.Join("x", sizes);
}
