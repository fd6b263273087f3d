using Sinter.Checkpoints;
using Sinter.Golden.Networks;

namespace Sinter.Golden;

/// <summary>What is declared frozen keeps its bits, and costs neither gradients nor memory nor the state of an optimizer.</summary>
public sealed class FreezingTests
{
    private static readonly string[] FrozenNetworks = [nameof(FrozenBody), nameof(FrozenFeatures), nameof(FrozenSequence)];

    public static TheoryData<string> Networks => [.. FrozenNetworks];

    [Theory]
    [MemberData(nameof(Networks))]
    public void AfterTenSteps_WhatIsFrozenHasTheSameBits(string name)
    {
        var network = NetworkCase.Of(name);
        var model = network.Create();
        var before = model.Checkpoint();
        var trained = new HashSet<string>(StringComparer.Ordinal);
        using (var trainer = model.CreateTrainer(new AdamW { LearningRate = 0.01, WeightDecay = 0.1, DecayAll = true, Clipping = GradientClipping.ByGlobalNorm(0.1) }, NetworkCase.MaxBatch))
        {
            for (var step = 0; step < 10; step++)
            {
                var (image, label) = network.Batch(1 + (step % 2));
                trainer.Step(image, label);
            }

            trained.UnionWith(trainer.Gradients.Select(gradient => gradient.Key));
        }

        var after = model.Checkpoint();
        foreach (var key in before.Names)
        {
            var isFrozen = !trained.Contains(key) && !key.StartsWith("norm.", StringComparison.Ordinal);
            var same = Close.DifferenceOfBits(before[key].Numbers, after[key].Numbers, key) is null && before[key].Counters.SequenceEqual(after[key].Counters);
            Assert.True(isFrozen == same, $"{key} {(isFrozen ? "is frozen, and moved" : "is trained, and stayed")}.");
        }
    }

