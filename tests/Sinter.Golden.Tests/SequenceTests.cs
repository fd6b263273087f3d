namespace Sinter.Golden;

/// <summary>Recurrent networks against PyTorch: names, forward, loss, every gradient, and ten steps of AdamW.</summary>
public sealed class SequenceTests
{
    private const int Steps = 6, Features = 4;

    private static readonly int[] Sizes = [5, 3];

    private static readonly int[][] Lengths = [[4, 6, 1, 3, 6], [2, 6, 5]];

    private static readonly GoldenFile Goldens = GoldenFile.Open("Sequences");

    private static readonly Dictionary<string, Type> Networks = GoldenNetworks.In("Sequences");

    public static TheoryData<string> Cases => [.. Networks.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryGolden_HasItsNetwork() => GoldenNetworks.AssertAreThoseOf(Networks, Goldens);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameters_HaveTheNamesOfTheStateDict(string name) =>
        Assert.Equal(
            Goldens.Below(name + "/gradient/").Select(entry => entry.Key).Order(StringComparer.Ordinal),
            Create(name).Parameters.Select(parameter => parameter.Key).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndGradients_AreThoseOfPyTorch(string name)
    {
        var golden = Goldens[name + "/output"];
        var model = Create(name);
        var (input, target) = Batch(name, 1);

        // A larger maxBatch than batch: offsets must follow the batch of the call.
        using var session = model.CreateSession(Sizes[0] + 1);
        Close.To(golden.Numbers, session.Forward(input, golden.Numbers.Length), Close.Forward, $"{name} output");

        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0 }, Sizes[0] + 1);
        Close.ToLoss(Goldens[name + "/loss"].Numbers[0], trainer.ComputeGradients(input, target), $"{name} loss");
        foreach (var (key, gradient) in Goldens.Below(name + "/gradient/")) Close.To(gradient.Numbers, trainer.Gradients[key].Values, Close.Gradient, $"{name} gradient of {key}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TenSteps_FollowTheLossesOfPyTorch(string name)
    {
        var model = Create(name);
        var losses = Goldens[name + "/AdamW/losses"].Numbers;
        using (var trainer = model.CreateTrainer(new AdamW { LearningRate = 1e-3, WeightDecay = 0.01, DecayAll = true }, Sizes[0]))
        {
            for (var step = 0; step < losses.Length; step++)
            {
                var (input, target) = Batch(name, 1 + (step % 2));
                Close.ToLoss(losses[step], trainer.Step(input, target), $"{name}, loss of step {step + 1}");
            }
        }

        var output = Goldens[name + "/AdamW/output"].Numbers;
        using var session = model.CreateSession(Sizes[0]);
        Close.To(output, session.Forward(Batch(name, 1).Input, output.Length), Close.Loss, $"{name} output after ten steps");
    }

    [Theory]
    [InlineData("LstmStackedBidirectionalLengths")]
    [InlineData("SelectiveStateSpace")]
    [InlineData("AdditiveAttention")]
    public void ForwardAndStep_AllocateNothing(string name)
    {
        var model = Create(name);
        var (input, target) = Batch(name, 1);
        var output = new float[Goldens[name + "/output"].Numbers.Length];
        using var session = model.CreateSession(Sizes[0]);
        using var trainer = model.CreateTrainer(new AdamW { LearningRate = 1e-4 }, Sizes[0]);
        Assert.Equal(0, Allocation.Of(100, () => session.Forward(input, output.AsSpan())));
        Assert.Equal(0, Allocation.Of(100, () => trainer.Step(input, target)));
    }

    private static NetworkUnderTest Create(string name)
    {
        var model = NetworkUnderTest.Create(Networks[name]);
        foreach (var parameter in model.Parameters) parameter.CopyFrom(Formula.Weight($"{name}/{parameter.Key}", parameter.Shape));
        return model;
    }

    private static (GoldenTensor Input, GoldenTensor Target) Batch(string name, int number)
    {
        var (size, batch) = (Sizes[number - 1], $"{name}/batch{number}");
        var width = Goldens[name + "/output"].Numbers.Length / Sizes[0];
        var input = GoldenTensor.Of(batch, Formula.Uniform(batch + "/input", size * Steps * Features, -1, 1)) with { Integers = Lengths[number - 1] };
        return (input, GoldenTensor.Of(batch, Formula.Uniform(batch + "/target", size * width, -1, 1)));
    }
}
