using Sinter.Optimizers;

namespace Sinter;

/// <summary>
/// Adam (Kingma and Ba 2015): steps scaled by running means of the gradient and of its square. <see cref="Optimizer.WeightDecay"/>
/// is added to the gradient, as an L2 penalty would; <see cref="AdamW"/> keeps the two apart.
/// </summary>
public class Adam : Optimizer
{
    private readonly double beta1 = 0.9;
    private readonly double beta2 = 0.999;
    private readonly double epsilon = 1e-8;

    /// <summary>Adam with PyTorch's defaults: a learning rate of 1e-3, betas of 0.9 and 0.999, no weight decay.</summary>
    public Adam()
        : this(weightDecay: 0)
    {
    }

    private protected Adam(double weightDecay)
        : base(learningRate: 1e-3) => WeightDecay = weightDecay;

    /// <summary>How much of the running mean of the gradient a step keeps, from 0 to below 1.</summary>
    public double Beta1
    {
        get => beta1;
        init => beta1 = Fraction(value);
    }

    /// <summary>How much of the running mean of the squared gradient a step keeps, from 0 to below 1.</summary>
    public double Beta2
    {
        get => beta2;
        init => beta2 = Fraction(value);
    }

    /// <summary>Added to the root that a step is divided by; above 0.</summary>
    public double Epsilon
    {
        get => epsilon;
        init => epsilon = Positive(value);
    }

    internal override IReadOnlyList<string> Slots => ["exp_avg", "exp_avg_sq"];

    internal override IReadOnlyList<string> SquareSlots => ["exp_avg_sq"];

    internal override string Name => nameof(Adam);

    private protected virtual bool DecaysApart => false;

    internal override void Apply(UpdatePass pass, long step)
    {
        // The corrections divide small differences, so they and the rates are worked out in double, as PyTorch does.
        var correction1 = 1 - Math.Pow(Beta1, step);
        var correction2 = Math.Sqrt(1 - Math.Pow(Beta2, step));
        Span<AdamRule> rules = stackalloc AdamRule[pass.Groups.Length];
        for (var i = 0; i < rules.Length; i++)
        {
            var (rate, decay) = (pass.Groups[i].LearningRate, pass.Groups[i].WeightDecay);
            rules[i] = new AdamRule
            {
                Rate = (float)(-rate / correction1),
                InverseRoot = (float)(1 / correction2),
                Epsilon = (float)Epsilon,
                Keep1 = (float)Beta1,
                Take1 = (float)(1 - Beta1),
                Keep2 = (float)Beta2,
                Take2 = (float)(1 - Beta2),
                GradientDecay = DecaysApart ? 0 : (float)decay,
                WeightKeep = DecaysApart ? (float)(1 - rate * decay) : 1,
            };
        }

        pass.Run<AdamRule>(rules);
    }
}

/// <summary>
/// Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019): each step first multiplies the weights by
/// <c>1 - learningRate·weightDecay</c>. The default weight decay is PyTorch's 0.01.
/// </summary>
public sealed class AdamW() : Adam(weightDecay: 1e-2)
{
    internal override string Name => nameof(AdamW);

    private protected override bool DecaysApart => true;
}
