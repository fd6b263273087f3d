using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Elements chosen by numbers that a call passes in. Each sample of a batch has indices of its own. Axes do not count the batch; negative
/// ones count from the end. Every call checks its indices, and no negative ones count from the end.
/// </summary>
public static class IndexingLayers
{
    /// <summary>
    /// The elements of an axis that the indices name, in their order, as <c>torch.index_select</c>: of the nodes of a graph <c>[N, F]</c>, those
    /// that its edges <c>[E]</c> come from are <c>x.IndexSelect(source)</c>, <c>[E, F]</c>. See <see cref="EmbeddingLayers"/> for rows of a weight.
    /// </summary>
    /// <param name="x">Any shape with the axis, which may be as long as every call says.</param>
    /// <param name="index">The places along the axis, <c>[K]</c>: 0 … extent - 1. One may occur several times, or not at all.</param>
    /// <param name="axis">The axis; the first by default.</param>
    /// <param name="name">The name in the summary; by default <c>indexselect1</c>, …</param>
    /// <returns>The shape with K elements along the axis.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, the indices have other than one, or <paramref name="x"/> has no batch.</exception>
    public static Tensor IndexSelect(this Tensor x, Tokens index, int axis = 0, string? name = null)
    {
        var layer = Require.Title("IndexSelect", name);
        Require.NotNull(layer, "the input", x);
        Require.NotNull(layer, nameof(index), index);
        var full = x.FullAxis(axis, layer);
        RequireIndex.OneAxis(layer, index);
        RequireIndex.Batched(layer, x);
        return x.Layer("IndexSelect", name, () =>
        {
            var builder = x.Builder;
            builder.LimitTokens(index.Id, x.Shape.Dims[full]);
            var rows = Rows.Of(builder, x.Id, full);
            return rows.Back(builder.SelectRows(rows.Value, index.Id), index.Shape.Dims[1]);
        });
    }

    /// <summary>
    /// For each index, the element that stands at the same place along all other axes and at the index along one, as <c>torch.gather</c>: of
    /// probabilities <c>[T, classes]</c> and words <c>[T, 1]</c>, those of the words are <c>p.Gather(1, words)</c>.
    /// </summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="index">The places along the axis, 0 … extent - 1, with as many axes as <paramref name="x"/>; all extents but that of the axis are the same. PyTorch takes smaller ones as well: use <see cref="MovementLayers.Slice"/> first.</param>
    /// <param name="name">The name in the summary; by default <c>gather1</c>, …</param>
    /// <returns>The shape of the indices.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or the shapes do not fit together.</exception>
    public static Tensor Gather(this Tensor x, int axis, Tokens index, string? name = null)
    {
        var layer = Require.Title("Gather", name);
        var full = RequireIndex.Elements(layer, x, axis, index);
        return x.Layer("Gather", name, () =>
        {
            var builder = x.Builder;
            builder.LimitTokens(index.Id, x.Shape.Dims[full]);
            var elements = Elements.Of(builder, x.Id, full);
            return elements.Back(builder.SelectRows(elements.Rows, Elements.IndicesOf(builder, index.Id, full)), index.Shape.Dims[full]);
        });
    }

