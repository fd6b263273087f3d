using Sinter.Runtime;

namespace Sinter.Optimizers;

/// <summary>
/// Applies an optimizer to a trainer's weights. The arenas are cut into pieces once, by their sizes alone; threads share out whole
/// pieces and partial norms are added in the order of the pieces, so the number of threads changes no bit of the result.
/// </summary>
internal sealed class ParameterUpdate
{
    /// <summary>Floats per piece: the four arenas of Adam take 128 KB, well inside a second-level cache.</summary>
    private const long PieceLength = 8192;

    private const int MaxGroups = 256;

    private readonly Optimizer optimizer;
    private readonly string network;
    private readonly ParameterGroup?[] groups;
    private readonly UpdatePiece[] pieces;
    private readonly double[] partialNorms;
    private readonly UpdateArenas arenas;

    // Keeps the memory behind the buffers of `arenas` alive.
    private readonly PinnedArena[] owners;

    public ParameterUpdate(Weights weights, PinnedArena gradients, Optimizer optimizer)
    {
        optimizer.Validate();
        this.optimizer = optimizer;
        network = weights.Info.Name;
        groups = [.. optimizer.Groups, null];
        if (groups.Length > MaxGroups) throw new ArgumentException($"An optimizer may have up to {MaxGroups - 1} parameter groups, but has {groups.Length - 1}.", nameof(optimizer));
        pieces = Cut(weights.Info);
        partialNorms = GC.AllocateArray<double>(pieces.Length, pinned: true);
        Slots = new PinnedArena[optimizer.Slots.Count];
        for (var i = 0; i < Slots.Length; i++) Slots[i] = PinnedArena.Create($"{network}: the optimizer's {optimizer.Slots[i]}", weights.Info.TrainedLength);
        owners = [weights.ParameterArena, gradients, .. Slots];
        arenas = new UpdateArenas
        {
            Parameters = weights.ParameterArena.Start,
            Gradients = gradients.Start,
            Length = weights.Info.TrainedLength,
            First = Slots.Length > 0 ? Slots[0].Start : default,
            Second = Slots.Length > 1 ? Slots[1].Start : default,
        };
    }

    /// <summary>The values the optimizer keeps for each weight, in the order of <see cref="Optimizer.Slots"/>.</summary>
    public PinnedArena[] Slots { get; }

    /// <summary>Applies the gradients.</summary>
    /// <param name="workers">The threads to share the work between.</param>
    /// <param name="step">The updates before this one.</param>
    /// <returns>The norm of the gradients of what is trained, before clipping.</returns>
    /// <exception cref="NonFiniteLossException">The norm is not finite; nothing has changed.</exception>
    public double Apply(Workers workers, long step)
    {
        var norm = GradientSquares.Norm(workers, arenas, pieces, partialNorms);
        if (!double.IsFinite(norm))
        {
            throw new NonFiniteLossException(
                $"{network}: the gradients of step {step + 1:N0} have a norm of {norm}. The step was not applied: the weights are as they were.", float.NaN, step + 1);
        }

        var rate = optimizer.RateAt(step);
        Span<GroupRates> rates = stackalloc GroupRates[2 * groups.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            var groupRate = rate * (groups[i]?.LearningRateScale ?? 1);
            if (!float.IsFinite((float)groupRate))
                throw new InvalidOperationException($"{network}: the learning rate {rate} times the LearningRateScale {groups[i]!.LearningRateScale} of a group is more than a float holds. The step was not applied.");
            var always = groups[i]?.WeightDecay;
            rates[2 * i] = new GroupRates(groupRate, always ?? (optimizer.DecayAll ? optimizer.WeightDecay : 0));
            rates[(2 * i) + 1] = new GroupRates(groupRate, always ?? optimizer.WeightDecay);
        }

        var clipped = arenas;
        clipped.Scale = optimizer.Clipping?.Scale(norm) ?? 1;
        clipped.Limit = optimizer.Clipping?.Limit ?? float.PositiveInfinity;
        optimizer.Apply(new UpdatePass(workers, clipped, pieces, rates), step + 1);
        GC.KeepAlive(owners);
        return norm;
    }

    /// <summary>
    /// Runs of neighbouring parameters of one group, cut to pieces. Parameters start at multiples of 16 floats and the padding behind
    /// them is zero in every arena and stays zero, so it is updated with them and no loop has a remainder.
    /// </summary>
    private UpdatePiece[] Cut(NetworkInfo info)
    {
        var cut = new List<UpdatePiece>();
        var declared = info.Parameters.Where(parameter => !parameter.IsFrozen).ToArray();
        for (var i = 0; i < declared.Length; i++)
        {
            if (IsFrozen(declared[i])) continue;
            var group = GroupOf(declared[i]);
            var begin = declared[i].Offset;
            while (i + 1 < declared.Length && !IsFrozen(declared[i + 1]) && GroupOf(declared[i + 1]) == group) i++;
            var end = i + 1 < declared.Length ? declared[i + 1].Offset : info.TrainedLength;
            for (; begin < end; begin += PieceLength) cut.Add(new UpdatePiece(begin, Math.Min(begin + PieceLength, end), group));
        }

        return [.. cut];
    }

    /// <summary>
    /// Whether it is declared frozen, or the rate of its group is 0: then a gradient, if there is one, neither counts in the norm nor reaches
    /// its values.
    /// </summary>
    public bool IsFrozen(ParameterInfo parameter) => parameter.IsFrozen || groups[GroupOf(parameter) / 2] is { LearningRateScale: 0 };

    private int GroupOf(ParameterInfo parameter)
    {
        var index = 0;
        while (groups[index] is { } group && !group.Matches(parameter.Key)) index++;
        return (2 * index) + (parameter.Decays ? 1 : 0);
    }
}
