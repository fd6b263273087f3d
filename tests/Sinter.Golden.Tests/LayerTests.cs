namespace Sinter.Golden;

/// <summary>Every layer and loss against PyTorch on a network of its own: forward, loss, all gradients, running statistics.</summary>
public sealed class LayerTests
{
    private const int Batch = 3;

    // Each family is a file of goldens; those without a namespace of their own are among the layers.
    private static readonly string[] Families = ["Layers", "Images", "Activations", "Norms", "Losses"];

    private static readonly GoldenFile[] Files = [.. Families.Select(GoldenFile.Open)];

    private static readonly Dictionary<string, Type> Networks = GoldenNetworks.In(Families);

    public static TheoryData<string> Cases => [.. Networks.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryGolden_HasItsNetwork() => GoldenNetworks.AssertAreThoseOf(Networks, Files);

    /// <summary>As in PyTorch, the vector of what stands for nothing is zeros, and the others are as without it.</summary>
    [Fact]
    public void PaddingOfATable_BeginsAsZeros()
    {
        var (padded, plain) = (NetworkUnderTest.Create(typeof(Layers.EmbeddingPaddingCase), 7).Parameters["layer.weight"].Values.ToArray(), NetworkUnderTest.Create(typeof(Layers.EmbeddingCase), 7).Parameters["layer.weight"].Values.ToArray());
        for (var i = 0; i < padded.Length; i++) Assert.Equal(i / 3 == 2 ? 0 : plain[i], padded[i]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layer_IsAsInPyTorch(string name)
    {
        var goldens = Files.Single(file => file.Contains(name + "/input"));
        var (input, target, output) = (goldens[name + "/input"], goldens[name + "/target"], goldens[name + "/output"]);
        var model = NetworkUnderTest.Create(Networks[name]);
        var parameters = goldens.Below(name + "/parameter/").ToArray();
        Assert.Equal(parameters.Select(entry => entry.Key).Order(StringComparer.Ordinal), model.Parameters.Select(parameter => parameter.Key).Order(StringComparer.Ordinal));
        foreach (var (key, golden) in parameters)
        {
            Assert.Equal(golden.Shape, model.Parameters[key].Shape.ToArray());
            model.Parameters[key].CopyFrom(golden.Numbers);
        }

        // A larger maxBatch than batch: offsets must follow the batch of the call.
        using var session = model.CreateSession(maxBatch: Batch + 1);
        var inference = goldens.Contains(name + "/inference") ? goldens[name + "/inference"] : output;
        Close.To(inference.Numbers, session.Forward(input, output.Numbers.Length), Close.Forward, $"{name} output");

        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0 }, maxBatch: Batch + 1);
        Close.ToLoss(goldens[name + "/loss"].Numbers[0], trainer.ComputeGradients(input, target), $"{name} loss");
        foreach (var (key, golden) in goldens.Below(name + "/gradient/")) Close.To(golden.Numbers, trainer.Gradients[key].Values, Close.Gradient, $"{name} gradient of {key}");

        if (!goldens.Contains(name + "/after")) return;
        trainer.ApplyGradients();
        var checkpoint = model.Checkpoint();
        foreach (var (key, golden) in goldens.Below(name + "/state/"))
        {
            Assert.Equal(golden.Counters, checkpoint[key].Counters);
            if (golden.Counters.Length == 0) Close.To(golden.Numbers, checkpoint[key].Numbers, Close.Forward, $"{name} {key}");
        }

        Close.To(goldens[name + "/after"].Numbers, session.Forward(input, output.Numbers.Length), Close.Forward, $"{name} output with running statistics");
    }
}
