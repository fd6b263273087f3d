using Sinter.Claims.Page;

namespace Sinter.Claims.Depth;

/// <summary>Whether depth can be trained.</summary>
public sealed class DeepTrainingTests(ITestOutputHelper output) : ClaimTests(output)
{
    private static readonly int Mean = Effort.Of(5, 20);

    private delegate float Step(ReadOnlySpan<float> images, ReadOnlySpan<int> labels);

    [Claim("20 plain layers learn, 110 plain layers do not, 110 with a way around every two do", "He et al. 2015, figure 6", IsRecorded = true)]
    public void PlainAndResidual()
    {
        // In short: the same few images again and again, which is easier, at a rate for so few at once; the shallow network takes more steps of less time.
        var (steps, batch, threads) = (Effort.Of(24, 250), Effort.Of(8, 32), Effort.Of(1, 2));
        using var plain20 = new Plain20(1).CreateTrainer(Optimizer(rate: 0.02), batch, threads);
        using var plain110 = new Plain110(1).CreateTrainer(Optimizer(Effort.IsFull ? 0.02 : 0.003), batch, threads);
        using var residual110 = new Residual110(1).CreateTrainer(Optimizer(Effort.IsFull ? 0.02 : 0.003), batch, threads);
        var data = new DrawnThings(Effort.Of(8, 20_000), seed: 1);
        var (shallow, deep, residual) = (Train(plain20.Step, Effort.Of(5, 1) * steps), Train(plain110.Step, steps), Train(residual110.Step, steps));
        Print($"{"layers",-14} {"first",6} {"last",6}");
        foreach (var (name, losses) in new[] { ("plain-20", shallow), ("plain-110", deep), ("ResNet-110", residual) }) Print($"{name,-14} {losses.First,6:F2} {losses.Last,6:F2}");

        // Whoever knows nothing of ten kinds has a loss of ln 10.
        Assert.InRange(shallow.Last, 0, 1.5);
        Assert.InRange(residual.Last, 0, 1.5);
        Assert.InRange(deep.Last, Effort.IsFull ? 2 : 1.8, 100);
        Measured($"mean loss of the last {Mean} of {steps} steps of {batch} drawn images, SGD with momentum 0.9: plain-20 {shallow.Last:F2}, plain-110 {deep.Last:F2}, ResNet-110 {residual.Last:F2}; ln 10 is 2.30");

        (double First, double Last) Train(Step step, int steps)
        {
            var (random, images, labels, losses) = (new Random(1), DrawnThings.Batch(batch), new int[batch], new List<double>());
            for (var i = 0; i < steps; i++)
            {
                data.Sample(random, images, labels);
                losses.Add(step(images, labels));
            }

            return (losses.Take(Mean).Average(), losses.TakeLast(Mean).Average());
        }
    }

    private static Sgd Optimizer(double rate) => new() { LearningRate = rate, Momentum = 0.9, WeightDecay = 1e-4, Schedule = LearningRateSchedule.LinearWarmup(Effort.Of(5, 50), 0.1) };
}