    /// <summary>
    /// A value with others added to it, each at the same place along all other axes and at its index along one, as
    /// <c>torch.Tensor.scatter_add</c>. What goes to one place is added up in a fixed order, whatever the number of threads.
    /// </summary>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="index">The places along the axis, 0 … extent - 1, with as many axes as <paramref name="x"/>; all extents but that of the axis are the same.</param>
    /// <param name="source">What is added, of the shape of the indices. PyTorch takes a larger one as well: use <see cref="MovementLayers.Slice"/> first.</param>
    /// <param name="name">The name in the summary; by default <c>scatteradd1</c>, …</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or the shapes do not fit together.</exception>
    public static Tensor ScatterAdd(this Tensor x, int axis, Tokens index, Tensor source, string? name = null)
    {
        var layer = Require.Title("ScatterAdd", name);
        var full = RequireIndex.Elements(layer, x, axis, index);
        Require.NotNull(layer, nameof(source), source);
        if (!source.Shape.Equals(index.Shape))
            throw Require.Error(DiagnosticIds.Shape, $"{layer} needs a number to add for each index {index.Shape}, but gets {source.Shape}{(source.Shape.IsKnown && index.Shape.IsKnown ? "; give both one shape" : $": {Unification.Explain(source.Shape, index.Shape)}")}.");
        return x.Layer("ScatterAdd", name, () =>
        {
            var builder = x.Builder;
            builder.LimitTokens(index.Id, x.Shape.Dims[full]);
            var elements = Elements.Of(builder, source.Id, full);
            var sums = builder.Segment(ReduceKind.Sum, elements.Rows, Elements.IndicesOf(builder, index.Id, full), x.Shape.Dims[full]);
            return builder.Add(x.Id, elements.Back(sums, x.Shape.Dims[full]));
        });
    }

    /// <summary>A value as rows <c>[B, R, W]</c>, one for each element of an axis.</summary>
    private readonly record struct Rows(GraphBuilder Builder, int Value, Shape Others)
    {
        public static Rows Of(GraphBuilder builder, int value, int axis)
        {
            int[] order = [0, axis, .. Enumerable.Range(1, builder.ShapeOf(value).FullRank - 1).Where(other => other != axis)];
            var first = builder.Transpose(value, order);
            var shape = builder.ShapeOf(first);
            return new Rows(builder, RowsOf(builder, first), new Shape(shape.Dims.Skip(2))) { Axis = axis };
        }

        private int Axis { get; init; }

        // The axis where it was, with another extent.
        public int Back(int rows, Dim extent)
        {
            var value = Builder.Reshape(rows, new Shape([Dim.Batch, extent, .. Others.Dims]));
            int[] order = [0, .. Enumerable.Range(2, Others.FullRank)];
            return Builder.Transpose(value, [.. order.Take(Axis), 1, .. order.Skip(Axis)]);
        }
    }

    /// <summary>A value as rows of one number <c>[…, R, 1]</c>, of which each place along the other axes has its own.</summary>
    private readonly record struct Elements(GraphBuilder Builder, int Rows, int Axis)
    {
        public static Elements Of(GraphBuilder builder, int value, int axis)
        {
            var last = Last(builder, value, axis);
            return new Elements(builder, builder.Reshape(last, new Shape(builder.ShapeOf(last).Dims.Append(1))), axis);
        }

        public static int IndicesOf(GraphBuilder builder, int indices, int axis) => Last(builder, indices, axis);

        // The axis where it was, with another extent.
        public int Back(int rows, Dim extent)
        {
            var dims = Builder.ShapeOf(rows).Dims;
            var last = dims.Count - 2;
            var value = Builder.Reshape(rows, new Shape(dims.Take(last).Append(extent)));
            var axis = Axis;
            return Builder.Transpose(value, [.. Enumerable.Range(0, dims.Count - 1).Select(place => place < axis ? place : place == axis ? last : place - 1)]);
        }

        private static int Last(GraphBuilder builder, int value, int axis) =>
            builder.Transpose(value, [.. Enumerable.Range(0, builder.ShapeOf(value).FullRank).Where(other => other != axis), axis]);
    }

    /// <summary>A value whose first axis besides the batch counts rows, as <c>[B, R, W]</c>.</summary>
    internal static int RowsOf(GraphBuilder builder, int value)
    {
        var dims = builder.ShapeOf(value).Dims;
        var width = Extent.Of(dims.Skip(2)).ToDim() ?? throw Require.Error(DiagnosticIds.Shape, $"The rows of {builder.ShapeOf(value)} would have {Extent.Of(dims.Skip(2))} elements; an extent can depend on one symbol only.");
        return builder.Reshape(value, Shape.Of(dims[0], dims[1], width));
    }
}
