namespace Sinter.Golden;

/// <summary>Whole networks against PyTorch: forward, loss, every gradient, and ten steps of three optimizers.</summary>
public sealed class NetworkTests
{
    private static readonly Dictionary<string, Func<Optimizer>> Optimizers = new()
    {
        ["Sgd"] = () => new Sgd { LearningRate = 0.01, Momentum = 0.9 },
        ["Adam"] = () => new Adam { LearningRate = 1e-3 },
        ["AdamW"] = () => new AdamW { LearningRate = 1e-3, WeightDecay = 0.01, DecayAll = true },
    };

    public static TheoryData<string> Networks => [.. NetworkCase.Names];

    public static TheoryData<string, string> NetworksAndOptimizers
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var network in NetworkCase.Names)
            {
                foreach (var optimizer in Optimizers.Keys) data.Add(network, optimizer);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_AreThoseOfWhatIsTrained(string name)
    {
        var network = NetworkCase.Of(name);
        var expected = network.Goldens.Below("gradient/").Select(entry => entry.Key.Replace(".sample", "").Replace(".summary", "")).Distinct().Order(StringComparer.Ordinal);
        using var trainer = network.Create().CreateTrainer(new Sgd(), NetworkCase.MaxBatch);
        Assert.Equal(expected, trainer.Gradients.Select(parameter => parameter.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Forward_IsWithin1e5(string name)
    {
        var network = NetworkCase.Of(name);
        var golden = network.Goldens["inference/output"];
        Close.To(golden.Numbers, network.Forward(network.Create(), network.Batch(1).Image), Close.Forward, $"{name} output");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_AreWithin1e4(string name)
    {
        var network = NetworkCase.Of(name);
        var model = network.Create();
        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0 }, NetworkCase.MaxBatch);
        var (image, label) = network.Batch(1);
        var loss = trainer.ComputeGradients(image, label);
        Close.ToLoss(network.Goldens["training/loss"].Numbers[0], loss, $"{name} loss");
        foreach (var gradient in trainer.Gradients) Close.ToSummary(network.Goldens, "gradient/" + gradient.Key, gradient.Values, Close.Gradient);
    }

    [Theory]
    [MemberData(nameof(NetworksAndOptimizers))]
    public void TenSteps_FollowTheLossesOfPyTorch(string name, string optimizer)
    {
        var network = NetworkCase.Of(name);
        var model = network.Create();
        var losses = network.Goldens[$"{optimizer}/losses"].Numbers;
        using (var trainer = model.CreateTrainer(Optimizers[optimizer](), NetworkCase.MaxBatch))
        {
            for (var step = 0; step < losses.Length; step++)
            {
                var (image, label) = network.Batch(1 + (step % 2));
                Close.ToLoss(losses[step], trainer.Step(image, label), $"{name} with {optimizer}, loss of step {step + 1}");
            }
        }

        // Inference after training: with the new weights and, where there are some, the new running statistics.
        var output = network.Forward(model, network.Batch(1).Image);
        Close.To(network.Goldens[$"{optimizer}/output"].Numbers, output, Close.Loss, $"{name} output after ten steps of {optimizer}");
        var checkpoint = model.Checkpoint();
        foreach (var (key, golden) in network.Goldens.Below($"{optimizer}/state/"))
        {
            Assert.Equal(golden.Counters, checkpoint[key].Counters);
            if (golden.Counters.Length == 0) Close.To(golden.Numbers, checkpoint[key].Numbers, Close.Loss, $"{name} {key} after ten steps of {optimizer}");
        }
    }
}
