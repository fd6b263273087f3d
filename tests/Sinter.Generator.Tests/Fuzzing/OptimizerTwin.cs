using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>
/// Settings of an optimizer, and its rule in double precision as PyTorch documents it: for one step at a time, from the gradients that the
/// trainer has computed.
/// </summary>
internal sealed class OptimizerTwin
{
    private readonly Kind kind;
    private readonly double rate, decay, momentum, dampening, epsilon, beta1 = 0.9, beta2 = 0.999, clipping, groupScale;
    private readonly double? groupDecay;
    private readonly bool isNesterov, decaysAll, clipsNorm;
    private readonly int schedule;
    private readonly Dictionary<string, (double[] First, double[] Second)> slots = [];

    public OptimizerTwin(Random random)
    {
        kind = (Kind)random.Next(3);
        rate = random.Next(3) switch { 0 => 1e-3, 1 => 1e-2, _ => 0.03 };
        decay = random.Next(2) == 0 ? 0 : 0.1;
        decaysAll = random.Next(3) == 0;
        momentum = random.Next(2) == 0 ? 0 : 0.9;
        isNesterov = momentum > 0 && random.Next(2) == 0;
        dampening = momentum > 0 && !isNesterov && random.Next(2) == 0 ? 0.25 : 0;
        epsilon = random.Next(2) == 0 ? 1e-8 : 1e-3;
        if (random.Next(2) == 0) (beta1, beta2) = (0.5, 0.9);
        clipping = random.Next(3) == 0 ? 0 : random.Next(2) == 0 ? 0.05 : 1;
        clipsNorm = random.Next(2) == 0;
        schedule = random.Next(5);
        groupScale = random.Next(3) == 0 ? 0.5 : 1;
        groupDecay = random.Next(3) == 0 ? 0.2 : null;
    }

    private enum Kind
    {
        Sgd,
        Adam,
        AdamW,
    }

    public bool Clips => clipping > 0;

    public bool HasSchedule => schedule > 0;

    public override string ToString() =>
        $"{kind} (rate {rate}, decay {decay}{(decaysAll ? " of all" : "")}, momentum {momentum}{(isNesterov ? " Nesterov" : "")}, dampening {dampening}, betas {beta1} {beta2}, epsilon {epsilon}, " +
        $"clipping {(clipsNorm ? "norm" : "value")} {clipping}, schedule {schedule}, biases x {groupScale} with decay {groupDecay})";

    /// <summary>An optimizer with these settings.</summary>
    public Optimizer Create()
    {
        Optimizer optimizer = kind switch
        {
            Kind.Sgd => new Sgd { Momentum = momentum, Dampening = dampening, Nesterov = isNesterov, Groups = [new ParameterGroup(IsInGroup) { LearningRateScale = groupScale, WeightDecay = groupDecay }] },
            Kind.Adam => new Adam { Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, Groups = [new ParameterGroup(IsInGroup) { LearningRateScale = groupScale, WeightDecay = groupDecay }] },
            _ => new AdamW { Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, Groups = [new ParameterGroup(IsInGroup) { LearningRateScale = groupScale, WeightDecay = groupDecay }] },
        };
        optimizer.LearningRate = rate;
        optimizer.WeightDecay = decay;
        optimizer.DecayAll = decaysAll;
        optimizer.Clipping = clipping == 0 ? null : clipsNorm ? GradientClipping.ByGlobalNorm(clipping) : GradientClipping.ByValue(clipping);
        optimizer.Schedule = schedule switch
        {
            1 => LearningRateSchedule.StepDecay(1, 0.5),
            2 => LearningRateSchedule.Cosine(3, 1e-4),
            3 => LearningRateSchedule.LinearWarmup(2, 0.25),
            4 => LearningRateSchedule.LinearWarmup(1, 0.5, LearningRateSchedule.StepDecay(1, 0.1)),
            _ => null,
        };
        return optimizer;
    }

