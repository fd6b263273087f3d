using Sinter.Golden.Networks;

namespace Sinter.Golden;

/// <summary>A normalisation that is not trained keeps its running statistics.</summary>
public sealed class FrozenNormTests
{
    private static readonly float[] Input = Formula.Uniform("frozen norm", 4 * 3, -1, 3);

    [Theory]
    [InlineData("", true, true)]
    [InlineData("norm", false, true)]
    [InlineData("norm.weight", true, true)]
    [InlineData("stem", true, true)]
    public void AGroupOfRateZero_FreezesTheStatisticsOfItsLayers(string frozen, bool normMoves, bool otherMoves)
    {
        var model = new FreezableNorms(seed: 1);
        using var trainer = model.CreateTrainer(Frozen(frozen), maxBatch: 4);
        trainer.Step(Input);
        Assert.Equal(normMoves, Moved(model.States, "norm"));
        Assert.Equal(otherMoves, Moved(model.States, "other"));
    }

    [Fact]
    public void BeforeADetach_StatisticsStay()
    {
        var model = new Detached(seed: 1);
        using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 4);
        trainer.Step(Input);
        Assert.False(Moved(model.States, "before"));
        Assert.False(Moved(model.States, "aside"));
        Assert.True(Moved(model.States, "behind"));
    }

    private static Sgd Frozen(string prefix) =>
        prefix.Length == 0 ? new Sgd() : new Sgd { Groups = [new ParameterGroup(key => key.StartsWith(prefix, StringComparison.Ordinal)) { LearningRateScale = 0 }] };

    // Mean, variance and counter all move, or none of them does.
    private static bool Moved(ParameterCollection states, string layer)
    {
        var mean = states[layer + ".running_mean"].Values.ToArray().Any(value => value != 0);
        Assert.Equal(mean, states[layer + ".running_var"].Values.ToArray().Any(value => value != 1));
        return mean;
    }
}
