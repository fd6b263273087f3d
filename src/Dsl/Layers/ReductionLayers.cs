using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Many elements as one. Axes do not count the batch; negative ones count from the end. Without axes everything is
/// combined, the batch included, which leaves a scalar: what a loss is.
/// </summary>
public static class ReductionLayers
{
    /// <summary>The sum of all elements, the batch included.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Sum(this Tensor x) => All(x, "Sum", static (builder, id, along) => builder.Sum(id, along));

    /// <summary>The sum along one axis.</summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether it stays, with the extent 1.</param>
    /// <returns>The shape without the axis, or with its extent 1.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis.</exception>
    public static Tensor Sum(this Tensor x, int axis, bool keepDims = false) => Along(x, "Sum", [axis], keepDims, static (builder, id, along) => builder.Sum(id, along));

    /// <summary>The sum along several axes.</summary>
    /// <param name="x">Any shape with the axes.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keepDims">Whether they stay, with the extent 1.</param>
    /// <returns>The shape without the axes, or with their extents 1.</returns>
    /// <exception cref="NetworkDefinitionException">An axis does not exist or is named twice, or there is none.</exception>
    public static Tensor Sum(this Tensor x, int[] axes, bool keepDims = false) => Along(x, "Sum", axes, keepDims, static (builder, id, along) => builder.Sum(id, along));

    /// <summary>The mean of all elements, the batch included.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Mean(this Tensor x) => All(x, "Mean", static (builder, id, along) => builder.Mean(id, along));

    /// <summary>The mean along one axis.</summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether it stays, with the extent 1.</param>
    /// <returns>The shape without the axis, or with its extent 1.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis.</exception>
    public static Tensor Mean(this Tensor x, int axis, bool keepDims = false) => Along(x, "Mean", [axis], keepDims, static (builder, id, along) => builder.Mean(id, along));

    /// <summary>The mean along several axes.</summary>
    /// <param name="x">Any shape with the axes.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keepDims">Whether they stay, with the extent 1.</param>
    /// <returns>The shape without the axes, or with their extents 1.</returns>
    /// <exception cref="NetworkDefinitionException">An axis does not exist or is named twice, or there is none.</exception>
    public static Tensor Mean(this Tensor x, int[] axes, bool keepDims = false) => Along(x, "Mean", axes, keepDims, static (builder, id, along) => builder.Mean(id, along));

    /// <summary>The largest of all elements, the batch included.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Max(this Tensor x) => All(x, "Max", static (builder, id, along) => builder.Max(id, along));

    /// <summary>The largest along one axis.</summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether it stays, with the extent 1.</param>
    /// <returns>The shape without the axis, or with its extent 1.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis.</exception>
    public static Tensor Max(this Tensor x, int axis, bool keepDims = false) => Along(x, "Max", [axis], keepDims, static (builder, id, along) => builder.Max(id, along));

    /// <summary>The largest along several axes.</summary>
    /// <param name="x">Any shape with the axes.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="keepDims">Whether they stay, with the extent 1.</param>
    /// <returns>The shape without the axes, or with their extents 1.</returns>
    /// <exception cref="NetworkDefinitionException">An axis does not exist or is named twice, or there is none.</exception>
    public static Tensor Max(this Tensor x, int[] axes, bool keepDims = false) => Along(x, "Max", axes, keepDims, static (builder, id, along) => builder.Max(id, along));

    private static Tensor All(Tensor x, string kind, Func<GraphBuilder, int, int[], int> reduce)
    {
        Require.NotNull(kind, "the input", x);
        var all = Enumerable.Range(0, x.Shape.FullRank).ToArray();
        return x.With(x.Builder.Reshape(reduce(x.Builder, x.Id, all), Shape.Scalar));
    }

    private static Tensor Along(Tensor x, string kind, int[] axes, bool keepDims, Func<GraphBuilder, int, int[], int> reduce)
    {
        Require.NotNull(kind, "the input", x);
        Require.NotNull(kind, nameof(axes), axes);
        if (axes.Length == 0) throw Require.Error(DiagnosticIds.Range, $"{kind} gets an empty list of axes; name at least one, or use {kind}() for everything.");
        var full = axes.Select(axis => x.FullAxis(axis, kind)).ToArray();
        if (full.Distinct().Count() != full.Length) throw Require.Error(DiagnosticIds.Range, $"{kind}: the axes {string.Join(", ", axes.Select(axis => $"{axis}"))} of {x.Shape} name one of them twice.");
        Array.Sort(full);
        var reduced = reduce(x.Builder, x.Id, full);
        return x.With(keepDims ? reduced : x.Builder.Reshape(reduced, new Shape(x.Shape.Dims.Where((_, i) => !full.Contains(i)))));
    }
}
