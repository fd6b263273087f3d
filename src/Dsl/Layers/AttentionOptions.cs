using Sinter.Graphs;

namespace Sinter;

/// <summary>What attention can be told of who sees which key, as one value.</summary>
/// <param name="Causal">Whether a place sees only those up to itself.</param>
/// <param name="Window">How many places up to itself it sees; 0 for all.</param>
/// <param name="Mask">What is added; negative infinity hides.</param>
/// <param name="Lengths">How many keys each sample has.</param>
/// <param name="Slopes">What a place loses by its distance, for each head.</param>
/// <param name="KeyPaddingMask">What hides keys where it is not 0.</param>
internal sealed record AttentionOptions(bool Causal, int Window, Tensor? Mask, Tokens? Lengths, float[]? Slopes, Tensor? KeyPaddingMask)
{
    /// <summary>Whether some queries may see a key that others do not.</summary>
    public bool HidesFromSome => Causal || Mask is not null;

    /// <summary>
    /// The same of keys with some more behind them that everyone sees, whatever the distance. What counts places from the end is said by masks
    /// instead.
    /// </summary>
    /// <param name="count">How many are added.</param>
    /// <param name="query">What asks, <c>[Q, …]</c>.</param>
    /// <param name="key">The keys before any is added, <c>[K, heads, size]</c>.</param>
    public AttentionOptions WithAdded(int count, Tensor query, Tensor key)
    {
        var padding = KeyPaddingMask;
        if (Lengths is not null)
        {
            var behind = SequenceLayers.Mask(key, Lengths).EqualTo(0);
            var row = behind.With(behind.Builder.Reshape(behind.Id, Shape.Of(Dim.Batch, key.Shape.Dims[key.Shape.IsBatched ? 1 : 0])));
            padding = padding is null ? row : row.Where(1, padding);
        }

        var mask = Mask;
        if (Causal || Slopes is not null)
        {
            var places = StoredScores.Places(query.With(query.Builder.Constant(0, 3)), query, key, this);
            mask = mask is null ? places : places + mask;
        }

        Tensor? Longer(Tensor? value) => value?.Pad(-1, 0, count);
        return new AttentionOptions(false, 0, Longer(mask), null, null, Longer(padding));
    }
}
