namespace Sinter.Golden;

/// <summary>What must hold for any network besides its numbers: no allocation, and the same bits for any thread count.</summary>
public sealed class SessionTests
{
    public static TheoryData<string, int> NetworksAndThreads
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var network in NetworkCase.Names)
            {
                data.Add(network, 1);
                data.Add(network, 2);
            }

            return data;
        }
    }

    public static TheoryData<string> Networks => [.. NetworkCase.Names];

    [Theory]
    [MemberData(nameof(NetworksAndThreads))]
    public void HundredForwards_AllocateNothing(string name, int threads)
    {
        var network = NetworkCase.Of(name);
        var image = network.Batch(1).Image;
        var output = new float[network.Goldens["inference/output"].Numbers.Length];
        using var session = network.Create().CreateSession(NetworkCase.MaxBatch, threads);
        Assert.Equal(0, Allocation.Of(100, () => session.Forward(image, output.AsSpan())));
    }

    [Theory]
    [MemberData(nameof(NetworksAndThreads))]
    public void HundredSteps_AllocateNothing(string name, int threads)
    {
        var network = NetworkCase.Of(name);
        var (image, label) = network.Batch(1);
        using var trainer = network.Create().CreateTrainer(new AdamW { LearningRate = 1e-4 }, NetworkCase.MaxBatch, threads);
        Assert.Equal(0, Allocation.Of(100, () => trainer.Step(image, label)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void OneThreadAndTwo_GiveTheSameBits(string name)
    {
        const int Size = 32;
        var network = NetworkCase.Of(name);
        var (image, label) = network.Batch(1, Size);
        var (one, two) = (network.Create(), network.Create());
        var differences = new List<string?>();
        differences.Add(Close.DifferenceOfBits(network.Forward(one, image, threads: 1), network.Forward(two, image, threads: 2), "output"));
        using var alone = one.CreateTrainer(new Adam { LearningRate = 1e-3 }, Size, threads: 1);
        using var together = two.CreateTrainer(new Adam { LearningRate = 1e-3 }, Size, threads: 2);
        for (var step = 1; step <= 3; step++)
        {
            differences.Add(Close.DifferenceOfBits([alone.Step(image, label)], [together.Step(image, label)], $"loss of step {step}"));
            foreach (var gradient in alone.Gradients) differences.Add(Close.DifferenceOfBits(gradient.Values, together.Gradients[gradient.Key].Values, $"gradient of {gradient.Key} in step {step}"));
            differences.RemoveAll(difference => difference is null);
            Assert.True(differences.Count == 0, $"{name}: {string.Join("; ", differences)}");
        }

        foreach (var parameter in one.Parameters) Assert.Null(Close.DifferenceOfBits(parameter.Values, two.Parameters[parameter.Key].Values, $"{name} {parameter.Key}"));
    }
}
