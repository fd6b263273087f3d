using Sinter.Claims.Page;

namespace Sinter.Claims.Normalization;

/// <summary>Dropout of three in ten. The probe is zero; its gradient is what each number is multiplied by while training.</summary>
[Network]
public partial class Dropped
{
    public const int Length = 20_000;

    private static Tensor Define([Shape(Length)] Tensor x) => (x + x.Parameter("probe", [Length], Initializer.Zeros)).Dropout(0.3f);

    private static Tensor Loss(Tensor y) => y.Sum();
}

/// <summary>The two phases of dropout.</summary>
public sealed class DropoutTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const string Source = "Srivastava et al. 2014; Hinton et al. 2012";

    private static readonly float[] Input = Draw.Normal(Dropped.Length, 1);

    [Claim("While training, dropout makes p of all numbers 0 and multiplies the rest by 1/(1 - p), so that their mean stays", Source)]
    public void Training()
    {
        var factors = Factors(steps: 1)[0];
        var dropped = factors.Count(factor => factor == 0) / (double)factors.Length;
        Assert.InRange(dropped, 0.29, 0.31);
        Assert.All(factors.Where(factor => factor != 0), factor => Assert.Equal(1 / 0.7f, factor, 1e-6f));
        Assert.InRange(factors.Average(), 0.985, 1.015);
        Measured($"p = 0.3: {100 * dropped:F1} % of {Dropped.Length:N0} are 0, all others are multiplied by {factors.Max():F4}; the mean factor is {factors.Average():F3}");
    }

    [Claim("Every step drops others", Source)]
    public void EveryStep()
    {
        var factors = Factors(steps: 2);
        var both = Enumerable.Range(0, Dropped.Length).Count(i => factors[0][i] == 0 && factors[1][i] == 0) / (double)Dropped.Length;
        Assert.InRange(both, 0.08, 0.10);
        Measured($"dropped in two steps running: {100 * both:F1} %; p² is 9 %");
    }

    [Claim("A prediction drops nothing and scales nothing", Source)]
    public void Prediction()
    {
        using var session = new Dropped(1).CreateSession();
        var y = new float[Dropped.Length];
        session.Forward(Input, y);
        Assert.Equal(Input, y);
        Measured($"the largest difference of output and input is {Size.Difference(Input, y)}");
    }

    private static float[][] Factors(int steps)
    {
        using var trainer = new Dropped(1).CreateTrainer(new Sgd { LearningRate = 0 }, maxBatch: 1, threads: 1, seed: 1);
        return [.. Enumerable.Range(0, steps).Select(_ =>
        {
            trainer.Step(Input);
            return trainer.Gradients["probe"].Values.ToArray();
        })];
    }
}
