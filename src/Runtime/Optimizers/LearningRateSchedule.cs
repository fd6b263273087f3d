namespace Sinter;

/// <summary>
/// The learning rate as a function of the step: pure, so that a resumed run goes on where it stopped. Formulas are PyTorch's with one
/// scheduler step per optimizer step; multiply epochs by the batches of one to get steps.
/// </summary>
public abstract class LearningRateSchedule
{
    /// <summary>The same rate at every step.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>Multiplies the rate by <paramref name="factor"/> after every <paramref name="every"/> steps: PyTorch's <c>StepLR</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is below 1, or the factor is negative or not finite.</exception>
    public static LearningRateSchedule StepDecay(long every, double factor = 0.1) => new StepSchedule(every, factor);

    /// <summary>
    /// Half a cosine from the full rate down to <paramref name="minimum"/> over <paramref name="steps"/> steps: PyTorch's <c>CosineAnnealingLR</c>,
    /// except that the rate then stays at the minimum instead of rising again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1, or the minimum is negative or not finite.</exception>
    public static LearningRateSchedule Cosine(long steps, double minimum = 0) => new CosineSchedule(steps, minimum);

    /// <summary>
    /// A straight line from <paramref name="startFactor"/> of the rate up to the full rate over <paramref name="steps"/> steps (PyTorch's <c>LinearLR</c>);
    /// then <paramref name="then"/>, counted from its own step 0 (PyTorch's <c>SequentialLR</c>), or the full rate.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1, or the factor is not from 0 to 1.</exception>
    public static LearningRateSchedule LinearWarmup(long steps, double startFactor = 1.0 / 3, LearningRateSchedule? then = null) =>
        new WarmupSchedule(steps, startFactor, then ?? Constant);

    /// <summary>The learning rate of one update.</summary>
    /// <param name="step">The updates before it: 0 for the first.</param>
    /// <param name="baseRate">The optimizer's learning rate.</param>
    public abstract double RateAt(long step, double baseRate);

    private static void CheckSteps(long steps, string name)
    {
        if (steps < 1) throw new ArgumentOutOfRangeException(name, steps, $"{name} must be at least 1.");
    }

    private static void CheckNotNegative(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative.");
    }

    private sealed class ConstantSchedule : LearningRateSchedule
    {
        public override double RateAt(long step, double baseRate) => baseRate;
    }

    private sealed class StepSchedule : LearningRateSchedule
    {
        private readonly long every;
        private readonly double factor;

        public StepSchedule(long every, double factor)
        {
            CheckSteps(every, nameof(every));
            CheckNotNegative(factor, nameof(factor));
            (this.every, this.factor) = (every, factor);
        }

        public override double RateAt(long step, double baseRate) => baseRate * Math.Pow(factor, step / every);
    }

    private sealed class CosineSchedule : LearningRateSchedule
    {
        private readonly long steps;
        private readonly double minimum;

        public CosineSchedule(long steps, double minimum)
        {
            CheckSteps(steps, nameof(steps));
            CheckNotNegative(minimum, nameof(minimum));
            (this.steps, this.minimum) = (steps, minimum);
        }

        public override double RateAt(long step, double baseRate) =>
            step >= steps ? minimum : minimum + ((baseRate - minimum) * (1 + Math.Cos(Math.PI * step / steps)) / 2);
    }

    private sealed class WarmupSchedule : LearningRateSchedule
    {
        private readonly long steps;
        private readonly double startFactor;
        private readonly LearningRateSchedule then;

        public WarmupSchedule(long steps, double startFactor, LearningRateSchedule then)
        {
            CheckSteps(steps, nameof(steps));
            if (startFactor is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(startFactor), startFactor, "startFactor must be from 0 to 1.");
            (this.steps, this.startFactor, this.then) = (steps, startFactor, then);
        }

        public override double RateAt(long step, double baseRate) =>
            step >= steps ? then.RateAt(step - steps, baseRate) : baseRate * (startFactor + ((1 - startFactor) * step / steps));
    }
}
