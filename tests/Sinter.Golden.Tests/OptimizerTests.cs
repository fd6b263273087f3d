using Sinter.Golden.Networks;

namespace Sinter.Golden;

/// <summary>The weights of a linear layer after ten steps of every optimizer, and the learning rate of every step.</summary>
public sealed class OptimizerTests
{
    private const int Steps = 10, Batch = 5;

    private static readonly GoldenFile Goldens = GoldenFile.Open("Optimizers");

    private static readonly Dictionary<string, Func<Optimizer>> Optimizers = new()
    {
        ["Sgd"] = () => new Sgd { LearningRate = 0.05 },
        ["SgdMomentum"] = () => new Sgd { LearningRate = 0.05, Momentum = 0.9 },
        ["SgdDampening"] = () => new Sgd { LearningRate = 0.05, Momentum = 0.9, Dampening = 0.5 },
        ["SgdNesterov"] = () => new Sgd { LearningRate = 0.05, Momentum = 0.9, Nesterov = true },
        ["SgdDecay"] = () => new Sgd { LearningRate = 0.05, Momentum = 0.9, WeightDecay = 0.1, DecayAll = true },
        ["Adam"] = () => new Adam { LearningRate = 0.01 },
        ["AdamBetas"] = () => new Adam { LearningRate = 0.01, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3 },
        ["AdamDecay"] = () => new Adam { LearningRate = 0.01, WeightDecay = 0.1, DecayAll = true },
        ["AdamW"] = () => new AdamW { LearningRate = 0.01, DecayAll = true },
        ["AdamWDecay"] = () => new AdamW { LearningRate = 0.01, WeightDecay = 0.5, DecayAll = true },
        ["AdamWDecayWeightsOnly"] = () => new AdamW { LearningRate = 0.01, WeightDecay = 0.5 },
        ["ClipNorm"] = () => new Sgd { LearningRate = 0.05, Momentum = 0.9, Clipping = GradientClipping.ByGlobalNorm(0.5) },
        ["ClipValue"] = () => new Sgd { LearningRate = 0.05, Momentum = 0.9, Clipping = GradientClipping.ByValue(0.1) },
        ["StepDecay"] = () => new Sgd { LearningRate = 0.05, Schedule = LearningRateSchedule.StepDecay(3, 0.5) },
        ["Cosine"] = () => new Sgd { LearningRate = 0.05, Schedule = LearningRateSchedule.Cosine(10) },
        ["Warmup"] = () => new Sgd { LearningRate = 0.05, Schedule = LearningRateSchedule.LinearWarmup(4, 0.25) },
        ["WarmupCosine"] = () => new Sgd { LearningRate = 0.05, Schedule = LearningRateSchedule.LinearWarmup(4, 0.25, LearningRateSchedule.Cosine(6)) },
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Fact]
    public void EveryGolden_HasItsOptimizer() =>
        Assert.Equal(
            Goldens.Names.Select(name => name[..name.IndexOf('/', StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal),
            Optimizers.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void TenSteps_GiveTheWeightsOfPyTorch(string name)
    {
        var model = NetworkUnderTest.Create(typeof(LinearRegression));
        foreach (var parameter in model.Parameters) parameter.CopyFrom(Formula.Weight($"LinearRegression/{parameter.Key}", parameter.Shape));
        var input = GoldenTensor.Of("input", Formula.Uniform("LinearRegression/input", Batch * 6, -2, 2));
        var target = GoldenTensor.Of("target", Formula.Uniform("LinearRegression/target", Batch * 4, -2, 2));
        using var trainer = model.CreateTrainer(Optimizers[name](), Batch);
        for (var step = 0; step < Steps; step++) trainer.Step(input, target);
        foreach (var parameter in model.Parameters) Close.To(Goldens[$"{name}/{parameter.Key}"].Numbers, parameter.Values, Close.Forward, $"{name} {parameter.Key}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LearningRates_AreThoseOfPyTorch(string name)
    {
        var optimizer = Optimizers[name]();
        var schedule = optimizer.Schedule ?? LearningRateSchedule.Constant;
        var rates = Enumerable.Range(0, Steps).Select(step => (float)schedule.RateAt(step, optimizer.LearningRate)).ToArray();
        Close.To(Goldens[name + "/rates"].Numbers, rates, 1e-6, name);
    }
}