    [Fact]
    public void TheNormOfTheGradients_IsThatOfWhatIsTrained()
    {
        var model = new FrozenBody(seed: 3);
        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0 }, maxBatch: 4);
        trainer.Step(Formula.Uniform("frozen/image", 4 * 3 * 81, -1, 1), [1, 2, 3, 4]);
        var squares = trainer.Gradients.Sum(gradient => gradient.Values.ToArray().Sum(value => (double)value * value));
        Assert.Equal(Math.Sqrt(squares), trainer.GradientNorm, 1e-6 * trainer.GradientNorm);
        Assert.Equal(["fc.bias", "fc.weight", "norm.bias", "norm.weight", "stem.weight"], trainer.Gradients.Select(gradient => gradient.Key).Order(StringComparer.Ordinal));
        var error = Assert.Throws<KeyNotFoundException>(() => trainer.Gradients["body.0.weight"]);
        Assert.Equal("FrozenBody: 'body.0.weight' is frozen, and has no gradient.", error.Message);
    }

    [Fact]
    public void ANetworkIsTheSame_WhateverIsFrozen()
    {
        var (whole, part) = (new TrainedBody(seed: 5), new FrozenBody(seed: 5));
        Assert.Equal(whole.Parameters.Select(parameter => parameter.ToString()), part.Parameters.Select(parameter => parameter.ToString()));
        foreach (var parameter in whole.Parameters) Assert.Equal(parameter.Values.ToArray(), part.Parameters[parameter.Key].Values.ToArray());
        var image = Formula.Uniform("frozen/image", 3 * 81, -1, 1);
        var (expected, actual) = (new float[10], new float[10]);
        using (var session = whole.CreateSession(1)) session.Forward(image, expected);
        using (var session = part.CreateSession(1)) session.Forward(image, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void AFrozenPart_NeedsFewerValues()
    {
        var (whole, part) = (TrainedBody.Info, FrozenBody.Info);
        Assert.Equal(whole.Inference, part.Inference);
        Assert.True(part.Training!.NaiveBatchedLength < whole.Training!.NaiveBatchedLength && part.Training.NaiveFixedLength < whole.Training.NaiveFixedLength, $"{part.Training} {whole.Training}");
        Assert.Equal(0, whole.FrozenParameterCount);
        Assert.Equal((7 * 12 * 9) + (12 * 2) + (12 * 9) + (9 * 4), part.FrozenParameterCount);
        Assert.Equal(whole.ParameterCount, part.ParameterCount);
    }

    [Fact]
    public void TheSummary_SaysWhatIsFrozen()
    {
        var lines = FrozenFeatures.Info.Summary().Split('\n').Select(line => string.Join('|', line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))).ToArray();
        Assert.Equal("Layer|Kind|Output|Parameters|Frozen|FLOPs/sample|Sees", lines[2]);
        Assert.Contains(lines, line => line.StartsWith("features.0|Conv2d|[B, 12, 7, 7]|336|336|", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("fc.2|Linear|[B, 10]|210|", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Total|2,750|2,540|", StringComparison.Ordinal));
        Assert.Contains("Parameters trained: 210, frozen: 2,540", lines);
        Assert.DoesNotContain("rozen", TrainedBody.Info.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void StatisticsAlone_CanBeFrozen()
    {
        var model = new FrozenStatistics(seed: 1);
        var bias = model.Parameters["kept.bias"].Values.ToArray();
        var weight = model.Parameters["moved.weight"].Values.ToArray();
        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0.1 }, maxBatch: 4);
        trainer.Step(Formula.Uniform("statistics", 4 * 5, -1, 3));
        Assert.Equal(0, model.States["kept.num_batches_tracked"].Counts[0]);
        Assert.All(model.States["kept.running_mean"].Values.ToArray(), value => Assert.Equal(0, value));
        Assert.NotEqual(bias, model.Parameters["kept.bias"].Values.ToArray());
        Assert.Equal(1, model.States["moved.num_batches_tracked"].Counts[0]);
        Assert.Equal(weight, model.Parameters["moved.weight"].Values.ToArray());
    }

    [Fact]
    public void ACheckpointOfTheWhole_GoesOnInPart()
    {
        var (whole, part) = (new InWhole.Tuned(seed: 1), new InPart.Tuned(seed: 2));
        using var first = whole.CreateTrainer(new Adam(), maxBatch: 3);
        using var second = part.CreateTrainer(new Adam(), maxBatch: 3);
        first.Step(Input, Target);
        ThroughAFile(first.SaveCheckpoint, second.LoadCheckpoint);
        Assert.Equal(1, second.StepCount);
        foreach (var parameter in whole.Parameters) Assert.Equal(parameter.Values.ToArray(), part.Parameters[parameter.Key].Values.ToArray());
        Assert.Equal(first.Step(Input, Target), second.Step(Input, Target));

        // The moments of what goes on being trained have been taken over.
        Assert.Equal(whole.Parameters["head.weight"].Values.ToArray(), part.Parameters["head.weight"].Values.ToArray());
        Assert.NotEqual(whole.Parameters["body.weight"].Values.ToArray(), part.Parameters["body.weight"].Values.ToArray());
    }

    [Fact]
    public void ACheckpointOfAPart_GoesOnToTheSameBits_AndIsRefusedByTheWhole()
    {
        var (part, again, whole) = (new InPart.Tuned(seed: 1), new InPart.Tuned(seed: 2), new InWhole.Tuned(seed: 3));
        using var first = part.CreateTrainer(new Adam(), maxBatch: 3);
        using var second = again.CreateTrainer(new Adam(), maxBatch: 3);
        using var third = whole.CreateTrainer(new Adam(), maxBatch: 3);
        first.Step(Input, Target);
        ThroughAFile(first.SaveCheckpoint, second.LoadCheckpoint);
        first.Step(Input, Target);
        second.Step(Input, Target);
        foreach (var parameter in part.Parameters) Assert.Equal(parameter.Values.ToArray(), again.Parameters[parameter.Key].Values.ToArray());
        var error = Assert.Throws<CheckpointException>(() => ThroughAFile(first.SaveCheckpoint, third.LoadCheckpoint));
        Assert.EndsWith(": 'body.weight' was frozen when the checkpoint was made, so that it holds nothing that Adam keeps for it, but it is trained now; save the weights before it is trained, and begin with a new trainer.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, third.StepCount);
    }

    private static float[] Input => Formula.Uniform("tuned/input", 3 * 6, -1, 1);

    private static float[] Target => Formula.Uniform("tuned/target", 3 * 4, -1, 1);

    private static void ThroughAFile(Action<string> save, Action<string> load)
    {
        var path = Path.Combine(Path.GetTempPath(), $"sinter-golden-{Guid.NewGuid():N}.safetensors");
        try
        {
            save(path);
            load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
