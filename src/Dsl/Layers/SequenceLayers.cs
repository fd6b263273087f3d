using Sinter.Graphs;

namespace Sinter;

/// <summary>Sequences that are padded to one length: which steps are a sample's own, and one vector for all of them.</summary>
public static class SequenceLayers
{
    /// <summary>
    /// 1 for each step that is a sample's own, then 0: the condition of a <see cref="ArithmeticLayers.Where(Tensor, Tensor, float)"/> that hides what padding
    /// gave, whatever it is. A product with it hides numbers only: infinities and NaN stay.
    /// </summary>
    /// <param name="x">The sequence <c>[T, …]</c>, whose elements do not matter.</param>
    /// <param name="lengths">How many steps each sample has, <c>[]</c>: 0 … T.</param>
    /// <param name="name">The name in the summary; by default <c>stepmask1</c>, …</param>
    /// <returns><c>[T, 1, …]</c>, with as many axes as <paramref name="x"/>.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="x"/> has no steps, or <paramref name="lengths"/> is not one number for each sample.</exception>
    public static Tensor StepMask(this Tensor x, Tokens lengths, string? name = null)
    {
        Check("StepMask", name, x, lengths);
        return x.Layer("StepMask", name, () => Mask(x, lengths).Id);
    }

    /// <summary>
    /// The mean of a sequence over its steps; with lengths only over the steps that are a sample's own. A sample of length 0
    /// gives 0. What lies behind a sample's own steps is not read, and may be anything.
    /// </summary>
    /// <param name="x">The sequence <c>[T, …]</c>.</param>
    /// <param name="lengths">How many steps of each sample count, <c>[]</c>: 0 … T; by default all.</param>
    /// <param name="name">The name in the summary; by default <c>meanoversteps1</c>, …</param>
    /// <returns>The shape without its first axis.</returns>
    /// <exception cref="NetworkDefinitionException"><paramref name="x"/> has no steps, or <paramref name="lengths"/> is not one number for each sample.</exception>
    public static Tensor MeanOverSteps(this Tensor x, Tokens? lengths = null, string? name = null)
    {
        Check("MeanOverSteps", name, x, lengths);
        if (lengths is null) return x.Layer("MeanOverSteps", name, () => x.Mean(0).Id);
        return x.Layer("MeanOverSteps", name, () =>
        {
            // Divided by at least 1, so that a sample without steps is not 0 / 0.
            var count = Tensor.Binary(Count(x, lengths, x.Shape.Rank - 1), ScalarFunction.Maximum, 1);
            return (Own(x, lengths).Sum(0) / count).Id;
        });
    }

    /// <summary>1 while a step is one of the sample's own, then 0: <c>[T, 1, …]</c>, without a layer around it.</summary>
    internal static Tensor Mask(Tensor x, Tokens lengths)
    {
        var builder = x.Builder;
        var rank = x.Shape.FullRank;
        var extents = Enumerable.Repeat((Dim)1, rank).ToArray();
        extents[1] = x.Shape.Dims[1];
        var position = builder.Add(new IotaOp(1, new Shape(extents)));
        return x.With(builder.Pointwise(ScalarFunction.Less, position, Count(x, lengths, rank - 1).Id));
    }

    /// <summary>The sequence with zeros in place of what is not a sample's own. One without a batch has no padding.</summary>
    internal static Tensor Own(Tensor x, Tokens? lengths) => lengths is null || !x.Shape.IsBatched ? x : Mask(x, lengths).Where(x, 0);

    // The lengths as numbers, with some axes of extent 1 behind the batch.
    private static Tensor Count(Tensor x, Tokens lengths, int axes)
    {
        x.Builder.LimitLengths(lengths.Id, x.Shape.Dims[1]);
        var shape = new Shape(Enumerable.Repeat((Dim)1, axes + 1).Select((one, axis) => axis == 0 ? Dim.Batch : one));
        return x.With(x.Builder.Pointwise(ScalarFunction.ToFloat, x.Builder.Reshape(lengths.Id, shape)));
    }

    private static void Check(string kind, string? name, Tensor x, Tokens? lengths)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        if (!x.Shape.IsBatched || x.Shape.Rank == 0)
            throw Require.Error(DiagnosticIds.Rank, $"{layer} needs a sequence [B, T, …], but gets {x.Shape}; {(x.Shape.IsBatched ? $"{InsertedCall.Before("Unsqueeze(0)")} for a sequence of one step" : (Phrase)$"apply it to a value computed from an input")}.");
        if (lengths is not null && lengths.Shape.Rank != 0)
            throw Require.Error(DiagnosticIds.Rank, $"{layer} needs one length for each sample, [B], but gets {lengths.Shape}; declare them as [Shape] Tokens lengths.");
    }
}
