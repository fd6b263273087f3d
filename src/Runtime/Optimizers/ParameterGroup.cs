namespace Sinter;

/// <summary>
/// Parameters that an optimizer treats in their own way. A parameter belongs to the first group of <see cref="Optimizer.Groups"/>
/// that matches its name, or to none; which one is settled when the trainer is made.
/// </summary>
/// <param name="matches">Whether the parameter of a PyTorch name belongs here.</param>
/// <exception cref="ArgumentNullException"><paramref name="matches"/> is null.</exception>
public sealed class ParameterGroup(Func<string, bool> matches)
{
    private readonly Func<string, bool> matches = matches ?? throw new ArgumentNullException(nameof(matches));
    private readonly double learningRateScale = 1;
    private readonly double? weightDecay;

    /// <summary>
    /// What the learning rate is multiplied with; 0 freezes the group: its weights stay, its gradients do not count in
    /// <see cref="TrainingSession.GradientNorm"/>, and a normalisation whose weight and bias are frozen keeps its running statistics. Their
    /// gradients are computed all the same; what stays frozen is declared so, which saves them (<c>Frozen()</c>, <c>[Freeze(…)]</c>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or not a number.</exception>
    public double LearningRateScale
    {
        get => learningRateScale;
        init => learningRateScale = Optimizer.NotNegative(value);
    }

    /// <summary>The weight decay of all the group's parameters, biases included; null for the optimizer's own where it applies.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or not a number.</exception>
    public double? WeightDecay
    {
        get => weightDecay;
        init => weightDecay = value is { } decay ? Optimizer.NotNegative(decay) : null;
    }

    internal bool Matches(string key) => matches(key);
}
