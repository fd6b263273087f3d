using System.Runtime.CompilerServices;
using Sinter.Optimizers;

namespace Sinter;

/// <summary>
/// The rule by which a trainer updates weights: settings only. The state that a rule keeps for each weight belongs to the trainer,
/// so one optimizer may serve several. Formulas and defaults are PyTorch's; settings are double precision, arithmetic on weights is single.
/// </summary>
public abstract class Optimizer
{
    private readonly IList<ParameterGroup> groups = [];
    private double learningRate;
    private double weightDecay;

    private protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>The size of a step, before <see cref="Schedule"/>. May be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or not a number.</exception>
    public double LearningRate
    {
        get => learningRate;
        set => learningRate = NotNegative(value);
    }

    /// <summary>
    /// How strongly weights are pulled towards zero. Applies to the parameters that the network marks as decaying, which biases and the scales
    /// and shifts of normalisations are not; see <see cref="DecayAll"/> and <see cref="Groups"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or not a number.</exception>
    public double WeightDecay
    {
        get => weightDecay;
        set => weightDecay = NotNegative(value);
    }

    /// <summary>Whether <see cref="WeightDecay"/> applies to every parameter, biases included, as it does in PyTorch without parameter groups.</summary>
    public bool DecayAll { get; set; }

    /// <summary>Parameters to be treated in their own way. Copied when a trainer is made: what is changed later reaches trainers made later.</summary>
    /// <exception cref="ArgumentNullException">The list, or one of it, is null.</exception>
    public IList<ParameterGroup> Groups
    {
        get => groups;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Groups));
            foreach (var group in value) ArgumentNullException.ThrowIfNull(group, nameof(Groups));
            groups = value;
        }
    }

    /// <summary>How the learning rate changes from step to step; null to leave it as it is.</summary>
    public LearningRateSchedule? Schedule { get; set; }

    /// <summary>A limit on the gradients; null for none.</summary>
    public GradientClipping? Clipping { get; set; }

    /// <summary>The names and number of the values this rule keeps for each weight, as PyTorch names them.</summary>
    internal abstract IReadOnlyList<string> Slots { get; }

    /// <summary>Those of <see cref="Slots"/> that are means of squares, and never negative.</summary>
    internal virtual IReadOnlyList<string> SquareSlots => [];

    /// <summary>The type's name, as a checkpoint records it.</summary>
    internal abstract string Name { get; }

    /// <summary>Checks settings that only make sense together.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal virtual void Validate()
    {
    }

    /// <summary>Updates all weights.</summary>
    /// <param name="pass">The arenas and the groups' settings.</param>
    /// <param name="step">The number of this update, counted from 1.</param>
    internal abstract void Apply(UpdatePass pass, long step);

    /// <summary>The learning rate of an update.</summary>
    /// <param name="step">The updates before it.</param>
    internal double RateAt(long step)
    {
        var rate = Schedule is { } schedule ? schedule.RateAt(step, LearningRate) : LearningRate;
        return rate >= 0 && float.IsFinite((float)rate)
            ? rate
            : throw new InvalidOperationException($"The schedule gave a learning rate of {rate} for step {step + 1}; it must be finite and not negative.");
    }

    // Weights are floats, and so is what they are updated with: beyond a float's range a number would become 0 or infinite.
    internal static double NotNegative(double value, [CallerMemberName] string name = "") => value >= 0 && float.IsFinite((float)value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative, and no more than a float holds.");

    private protected static double Positive(double value, [CallerMemberName] string name = "") => (float)value > 0 && float.IsFinite((float)value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and positive, and neither less nor more than a float holds.");

    private protected static double Fraction(double value, [CallerMemberName] string name = "") => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1.");
}
