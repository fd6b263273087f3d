using Sinter.Runtime;

namespace Sinter.Optimizers;

/// <summary>The arithmetic of Adam and AdamW: one pass reads four arenas and writes three.</summary>
internal struct AdamRule : IUpdateRule
{
    /// <summary>Minus the learning rate over the first correction.</summary>
    public float Rate;

    /// <summary>One over the root of the second correction.</summary>
    public float InverseRoot;

    /// <summary>Added to the corrected root of the mean square.</summary>
    public float Epsilon;

    /// <summary>The betas and what is left of 1.</summary>
    public float Keep1, Take1, Keep2, Take2;

    /// <summary>How much of the weight joins the gradient (Adam).</summary>
    public float GradientDecay;

    /// <summary>What the weight is multiplied with first (AdamW).</summary>
    public float WeightKeep;

    public readonly void Run<V>(in UpdateArenas arenas, long begin, long end)
        where V : struct, ISimd<V>
    {
        var (scale, limit) = (V.Fill(arenas.Scale), V.Fill(arenas.Limit));
        var (rate, inverseRoot, epsilon) = (V.Fill(Rate), V.Fill(InverseRoot), V.Fill(Epsilon));
        var (keep1, take1, keep2, take2) = (V.Fill(Keep1), V.Fill(Take1), V.Fill(Keep2), V.Fill(Take2));
        var (gradientDecay, weightKeep) = (V.Fill(GradientDecay), V.Fill(WeightKeep));
        for (var i = begin; i < end; i += V.Count)
        {
            var weight = V.Load(arenas.Parameters, i);
            var gradient = V.MultiplyAdd(weight, gradientDecay, arenas.Gradient(i, scale, limit));
            var mean = VectorMath.WithoutTiny(V.MultiplyAdd(gradient, take1, V.Load(arenas.First, i) * keep1));
            var square = VectorMath.WithoutTiny(V.MultiplyAdd(gradient * gradient, take2, V.Load(arenas.Second, i) * keep2));
            V.Store(mean, arenas.First, i);
            V.Store(square, arenas.Second, i);
            var divisor = V.MultiplyAdd(V.Sqrt(square), inverseRoot, epsilon);
            V.Store(V.MultiplyAdd(mean / divisor, rate, weight * weightKeep), arenas.Parameters, i);
        }
    }
}
