using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Numbers that are known when the network is built: constants without a batch, as weights are, which the operators broadcast against
/// values of the network.
/// </summary>
public static class ConstantLayers
{
    /// <summary>A table of numbers, as <c>torch.tensor</c>: a filter, the mean of a data set, the prices of actions.</summary>
    /// <param name="x">Any value of the network; what it is does not matter.</param>
    /// <param name="values">The numbers in row-major order.</param>
    /// <param name="shape">The extents; one axis of all numbers by default.</param>
    /// <returns>The shape asked for, without a batch. Training does not change it, and checkpoints do not hold it.</returns>
    /// <exception cref="NetworkDefinitionException">There are no numbers, more than 1048576, or not as many as the shape has.</exception>
    public static Tensor Constant(this Tensor x, float[] values, params int[] shape)
    {
        Require.NotNull("Constant", "the value it is made beside", x);
        if (values is null) throw Require.Error(DiagnosticIds.Null, $"Constant: values is null; pass numbers.");
        Require.NotNull("Constant", nameof(shape), shape);
        if (values.Length == 0) throw Require.Error(DiagnosticIds.Range, $"Constant gets no numbers; pass at least one.");
        foreach (var extent in shape) Require.Positive("Constant", "an extent", extent);
        var extents = shape.Length == 0 ? Shape.Of(values.Length) : new Shape(shape.Select(extent => (Dim)extent));
        if (Extent.Of(extents) != values.Length)
            throw Require.Error(DiagnosticIds.Shape, $"Constant: {extents} has {Extent.Of(extents)} elements, but there {(values.Length == 1 ? "is 1 number" : $"are {values.Length} numbers")}; pass as many, or leave out the shape for one axis.");
        return Table(x, "Constant", values, extents);
    }

    /// <inheritdoc cref="Constant(Tensor, float[], int[])"/>
    public static Tensor Constant(this Tokens x, float[] values, params int[] shape)
    {
        Require.NotNull("Constant", "the value it is made beside", x);
        return new Tensor(x.Builder, x.Id).Constant(values, shape);
    }

    /// <summary>The numbers 0, 1, 2, … below <paramref name="end"/>, as <c>torch.arange</c>.</summary>
    /// <param name="x">Any value of the network; what it is does not matter.</param>
    /// <param name="end">The first number that is left out.</param>
    /// <returns><c>[⌈end⌉]</c>, without a batch.</returns>
    /// <exception cref="NetworkDefinitionException">There would be no number, or more than can be told apart.</exception>
    public static Tensor Arange(this Tensor x, float end) => x.Arange(0, end);

    /// <summary>The numbers <c>start</c>, <c>start + step</c>, … before <paramref name="end"/>, as <c>torch.arange</c>: each the exact number, rounded once.</summary>
    /// <param name="x">Any value of the network; what it is does not matter.</param>
    /// <param name="start">The first number.</param>
    /// <param name="end">Where they end; it is no longer one of them.</param>
    /// <param name="step">How far it is from one to the next; below 0 they count down.</param>
    /// <returns><c>[⌈(end - start) / step⌉]</c>, without a batch.</returns>
    /// <exception cref="NetworkDefinitionException">A number is not finite, there would be none, or more than can be told apart.</exception>
    public static Tensor Arange(this Tensor x, float start, float end, float step = 1)
    {
        Require.NotNull("Arange", "the value it is made beside", x);
        Require.Finite("Arange", nameof(start), start);
        Require.Finite("Arange", nameof(end), end);
        Require.Finite("Arange", nameof(step), step);
        var count = step == 0 ? 0 : Math.Ceiling(((double)end - start) / step);
        if (!(count >= 1)) throw Require.Error(DiagnosticIds.Range, $"Arange from {start} to {end} in steps of {step} gives no number; use {(step == 0 ? "a step other than 0" : start == end ? "an end beyond the start" : $"step: {-step}")}.");

        // What a loop can count exactly is not written down.
        var isWhole = start == Math.Floor(start) && step == Math.Floor(step) && Math.Abs(start) <= Require.LargestWhole && Math.Abs(start + (step * (count - 1))) <= Require.LargestWhole && Math.Abs(step) <= Require.LargestWhole;
        if (!isWhole)
        {
            Require.Written("Arange", "steps", (long)Math.Min(count, int.MaxValue));
            return Table(x, "Arange", [.. Enumerable.Range(0, (int)count).Select(i => (float)(start + (i * (double)step)))], Shape.Of((int)count));
        }

        var place = x.With(x.Builder.Add(new IotaOp(0, Shape.Of((int)count))));
        var scaled = step == 1 ? place : place * step;
        return start == 0 ? scaled : scaled + start;
    }

    /// <summary>The numbers 0, 1, 2, … along an axis of another value, which may be as long as every call says: the places of a sequence.</summary>
    /// <param name="x">The value whose axis is meant; its elements do not matter.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>As many numbers as the axis has elements, <c>[T]</c>, without a batch. They are exact up to 16777216.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis.</exception>
    public static Tensor ArangeLike(this Tensor x, int axis = 0)
    {
        Require.NotNull("ArangeLike", "the input", x);
        return x.With(x.Builder.Add(new IotaOp(0, Shape.Of(x.Shape.Dims[x.FullAxis(axis, "ArangeLike")]))));
    }

    private static Tensor Table(Tensor x, string layer, float[] values, Shape shape)
    {
        Require.Written(layer, "elements", values.Length);
        return x.With(x.Builder.Add(new TableOp(new(values), shape)));
    }
}
