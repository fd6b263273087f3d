using Sinter.Optimizers;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Optimizers;

/// <summary>The norm of gradients of every size, and what of it clips.</summary>
public class GradientNormTests
{
    private const int Length = 3 * 8192;

    public static TheoryData<float, float> Ranges => new()
    {
        { 1e20f, 1e20f },
        { 1e38f, 3e38f },
        { 1e-30f, 1e-30f },
        { float.Epsilon, 1e-40f },
        { 1e-30f, 1e30f },
        { 0.1f, 0.1f },
        { 1e-3f, 1e3f },
        { 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Neither_large_nor_small_squares_are_lost(float smallest, float largest) => Isa.ForEach(() =>
    {
        var gradients = Gradients(smallest, largest);
        var exact = Math.Sqrt(gradients.Sum(value => (double)value * value));
        foreach (var threads in new[] { 1, 3 }) Assert.InRange(Norm(gradients, threads), exact * (1 - 1e-6), exact * (1 + 1e-6));
        Assert.Equal(BitConverter.DoubleToInt64Bits(Norm(gradients, 1)), BitConverter.DoubleToInt64Bits(Norm(gradients, 3)));
    });

    [Fact]
    public void Only_what_is_not_finite_has_no_finite_norm() => Isa.ForEach(() =>
    {
        var gradients = Gradients(float.MaxValue, float.MaxValue);
        Assert.True(double.IsFinite(Norm(gradients, 1)));
        foreach (var value in new[] { float.PositiveInfinity, float.NegativeInfinity, float.NaN })
        {
            gradients[12_345] = value;
            Assert.False(double.IsFinite(Norm(gradients, 1)));
        }
    });

    [Fact]
    public void Large_finite_gradients_are_applied_and_clipped()
    {
        Assert.Equal(-1e19f, Step(1e20f, new Sgd { LearningRate = 0.1 }).Weight, 1e13f);
        Assert.Equal(-0.05f, Step(1e20f, new Sgd { LearningRate = 0.1, Clipping = GradientClipping.ByValue(0.5) }).Weight, 1e-7f);
        var (weight, norm) = Step(1e20f, new Sgd { LearningRate = 0.1, Clipping = GradientClipping.ByGlobalNorm(1) });
        Assert.Equal(-0.1f, weight, 1e-6f);
        Assert.Equal(1e20, norm, 1e14);
        Assert.Equal(1e-30, Step(1e-30f, new Sgd()).Norm, 1e-36);
    }

    [Fact]
    public void Only_what_is_trained_counts()
    {
        // The bias has the same gradients as the weight.
        static Sgd Rule(bool frozen) => new()
        {
            LearningRate = 0.1, Clipping = GradientClipping.ByGlobalNorm(0.1),
            Groups = { new ParameterGroup(key => key == "bias") { LearningRateScale = frozen ? 0 : 1 } },
        };
        var (both, alone, without) = (new GradientNetwork(), new GradientNetwork(), new GradientNetwork());
        using var bothTrainer = both.CreateTrainer(Rule(frozen: false));
        using var aloneTrainer = alone.CreateTrainer(Rule(frozen: true));
        using var withoutTrainer = without.CreateTrainer(Rule(frozen: false));
        bothTrainer.Step();
        aloneTrainer.Step();
        withoutTrainer.Step(biasToo: false);
        Assert.Equal(withoutTrainer.GradientNorm, aloneTrainer.GradientNorm);
        Assert.Equal(Math.Sqrt(2) * withoutTrainer.GradientNorm, bothTrainer.GradientNorm, 1e-6);
        Assert.Equal(without.Weight, alone.Weight);
        Assert.Equal(GradientNetwork.Start, alone.Bias);
        Assert.NotEqual(without.Weight, both.Weight);
    }

    [Fact]
    public void A_gradient_of_what_is_not_trained_may_be_anything()
    {
        var network = new GradientNetwork();
        using var trainer = network.CreateTrainer(new Sgd { Groups = { new ParameterGroup(key => key == "bias") { LearningRateScale = 0 } } });
        trainer.Step(biasGradient: float.NaN);
        Assert.Equal(GradientNetwork.Start, network.Bias);
        Assert.True(double.IsFinite(trainer.GradientNorm));
    }

    private static (float Weight, double Norm) Step(float gradient, Sgd rule)
    {
        var network = new GradientNetwork();
        using var trainer = network.CreateTrainer(rule);
        var before = network.Weight[0];
        trainer.Apply(gradient);
        return (network.Weight[0] - before, trainer.GradientNorm);
    }

    // Magnitudes spread evenly between the exponents, of both signs.
    private static float[] Gradients(float smallest, float largest)
    {
        var random = new Random(7);
        var spread = smallest == 0 ? 0 : Math.Log(largest / (double)smallest);
        return [.. Enumerable.Range(0, Length).Select(_ => (float)Math.Clamp(smallest * Math.Exp(random.NextDouble() * spread), smallest, largest) * (random.Next(2) == 0 ? -1 : 1))];
    }

    private static double Norm(float[] gradients, int threads)
    {
        using var values = new GuardedBuffer(gradients);
        UpdatePiece[] pieces = [new(0, 8192, 0), new(8192, 16_384, 1), new(16_384, Length, 0)];
        return GradientSquares.Norm(new Workers(threads), new UpdateArenas { Gradients = values.Start, Length = Length }, pieces, new double[pieces.Length]);
    }
}
