using Sinter.Graphs;

namespace Sinter;

/// <summary>What is added to the scores of attention, by what it tells apart: every query, or keys alone.</summary>
internal static class AttentionMasks
{
    /// <summary>Whether a mask is the same for all heads and queries: <c>[K]</c>, <c>[1, K]</c> or <c>[1, 1, K]</c>.</summary>
    /// <param name="mask">The shape of the mask.</param>
    /// <param name="query">A shape whose first axis besides the batch is the queries.</param>
    public static bool IsOfKeys(Shape mask, Shape query)
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
