using Sinter.Tests.Networks;
using Xunit;

namespace Sinter.Tests.Optimizers;

public class OptimizerTests
{
    public static TheoryData<Func<Optimizer>> Optimizers => new()
    {
        () => new Sgd { LearningRate = 0.1, WeightDecay = 0.1 },
        () => new Sgd { LearningRate = 0.1, Momentum = 0.9, Nesterov = true },
        () => new Adam { LearningRate = 0.1, WeightDecay = 0.01, Clipping = GradientClipping.ByGlobalNorm(0.5) },
        () => new AdamW { LearningRate = 0.1, Clipping = GradientClipping.ByValue(0.01) },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void The_number_of_threads_changes_no_bit(Func<Optimizer> create) => Isa.ForEach(() =>
    {
        var expected = Train(create(), threads: 1);
        Assert.Equal(expected, Train(create(), threads: 2));
        Assert.Equal(expected, Train(create(), threads: 5));
    });

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Every_vector_width_agrees(Func<Optimizer> create)
    {
        float[]? first = null;
        Isa.ForEach(() =>
        {
            var values = Train(create(), threads: 1);
            first ??= values;
            Bits.AssertClose(first, values, 1e-5f);
        });
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Parameters_without_gradients_and_padding_stay(Func<Optimizer> create)
    {
        var model = new ToyNetwork(4);
        using var trainer = model.CreateTrainer(create());
        for (var i = 0; i < 5; i++) trainer.Step([1, 2, 3], [1, 0], [0]);
        Assert.Equal([2f], model.Weights.Parameters["fc.scale"].Values.ToArray());
        Assert.All(model.Snapshot()[6..16], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Decay_spares_biases_unless_told_otherwise()
    {
        Assert.Equal((false, true), Decayed(new AdamW { WeightDecay = 0.5 }));
        Assert.Equal((true, true), Decayed(new AdamW { WeightDecay = 0.5, DecayAll = true }));
        Assert.Equal((true, false), Decayed(new AdamW { WeightDecay = 0, Groups = { new ParameterGroup(key => key == "bias") { WeightDecay = 0.5 } } }));
        Assert.Equal((false, false), Decayed(new AdamW { WeightDecay = 0.5, Groups = { new ParameterGroup(_ => true) { WeightDecay = 0 } } }));

        static (bool Bias, bool Weight) Decayed(AdamW optimizer)
        {
            var (decayed, plain) = (Train(optimizer), Train(new AdamW { WeightDecay = 0 }));
            return (!decayed.Bias.SequenceEqual(plain.Bias), !decayed.Weight.SequenceEqual(plain.Weight));
        }
    }

    [Fact]
    public void A_group_scales_the_learning_rate_and_the_first_match_counts()
    {
        var groups = Train(new Sgd
        {
            LearningRate = 0.1,
            Groups = { new ParameterGroup(key => key == "bias") { LearningRateScale = 0 }, new ParameterGroup(_ => true) { LearningRateScale = 0.5 } },
        });
        Assert.Equal(GradientNetwork.Start, groups.Bias);
        Assert.Equal(Train(new Sgd { LearningRate = 0.05 }).Weight, groups.Weight);
    }

    [Fact]
    public void Groups_are_copied_when_a_trainer_is_made()
    {
        var optimizer = new Sgd { LearningRate = 0.1 };
        var network = new GradientNetwork();
        using var trainer = network.CreateTrainer(optimizer);
        optimizer.Groups.Add(new ParameterGroup(_ => true) { LearningRateScale = 0 });
        trainer.Step();
        Assert.NotEqual(GradientNetwork.Start, network.Bias);
        Assert.Equal(GradientNetwork.Start, Train(optimizer).Bias);
    }

    [Fact]
    public void The_schedule_counts_the_steps_of_the_trainer()
    {
        var optimizer = new Sgd { LearningRate = 1, Schedule = LearningRateSchedule.StepDecay(1, 0.5) };
        using var trainer = new GradientNetwork().CreateTrainer(optimizer);
        Assert.Equal(1, trainer.LearningRate);
        trainer.Step();
        Assert.Equal(0.5, trainer.LearningRate);
        trainer.Step();
        Assert.Equal((0.25, 1.0), (trainer.LearningRate, optimizer.LearningRate));
    }

    [Fact]
    public void The_norm_of_the_gradients_is_reported_before_clipping()
    {
        using var trainer = new GradientNetwork().CreateTrainer(new Sgd { Clipping = GradientClipping.ByGlobalNorm(0.1) });
        trainer.Step(biasToo: false);
        float[] gradients = [0.6f, -0.825f, 4.3f, 0.125f, -1.6875f];
        Assert.Equal(Math.Sqrt(gradients.Sum(value => (double)value * value)), trainer.GradientNorm, 1e-6);
        Bits.AssertClose(gradients, trainer.Gradients["weight"].Values, 1e-6f);
    }

    [Fact]
    public void Cosine_stays_at_its_minimum()
    {
        var schedule = LearningRateSchedule.Cosine(10, 0.01);
        Assert.Equal(0.01, schedule.RateAt(10, 1));
        Assert.Equal(0.01, schedule.RateAt(15, 1));
    }

    [Fact]
    public void A_schedule_that_goes_wrong_leaves_the_weights_as_they_were()
    {
        var network = new GradientNetwork();
        using var trainer = network.CreateTrainer(new Sgd { Schedule = new Broken() });
        var exception = Assert.Throws<InvalidOperationException>(() => trainer.Step());
        Assert.Equal("The schedule gave a learning rate of NaN for step 1; it must be finite and not negative.", exception.Message);
        Assert.Equal(GradientNetwork.Start, network.Weight);
    }

    [Fact]
    public void Settings_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { LearningRate = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { LearningRate = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { Momentum = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta2 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Epsilon = 0 });

        // As floats they would be 0 and infinite.
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Epsilon = 1e-60 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { LearningRate = 1e39 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup(_ => true) { LearningRateScale = 1e300 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { WeightDecay = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup(_ => true) { LearningRateScale = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByGlobalNorm(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByValue(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.StepDecay(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Cosine(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.LinearWarmup(1, 2));
    }

    private static float[] Train(Optimizer optimizer, int threads)
    {
        var model = new ToyNetwork(4);
        using var trainer = model.CreateTrainer(optimizer, threads: threads);
        for (var i = 0; i < 5; i++) trainer.Step([1, 2, 3, -1, 0, 1], [1, 0, 0, 1], [0, 1]);
        return model.Snapshot();
    }

    private static (float[] Weight, float[] Bias) Train(Optimizer optimizer)
    {
        var network = new GradientNetwork();
        using var trainer = network.CreateTrainer(optimizer);
        for (var i = 0; i < 3; i++) trainer.Step();
        return (network.Weight, network.Bias);
    }

    private sealed class Broken : LearningRateSchedule
    {
        public override double RateAt(long step, double baseRate) => double.NaN;
    }
}
