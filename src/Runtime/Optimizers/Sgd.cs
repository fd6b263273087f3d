using Sinter.Optimizers;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// Stochastic gradient descent, with momentum if wanted:
/// <c>d = gradient + weightDecay·weight; buffer = momentum·buffer + (1 - dampening)·d</c> (the first step: <c>buffer = d</c>);
/// <c>weight -= learningRate · (nesterov ? d + momentum·buffer : buffer)</c>.
/// </summary>
public sealed class Sgd() : Optimizer(learningRate: 1e-3)
{
    private readonly double momentum;
    private readonly double dampening;

    /// <summary>How much of the last step's direction is kept, from 0 to below 1.</summary>
    public double Momentum
    {
        get => momentum;
        init => momentum = Fraction(value);
    }

    /// <summary>How much of a new gradient the momentum buffer leaves out.</summary>
    public double Dampening
    {
        get => dampening;
        init => dampening = NotNegative(value);
    }

    /// <summary>Whether to look ahead along the momentum (Nesterov 1983). Needs momentum, and no dampening.</summary>
    public bool Nesterov { get; init; }

    internal override IReadOnlyList<string> Slots => Momentum > 0 ? ["momentum_buffer"] : [];

    internal override string Name => nameof(Sgd);

    internal override void Validate()
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            throw new ArgumentException("Nesterov momentum needs a momentum above 0 and a dampening of 0.", nameof(Nesterov));
    }

    internal override void Apply(UpdatePass pass, long step)
    {
        Span<Plain> plain = stackalloc Plain[Momentum > 0 ? 0 : pass.Groups.Length];
        Span<WithMomentum> moving = stackalloc WithMomentum[Momentum > 0 ? pass.Groups.Length : 0];
        for (var i = 0; i < pass.Groups.Length; i++)
        {
            var (rate, decay) = (-(float)pass.Groups[i].LearningRate, (float)pass.Groups[i].WeightDecay);
            if (Momentum > 0)
            {
                moving[i] = new WithMomentum
                {
                    Rate = rate,
                    Decay = decay,
                    Keep = (float)Momentum,
                    Take = step == 1 ? 1 : (float)(1 - Dampening),
                    IsNesterov = Nesterov,
                };
            }
            else
            {
                plain[i] = new Plain { Rate = rate, Decay = decay };
            }
        }

        if (Momentum > 0) pass.Run<WithMomentum>(moving);
        else pass.Run<Plain>(plain);
    }

    private struct Plain : IUpdateRule
    {
        public float Rate, Decay;

        public readonly void Run<V>(in UpdateArenas arenas, long begin, long end)
            where V : struct, ISimd<V>
        {
            var (scale, limit) = (V.Fill(arenas.Scale), V.Fill(arenas.Limit));
            var (rate, decay) = (V.Fill(Rate), V.Fill(Decay));
            for (var i = begin; i < end; i += V.Count)
            {
                var weight = V.Load(arenas.Parameters, i);
                var direction = V.MultiplyAdd(weight, decay, arenas.Gradient(i, scale, limit));
                V.Store(V.MultiplyAdd(direction, rate, weight), arenas.Parameters, i);
            }
        }
    }

    private struct WithMomentum : IUpdateRule
    {
        public float Rate, Decay, Keep, Take;
        public bool IsNesterov;

        public readonly void Run<V>(in UpdateArenas arenas, long begin, long end)
            where V : struct, ISimd<V>
        {
            var (scale, limit) = (V.Fill(arenas.Scale), V.Fill(arenas.Limit));
            var (rate, decay) = (V.Fill(Rate), V.Fill(Decay));
            var (keep, take) = (V.Fill(Keep), V.Fill(Take));
            for (var i = begin; i < end; i += V.Count)
            {
                var weight = V.Load(arenas.Parameters, i);
                var direction = V.MultiplyAdd(weight, decay, arenas.Gradient(i, scale, limit));
                var buffer = VectorMath.WithoutTiny(V.MultiplyAdd(direction, take, V.Load(arenas.First, i) * keep));
                V.Store(buffer, arenas.First, i);
                direction = IsNesterov ? V.MultiplyAdd(buffer, keep, direction) : buffer;
                V.Store(V.MultiplyAdd(direction, rate, weight), arenas.Parameters, i);
            }
        }
    }
}
