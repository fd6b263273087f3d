using Sinter.Tests.Networks;
using Xunit;

namespace Sinter.Tests.Checkpoints;

public class TrainerCheckpointTests
{
    public static TheoryData<Func<Optimizer>> Optimizers => new()
    {
        () => new Sgd { LearningRate = 0.1 },
        () => new Sgd { LearningRate = 0.1, Momentum = 0.9, Dampening = 0.5 },
        () => new Adam { LearningRate = 0.1, Schedule = LearningRateSchedule.Cosine(8) },
        () => new AdamW { LearningRate = 0.1, Clipping = GradientClipping.ByGlobalNorm(1) },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_resumed_run_goes_on_to_the_same_bits(Func<Optimizer> create)
    {
        using var folder = new TemporaryFolder();
        var model = new ToyNetwork(1);
        using var trainer = model.CreateTrainer(create(), seed: 11);
        Train(trainer, from: 0, to: 4);
        trainer.SaveCheckpoint(folder["run"]);
        var losses = Train(trainer, from: 4, to: 8);

        var other = new ToyNetwork(2);
        using var resumed = other.CreateTrainer(create(), maxBatch: 7, threads: 2, seed: 99);
        Train(resumed, from: 0, to: 2);
        resumed.LoadCheckpoint(folder["run"]);
        Assert.Equal((4, 11ul), (resumed.StepCount, resumed.Seed));
        Assert.Equal(losses, Train(resumed, from: 4, to: 8));
        Bits.AssertSame(model.Snapshot(), other.Snapshot());
        Assert.Equal(["run"], folder.Files);
    }

    [Fact]
    public void Sessions_see_the_loaded_weights()
    {
        using var folder = new TemporaryFolder();
        var (model, other) = (new ToyNetwork(1), new ToyNetwork(2));
        using (var trainer = model.CreateTrainer(new Sgd())) trainer.SaveCheckpoint(folder["run"]);
        var (expected, actual) = (new float[2], new float[2]);
        using (var session = model.CreateSession()) session.Forward([1, 2, 3], expected);
        using var late = other.CreateSession();
        late.Forward([1, 2, 3], actual);
        Assert.NotEqual(expected, actual);
        using (var trainer = other.CreateTrainer(new Sgd())) trainer.LoadCheckpoint(folder["run"]);
        late.Forward([1, 2, 3], actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Another_optimizer_network_or_kind_of_file_is_refused_and_training_goes_on_as_if_nothing_was()
    {
        using var folder = new TemporaryFolder();
        var source = new ToyNetwork(5);
        using (var adam = source.CreateTrainer(new Adam()))
        {
            Train(adam, 0, 2);
            adam.SaveCheckpoint(folder["adam"]);
        }

        using (var plain = source.CreateTrainer(new Sgd())) plain.SaveCheckpoint(folder["plain"]);
        source.Weights.Save(folder["weights"]);
        var bytes = File.ReadAllBytes(folder["adam"]);
        File.WriteAllBytes(folder["short"], bytes[..^1]);
        Replace(bytes, "\"network\":\"Toy\"", "\"network\":\"Tok\"", folder["network"]);
        Replace(bytes, "\"step\":\"2\"", "\"step\":\"x\"", folder["step"]);
        Replace(bytes, "sinter-trainer-1", "sinter-trainer-9", folder["format"]);

        var (model, twin) = (new ToyNetwork(1), new ToyNetwork(1));
        using var trainer = model.CreateTrainer(new Sgd { Momentum = 0.9 });
        using var undisturbed = twin.CreateTrainer(new Sgd { Momentum = 0.9 });
        Train(trainer, 0, 3);
        Train(undisturbed, 0, 3);
        var before = model.Snapshot();
        Refused("adam", "the checkpoint was made with the optimizer Adam, but this trainer uses Sgd.");
        Refused("plain", "the tensors are not those of a Toy trained with Sgd: it lacks 'optimizer/momentum_buffer/fc.weight', 'optimizer/momentum_buffer/fc.bias', 'optimizer/momentum_buffer/fc.scale', 'optimizer/momentum_buffer/table'.");
        Refused("weights", "the file is not a checkpoint of a trainer; if it holds weights alone, load them into the network.");
        Refused("network", "the checkpoint belongs to the network Tok, not to Toy.");
        Refused("format", "the checkpoint has format 'sinter-trainer-9', but this version reads 'sinter-trainer-1'.");
        Assert.Equal(before, model.Snapshot());
        Assert.Equal(3, trainer.StepCount);
        Assert.Equal(Train(undisturbed, 3, 6), Train(trainer, 3, 6));
        Bits.AssertSame(twin.Snapshot(), model.Snapshot());

        using var adamTrainer = model.CreateTrainer(new Adam());
        Assert.Contains("'step' in '__metadata__' is not a step number", Assert.Throws<CheckpointException>(() => adamTrainer.LoadCheckpoint(folder["step"])).Message);
        Assert.Contains("but the file has", Assert.Throws<CheckpointException>(() => adamTrainer.LoadCheckpoint(folder["short"])).Message);
        Assert.Contains("is a checkpoint of a trainer", Assert.Throws<CheckpointException>(() => model.Weights.Load(folder["adam"])).Message);

        void Refused(string file, string message) =>
            Assert.Equal($"{folder[file]}: {message}", Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(folder[file])).Message);
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("9223372036854775807")]
    [InlineData("18446744073709551616")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1.0")]
    [InlineData(" 1")]
    [InlineData("")]
    public void A_step_that_is_no_step_is_refused(string step)
    {
        using var folder = new TemporaryFolder();
        var model = new ToyNetwork(1);
        using var trainer = model.CreateTrainer(new Adam(), seed: 3);
        Train(trainer, 0, 2);
        trainer.SaveCheckpoint(folder["run"]);
        SetStep(folder["run"], 2, step);
        Train(trainer, 2, 3);
        var before = model.Snapshot();
        var exception = Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(folder["run"]));
        Assert.Equal($"{folder["run"]}: 'step' in '__metadata__' is not a step number from 0 to 9007199254740992.", exception.Message);
        Bits.AssertSame(before, model.Snapshot());
        Assert.Equal(3, trainer.StepCount);
    }

    [Fact]
    public void The_last_step_there_is_can_be_loaded_and_saved_and_is_the_last()
    {
        using var folder = new TemporaryFolder();
        var model = new ToyNetwork(1);
        using var trainer = model.CreateTrainer(new Adam { Schedule = LearningRateSchedule.LinearWarmup(5, then: LearningRateSchedule.Cosine(50)) });
        trainer.SaveCheckpoint(folder["run"]);
        SetStep(folder["run"], 0, "9007199254740991");
        trainer.LoadCheckpoint(folder["run"]);
        Train(trainer, 0, 1);
        var before = model.Snapshot();
        Assert.All(before, value => Assert.True(float.IsFinite(value)));
        Assert.StartsWith("Toy: the trainer has taken 9", Assert.Throws<InvalidOperationException>(() => Train(trainer, 1, 2)).Message);
        Bits.AssertSame(before, model.Snapshot());
        trainer.SaveCheckpoint(folder["last"]);
        trainer.LoadCheckpoint(folder["last"]);
        Assert.Equal(1L << 53, trainer.StepCount);
    }

    [Theory]
    [InlineData("exp_avg", float.NaN)]
    [InlineData("exp_avg", float.PositiveInfinity)]
    [InlineData("exp_avg", float.NegativeInfinity)]
    [InlineData("exp_avg_sq", float.NaN)]
    [InlineData("exp_avg_sq", -1f)]
    [InlineData("exp_avg_sq", float.NegativeInfinity)]
    public void A_value_of_the_optimizer_that_it_cannot_have_is_refused(string slot, float value)
    {
        using var folder = new TemporaryFolder();
        var model = new ToyNetwork(1);
        using var trainer = model.CreateTrainer(new Adam(), seed: 3);
        trainer.SaveCheckpoint(folder["run"]);
        var bytes = File.ReadAllBytes(folder["run"]);
        var name = $"optimizer/{slot}/table";
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        var entry = System.Text.RegularExpressions.Regex.Match(text, $"\"{name}\".*?data_offsets\":\\[(\\d+),");
        BitConverter.TryWriteBytes(bytes.AsSpan(8 + (int)BitConverter.ToInt64(bytes) + int.Parse(entry.Groups[1].Value) + 4), value);
        File.WriteAllBytes(folder["run"], bytes);
        Train(trainer, 0, 1);
        var before = model.Snapshot();
        var exception = Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(folder["run"]));
        Assert.StartsWith($"{folder["run"]}: tensor '{name}': value 1 is ", exception.Message);
        Bits.AssertSame(before, model.Snapshot());
        Assert.Equal(1, trainer.StepCount);
    }

    [Fact]
    public void Gradients_computed_before_a_load_are_gone()
    {
        using var folder = new TemporaryFolder();
        using var trainer = new ToyNetwork(1).CreateTrainer(new Sgd());
        trainer.SaveCheckpoint(folder["run"]);
        trainer.ComputeGradients([1, 2, 3], [0, 1], [0]);
        trainer.LoadCheckpoint(folder["run"]);
        Assert.Throws<InvalidOperationException>(trainer.ApplyGradients);
    }

    private static float[] Train(ToyNetwork.Trainer trainer, int from, int to)
    {
        var losses = new float[to - from];
        for (var i = from; i < to; i++) losses[i - from] = trainer.Step([i, 2, -i, 0.5f, i % 3, 1], [i % 2, 1, 0, 0.25f], [i % 4, -100]);
        return losses;
    }

    private static void SetStep(string path, long from, string to)
    {
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));
        var old = $"\"step\":\"{from}\"";
        Assert.Contains(old, text);
        var bytes = System.Text.Encoding.Latin1.GetBytes(text.Replace(old, $"\"step\":\"{to}\""));
        BitConverter.TryWriteBytes(bytes, BitConverter.ToInt64(bytes) + to.Length - from.ToString(System.Globalization.CultureInfo.InvariantCulture).Length);
        File.WriteAllBytes(path, bytes);
    }

    private static void Replace(byte[] bytes, string part, string instead, string path)
    {
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        Assert.Contains(part, text);
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(text.Replace(part, instead)));
    }
}
