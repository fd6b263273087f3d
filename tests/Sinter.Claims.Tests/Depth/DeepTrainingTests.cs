using Sinter.Claims.Page;

namespace Sinter.Claims.Depth;

/// <summary>Whether depth can be trained.</summary>
public sealed class DeepTrainingTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const int Batch = 32;

    private delegate float Step(ReadOnlySpan<float> images, ReadOnlySpan<int> labels);

    [Claim("20 plain layers learn, 110 plain layers do not, 110 with a way around every two do", "He et al. 2015, figure 6", IsRecorded = true,
        OnlyInFull = "Hundreds of steps of 110 layers take minutes")]
    public void PlainAndResidual()
    {
        const int Steps = 250, Threads = 2;
        using var plain20 = new Plain20(1).CreateTrainer(Optimizer(), Batch, Threads);
        using var plain110 = new Plain110(1).CreateTrainer(Optimizer(), Batch, Threads);
        using var residual110 = new Residual110(1).CreateTrainer(Optimizer(), Batch, Threads);
        var data = new DrawnThings(20_000, seed: 1);
        var (shallow, deep, residual) = (Train(plain20.Step), Train(plain110.Step), Train(residual110.Step));
        Print($"{"layers",-14} {"first",6} {"last",6}");
        foreach (var (name, losses) in new[] { ("plain-20", shallow), ("plain-110", deep), ("ResNet-110", residual) }) Print($"{name,-14} {losses.First,6:F2} {losses.Last,6:F2}");

        // Whoever knows nothing of ten kinds has a loss of ln 10.
        Assert.InRange(shallow.Last, 0, 1.5);
        Assert.InRange(residual.Last, 0, 1.5);
        Assert.InRange(deep.Last, 2, 100);
        Measured($"mean loss of the last 20 of {Steps} steps of {Batch} drawn images, SGD with momentum 0.9: plain-20 {shallow.Last:F2}, plain-110 {deep.Last:F2}, ResNet-110 {residual.Last:F2}; ln 10 is 2.30");

        (double First, double Last) Train(Step step)
        {
            var (random, images, labels, losses) = (new Random(1), DrawnThings.Batch(Batch), new int[Batch], new List<double>());
            for (var i = 0; i < Steps; i++)
            {
                data.Sample(random, images, labels);
                losses.Add(step(images, labels));
            }

            return (losses.Take(20).Average(), losses.TakeLast(20).Average());
        }
    }

    private static Sgd Optimizer() => new() { LearningRate = 0.02, Momentum = 0.9, WeightDecay = 1e-4, Schedule = LearningRateSchedule.LinearWarmup(50, 0.1) };
}
