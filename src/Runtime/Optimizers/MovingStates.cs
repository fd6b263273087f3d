using Sinter.Runtime;

namespace Sinter.Optimizers;

/// <summary>
/// The states that a step may rewrite. A layer whose weights are all frozen keeps its own as they are: the running statistics of a
/// normalisation belong to its weight and bias.
/// </summary>
internal sealed class MovingStates
{
    private readonly (StateInfo State, int Index)[] moving;

    /// <param name="info">The tables of the network.</param>
    /// <param name="isFrozen">Whether training leaves a parameter as it is.</param>
    public MovingStates(NetworkInfo info, Func<ParameterInfo, bool> isFrozen)
    {
        var frozen = info.Parameters.GroupBy(parameter => LayerOf(parameter.Key), StringComparer.Ordinal)
            .Where(layer => layer.All(isFrozen)).Select(layer => layer.Key).ToHashSet(StringComparer.Ordinal);
        moving = [.. info.States.Select((state, index) => (state, index)).Where(row => !frozen.Contains(LayerOf(row.state.Key)))];
    }

    /// <summary>Takes over what the step computed, and counts it.</summary>
    /// <param name="next">The states after the step, without what it adds to counters.</param>
    /// <param name="states">Those before it.</param>
    /// <param name="counts">What it adds to counters, by the number of the state.</param>
    public void Move(FloatBuffer next, PinnedArena states, ReadOnlySpan<long> counts)
    {
        foreach (var (state, index) in moving)
        {
            if (state.IsCounter) Counter.Add(states.Integers(state.Offset, state.Length), counts[index]);
            else Transfer.Copy(next.At(state.Offset), states.Span.Slice(checked((int)state.Offset), checked((int)state.Length)));
        }
    }

    private static string LayerOf(string key) => key[..Math.Max(0, key.LastIndexOf('.'))];
}
