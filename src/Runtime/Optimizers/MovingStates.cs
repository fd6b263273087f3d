using Sinter.Runtime;

namespace Sinter.Optimizers;

/// <summary>
/// The states that a step may rewrite. A layer whose weights are all frozen keeps its own as they are: the running statistics of a
/// normalisation belong to its weight and bias.
/// </summary>
internal sealed class MovingStates
{
    private readonly (int Offset, int Length)[] pieces;

    /// <param name="info">The tables of the network.</param>
    /// <param name="isFrozen">Whether training leaves a parameter as it is.</param>
    public MovingStates(NetworkInfo info, Func<ParameterInfo, bool> isFrozen)
    {
        var frozen = info.Parameters.GroupBy(parameter => LayerOf(parameter.Key), StringComparer.Ordinal)
            .Where(layer => layer.All(isFrozen)).Select(layer => layer.Key).ToHashSet(StringComparer.Ordinal);
        pieces = [.. info.States.Where(state => !frozen.Contains(LayerOf(state.Key))).Select(state => (checked((int)state.Offset), checked((int)state.Length)))];
    }

    /// <summary>Takes over what the step computed.</summary>
    /// <param name="next">The states after the step.</param>
    /// <param name="states">Those before it.</param>
    public void Move(FloatBuffer next, Span<float> states)
    {
        foreach (var (offset, length) in pieces) Transfer.Copy(next.At(offset), states.Slice(offset, length));
    }

    private static string LayerOf(string key) => key[..Math.Max(0, key.LastIndexOf('.'))];
}
