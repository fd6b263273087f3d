using Sinter;

namespace CharRnn.Training;

/// <summary>How to train.</summary>
/// <param name="LearningRate">The highest, which it comes to after the first steps and falls from to a tenth.</param>
internal sealed record TrainingSettings(int Iterations, int Batch, float LearningRate, int Seed, int Threads)
{
    /// <summary>Longer warm-ups do not help networks of this size.</summary>
    private const int MaxWarmup = 100;

    /// <summary>AdamW with nanoGPT's settings: warm-up and half a cosine, all gradients together clipped to a norm of 1.</summary>
    public Optimizer CreateOptimizer()
    {
        var warmup = Math.Clamp(Iterations / 20, 1, MaxWarmup);
        return new AdamW
        {
            LearningRate = LearningRate,
            Beta2 = 0.99,
            WeightDecay = 0.1,
            Clipping = GradientClipping.ByGlobalNorm(1),
            Schedule = LearningRateSchedule.LinearWarmup(warmup, startFactor: 1.0 / warmup,
                then: LearningRateSchedule.Cosine(Math.Max(1, Iterations - warmup), minimum: LearningRate / 10)),
        };
    }
}
