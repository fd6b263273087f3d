using Sinter.Graphs;

namespace Sinter;

/// <summary>What is added to the scores of attention, by what it tells apart: every query, or keys alone.</summary>
internal static class AttentionMasks
{
    private const int Axes = 3;

    /// <summary>
    /// A mask that broadcasts to <c>[heads, Q, K]</c>, without a 1 in place of the batch, and with a number for each key where one was for all: the
    /// kernels tell keys apart in any case.
    /// </summary>
    /// <param name="layer">The layer as messages call it.</param>
    /// <param name="argument">What it calls the mask.</param>
    /// <param name="mask">The mask, if there is one.</param>
    /// <param name="query">A shape whose first axis besides the batch is the queries.</param>
    /// <param name="key">A shape whose first axis besides the batch is the keys.</param>
    /// <param name="heads">The number of heads.</param>
    /// <exception cref="NetworkDefinitionException">It does not broadcast.</exception>
    public static Tensor? Aligned(string layer, string argument, Tensor? mask, Shape query, Shape key, int heads)
    {
        if (mask is null) return null;
        var (builder, dims, lead) = (mask.Builder, OfSample(mask.Shape), mask.Shape.Dims.Take(mask.Shape.IsBatched ? 1 : 0));
        Dim[] all = [heads, OfSample(query)[0], OfSample(key)[0]];
        if (!mask.Shape.IsBatched && dims.Length == Axes + 1 && dims[0].IsOne) dims = [.. dims.Skip(1)];
        var fits = dims.Length is > 0 and <= Axes && Enumerable.Range(1, dims.Length).All(back => dims[dims.Length - back].IsOne || dims[dims.Length - back] == all[Axes - back]);
        if (!fits)
            throw Require.Error(DiagnosticIds.Shape, $"{layer} needs a {argument} that broadcasts to [{heads}, {all[1]}, {all[2]}], with or without the batch, but gets {mask.Shape}{Fixes.Mask(dims, all)}.");
        var aligned = builder.Reshape(mask.Id, new Shape(lead.Concat(dims)));
        if (dims[dims.Length - 1] != all[2]) aligned = builder.Expand(aligned, new Shape(lead.Concat(dims.Take(dims.Length - 1)).Append(all[2])));
        return mask.With(aligned);
    }

    // Whether a mask is the same for all heads and queries: [K], [1, K] or [1, 1, K].
    private static bool IsOfKeys(Shape mask, Shape query)
    {
        var dims = OfSample(mask);
        if (dims.Length == 1) return true;
        return !OfSample(query)[0].IsOne && dims.Length is 2 or 3 && dims.Take(dims.Length - 1).All(dim => dim.IsOne);
    }

    /// <summary>What is added for every query, if anything is, and what for keys alone, <c>[K]</c>, with the keys that are hidden.</summary>
    public static (Tensor? Bias, Tensor? Padding) Apart(Tensor? mask, Tensor? keyPaddingMask, Shape query)
    {
        var ofKeys = mask is not null && IsOfKeys(mask.Shape, query) ? Row(mask) : null;
        var bias = ofKeys is null ? mask : null;
        if (keyPaddingMask is null) return (bias, ofKeys);
        var isSeen = keyPaddingMask.EqualTo(0);
        return (bias, ofKeys is null ? isSeen.Where(0, float.NegativeInfinity) : isSeen.Where(ofKeys, float.NegativeInfinity));
    }

    private static Tensor Row(Tensor mask)
    {
        var dims = mask.Shape.Dims;
        return mask.With(mask.Builder.Reshape(mask.Id, mask.Shape.IsBatched ? Shape.Of(dims[0], dims[dims.Count - 1]) : Shape.Of(dims[dims.Count - 1])));
    }

    private static Dim[] OfSample(Shape shape) => shape.Dims.Skip(shape.IsBatched ? 1 : 0).ToArray();
}