    /// <summary>What is wrong with the weights that a step has left.</summary>
    /// <param name="graph">Says which weights decay.</param>
    /// <param name="step">The steps before it.</param>
    /// <param name="before">The weights as the step began.</param>
    /// <param name="gradients">The gradients before clipping, of what is not frozen.</param>
    /// <param name="after">The weights as the step has left them.</param>
    public IEnumerable<string> Compare(Graph graph, int step, IReadOnlyDictionary<string, float[]> before, IReadOnlyDictionary<string, float[]> gradients, IReadOnlyDictionary<string, float[]> after)
    {
        var norm = Math.Sqrt(gradients.Values.Sum(values => values.Sum(value => (double)value * value)));
        foreach (var key in before.Keys)
        {
            if (!gradients.ContainsKey(key))
            {
                if (!before[key].AsSpan().SequenceEqual(after[key])) yield return $"{key} is frozen, and has moved in step {step + 1}";
                continue;
            }

            var parameter = (ParameterOp)graph.Nodes.First(node => node.Op is ParameterOp op && op.Key == key).Op;
            var (first, second) = slots.TryGetValue(key, out var kept) ? kept : slots[key] = (new double[before[key].Length], new double[before[key].Length]);
            var scaledRate = RateAt(step) * (IsInGroup(key) ? groupScale : 1);
            var decays = IsInGroup(key) && groupDecay is { } own ? own : parameter.Decays || decaysAll ? decay : 0;
            for (var i = 0; i < first.Length; i++)
            {
                var (weight, gradient) = ((double)before[key][i], Clipped(gradients[key][i], norm));
                var (expected, size) = Update(weight, gradient, scaledRate, decays, step + 1, ref first[i], ref second[i]);
                var tolerance = (4e-7 * Math.Abs(weight)) + (2e-5 * size) + 1e-12;
                if (Math.Abs(after[key][i] - expected) <= tolerance) continue;
                yield return $"{key}[{i}] should be {expected:G9} after step {step + 1}, but is {after[key][i]:G9}; it was {weight:G9}, with a gradient of {gradients[key][i]:G9}";
                break;
            }
        }
    }

    private static bool IsInGroup(string key) => key.EndsWith("bias", StringComparison.Ordinal);

    private double RateAt(int step) => schedule switch
    {
        1 => rate * Math.Pow(0.5, step),
        2 => step >= 3 ? 1e-4 : 1e-4 + ((rate - 1e-4) * (1 + Math.Cos(Math.PI * step / 3)) / 2),
        3 => step >= 2 ? rate : rate * (0.25 + (0.75 * step / 2)),
        4 => step == 0 ? rate * 0.5 : rate * Math.Pow(0.1, step - 1),
        _ => rate,
    };

    private double Clipped(double gradient, double norm) => clipping == 0 ? gradient
        : clipsNorm ? gradient * Math.Min(1, clipping / (norm + 1e-6)) : Math.Clamp(gradient, -clipping, clipping);

    // The next weight, and what rounding errors of the step are relative to.
    private (double Weight, double Size) Update(double weight, double gradient, double rate, double decay, int number, ref double first, ref double second)
    {
        if (kind != Kind.AdamW) gradient += decay * weight;
        var terms = Math.Abs(gradient) + (kind == Kind.AdamW ? 0 : 2 * Math.Abs(decay * weight));
        if (kind == Kind.Sgd)
        {
            if (momentum == 0) return (weight - (rate * gradient), rate * terms);
            var size = Math.Abs(momentum * first) + terms;
            first = number == 1 ? gradient : (momentum * first) + ((1 - dampening) * gradient);
            return (weight - (rate * (isNesterov ? gradient + (momentum * first) : first)), rate * 2 * size);
        }

        var mean = Math.Abs(beta1 * first) + ((1 - beta1) * terms);
        first = (beta1 * first) + ((1 - beta1) * gradient);
        second = (beta2 * second) + ((1 - beta2) * gradient * gradient);
        var (correction1, correction2) = (1 - Math.Pow(beta1, number), Math.Sqrt(1 - Math.Pow(beta2, number)));
        var divisor = (Math.Sqrt(second) / correction2) + epsilon;
        var kept = kind == Kind.AdamW ? weight * (1 - (rate * decay)) : weight;

        // A sum of decay and gradient that cancels is off by as much as either, and so is its root.
        var off = 1e-7 * terms / correction2 / divisor > 1e-6 ? terms / divisor : 1;
        return (kept - (rate / correction1 * first / divisor), rate / correction1 * mean / divisor * Math.Max(1, off));
    }
}
