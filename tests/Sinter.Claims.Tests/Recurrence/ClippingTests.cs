using Sinter.Claims.Page;

namespace Sinter.Claims.Recurrence;

/// <summary>A recurrence that has to carry its first step to its end.</summary>
[Network]
public partial class Carrier
{
    public const int Steps = 60, Size = 16;

    private static Tensor Define([Shape(Steps, 2)] Tensor x) => x.Linear(Size, name: "input")
        .Scan(x.Zeros(Size), (step, h) => { var next = step + h.Linear(Size, bias: false, name: "hidden"); return (next, next); }, name: "recurrence").State.Linear(1, name: "head");

    private static Tensor Loss(Tensor y, [Shape(1)] Tensor target) => y.MeanSquaredError(target);
}

/// <summary>What clipping does for a run whose gradients explode.</summary>
public sealed class ClippingTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const int Batch = 16, Steps = 300, Times = 1000;

    [Claim("Clipping the norm of the gradient saves a run that explodes without it", "Pascanu et al. 2013")]
    public void Saves()
    {
        var exception = Assert.Throws<NonFiniteLossException>(() => Train(clipping: null));
        var (first, last) = Train(GradientClipping.ByGlobalNorm(1));
        Assert.True(last < first / Times, $"{first} {last}");
        Measured($"without: the loss is no number at step {exception.Step}; with a norm of 1 it falls by more than {Times:N0} times in {Steps} steps");
    }

    // The mean losses of the first and the last ten steps.
    private static (double First, double Last) Train(GradientClipping? clipping)
    {
        var model = new Carrier(1);
        model.Parameters["recurrence.hidden.weight"].CopyFrom([.. Draw.Orthogonal(Carrier.Size, 3).Select(number => 1.1f * number)]);
        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0.05, Clipping = clipping }, Batch);
        var losses = new List<double>();
        for (var step = 0; step < Steps; step++)
        {
            var x = Draw.Normal(Batch * Carrier.Steps * 2, step);
            losses.Add(trainer.Step(x, [.. Enumerable.Range(0, Batch).Select(sample => x[sample * Carrier.Steps * 2])]));
        }

        return (losses.Take(10).Average(), losses.TakeLast(10).Average());
    }
}
