namespace Sinter.Golden;

/// <summary>Attention, Transformers and positions against PyTorch: names in their order, forward, loss, every gradient, and ten steps of AdamW.</summary>
public sealed class AttentionTests
{
    private static readonly int[] Sizes = [5, 3];

    private static readonly int[][] Lengths = [[4, 5, 1, 3, 5], [2, 5, 4]];

    private static readonly GoldenFile Goldens = GoldenFile.Open("Attentions");

    private static readonly Dictionary<string, Type> Networks = GoldenNetworks.In("Attentions");

    public static TheoryData<string> Cases => [.. Networks.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryGolden_HasItsNetwork() => GoldenNetworks.AssertAreThoseOf(Networks, Goldens);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameters_HaveTheNamesAndTheOrderOfTheStateDict(string name)
    {
        // The probe is no part of the layer.
        static IEnumerable<string> Keys(IEnumerable<string> keys) => keys.Where(key => key is not ("probe" or "shared"));
        Assert.Equal(
            Keys(Goldens.Below(name + "/place/").OrderBy(entry => entry.Tensor.Integers[0]).Select(entry => entry.Key)),
            Keys(Create(name).Parameters.Select(parameter => parameter.Key)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndGradients_AreThoseOfPyTorch(string name)
    {
        var model = Create(name);
        var (input, target) = Batch(name, 1);

        // A larger maxBatch than batch: offsets must follow the batch of the call.
        using var session = model.CreateSession(Sizes[0] + 1);
        Close.ToSummary(Goldens, name + "/output", session.Forward(input, target.Numbers.Length), Close.Forward);

        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0 }, Sizes[0] + 1);
        Close.ToLoss(Goldens[name + "/loss"].Numbers[0], trainer.ComputeGradients(input, target), $"{name} loss");
        foreach (var gradient in trainer.Gradients) Close.ToSummary(Goldens, $"{name}/gradient/{gradient.Key}", gradient.Values, Close.Gradient);
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

        var first = Batch(name, 1);
        using var session = model.CreateSession(Sizes[0]);
        Close.ToSummary(Goldens, name + "/AdamW/output", session.Forward(first.Input, first.Target.Numbers.Length), Close.Loss);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndStep_AllocateNothing(string name)
    {
        var model = Create(name);
        var (input, target) = Batch(name, 1);
        var output = new float[target.Numbers.Length];
        using var session = model.CreateSession(Sizes[0]);
        using var trainer = model.CreateTrainer(new AdamW { LearningRate = 1e-4 }, Sizes[0]);
        Assert.Equal(0, Allocation.Of(20, () => session.Forward(input, output.AsSpan())));
        Assert.Equal(0, Allocation.Of(20, () => trainer.Step(input, target)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OneThreadAndTwo_GiveTheSameBits(string name)
    {
        var (one, two) = (Create(name), Create(name));
        var (input, target) = Batch(name, 1);
        using (var alone = one.CreateSession(Sizes[0], threads: 1))
        using (var together = two.CreateSession(Sizes[0], threads: 2))
            Assert.Null(Close.DifferenceOfBits(alone.Forward(input, target.Numbers.Length), together.Forward(input, target.Numbers.Length), $"{name} output"));

        using var single = one.CreateTrainer(new AdamW { LearningRate = 1e-3 }, Sizes[0], threads: 1);
        using var pair = two.CreateTrainer(new AdamW { LearningRate = 1e-3 }, Sizes[0], threads: 2);
        for (var step = 0; step < 2; step++)
        {
            Assert.Null(Close.DifferenceOfBits([single.Step(input, target)], [pair.Step(input, target)], $"{name} loss"));
            foreach (var gradient in single.Gradients) Assert.Null(Close.DifferenceOfBits(gradient.Values, pair.Gradients[gradient.Key].Values, $"{name} gradient of {gradient.Key}"));
        }
    }

    private static NetworkUnderTest Create(string name)
    {
        var model = NetworkUnderTest.Create(Networks[name]);
        foreach (var parameter in model.Parameters)
        {
            var values = Formula.Weight($"{name}/{parameter.Key}", parameter.Shape);

            // Of a normalisation: around 1.
            if (parameter.Shape.Length == 1 && parameter.Key.EndsWith("weight", StringComparison.Ordinal)) values = [.. values.Select(value => value + 1)];
            parameter.CopyFrom(values);
        }

        return model;
    }

    private static (GoldenTensor Input, GoldenTensor Target) Batch(string name, int number)
    {
        var (size, batch) = (Sizes[number - 1], $"{name}/batch{number}");
        var (inputs, outputs) = (Length("input"), Length("output"));
        var input = GoldenTensor.Of(batch, Formula.Uniform(batch + "/input", (long)size * inputs, -1, 1)) with { Integers = Lengths[number - 1] };
        return (input, GoldenTensor.Of(batch, Formula.Uniform(batch + "/target", (long)size * outputs, -1, 1)));

        int Length(string what) => Goldens[$"{name}/{what}/length"].Integers[0];
    }
}
