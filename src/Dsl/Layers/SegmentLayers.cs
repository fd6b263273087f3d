using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Rows combined by an index for each of them: what the edges of a graph bring to its nodes, and what the nodes of several graphs make of
/// each graph. Messages pass along edges <c>[E]</c> as <c>x.IndexSelect(source).SegmentSum(target, like: x)</c>, with as many nodes and edges
/// as every call says.
/// </summary>
/// <remarks>
/// What a row gets is added up in the order of the edges and in blocks of 64, so that results are the same bits for any number of threads.
/// Every call checks its indices. A batch is several graphs with as many nodes and edges each; graphs of different sizes go into one sample
/// as parts of one graph, with the number of its graph as another index of each node. A call has one edge at least.
/// </remarks>
public static class SegmentLayers
{
    /// <summary>The sum of the rows that have the same index, as <c>torch.zeros(…).index_add_(0, index, values)</c>. A row that no index names is 0.</summary>
    /// <param name="values">Rows <c>[E, …]</c>.</param>
    /// <param name="index">For each of them, the row of the result that it goes to, <c>[E]</c>: 0 … N - 1.</param>
    /// <param name="like">A value <c>[N, …]</c> that has as many rows as the result, such as the nodes; its elements do not matter.</param>
    /// <param name="name">The name in the summary; by default <c>segmentsum1</c>, …</param>
    /// <returns><c>[N, …]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">There is not one index for each row, or <paramref name="like"/> has no rows.</exception>
    public static Tensor SegmentSum(this Tensor values, Tokens index, Tensor like, string? name = null) => Combined("SegmentSum", name, values, index, RowsOf("SegmentSum", name, like), Sum);

    /// <summary>The sum of the rows that have the same index, as many as are stated. A row that no index names is 0.</summary>
    /// <param name="values">Rows <c>[E, …]</c>.</param>
    /// <param name="index">For each of them, the row of the result that it goes to, <c>[E]</c>: 0 … rows - 1.</param>
    /// <param name="rows">The rows of the result.</param>
    /// <param name="name">The name in the summary; by default <c>segmentsum1</c>, …</param>
    /// <returns><c>[rows, …]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">There is not one index for each row, or <paramref name="rows"/> is not positive.</exception>
    public static Tensor SegmentSum(this Tensor values, Tokens index, int rows, string? name = null) => Combined("SegmentSum", name, values, index, RowsOf("SegmentSum", name, rows), Sum);

    /// <summary>The mean of the rows that have the same index. A row that no index names is 0, as in PyTorch Geometric.</summary>
    /// <param name="values">Rows <c>[E, …]</c>.</param>
    /// <param name="index">For each of them, the row of the result that it goes to, <c>[E]</c>: 0 … N - 1.</param>
    /// <param name="like">A value <c>[N, …]</c> that has as many rows as the result; its elements do not matter.</param>
    /// <param name="name">The name in the summary; by default <c>segmentmean1</c>, …</param>
    /// <returns><c>[N, …]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">There is not one index for each row, or <paramref name="like"/> has no rows.</exception>
    public static Tensor SegmentMean(this Tensor values, Tokens index, Tensor like, string? name = null) => Combined("SegmentMean", name, values, index, RowsOf("SegmentMean", name, like), Mean);

    /// <summary>The mean of the rows that have the same index, as many as are stated. A row that no index names is 0.</summary>
    /// <param name="values">Rows <c>[E, …]</c>.</param>
    /// <param name="index">For each of them, the row of the result that it goes to, <c>[E]</c>: 0 … rows - 1.</param>
    /// <param name="rows">The rows of the result.</param>
    /// <param name="name">The name in the summary; by default <c>segmentmean1</c>, …</param>
    /// <returns><c>[rows, …]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">There is not one index for each row, or <paramref name="rows"/> is not positive.</exception>
    public static Tensor SegmentMean(this Tensor values, Tokens index, int rows, string? name = null) => Combined("SegmentMean", name, values, index, RowsOf("SegmentMean", name, rows), Mean);

    /// <summary>
    /// The largest of the rows that have the same index, element by element. A row that no index names is 0, as in PyTorch Geometric, and not
    /// -∞. Values that are equally large share the gradient evenly, as those of <c>torch.scatter_reduce</c> do.
    /// </summary>
    /// <param name="values">Rows <c>[E, …]</c>.</param>
    /// <param name="index">For each of them, the row of the result that it goes to, <c>[E]</c>: 0 … N - 1.</param>
    /// <param name="like">A value <c>[N, …]</c> that has as many rows as the result; its elements do not matter.</param>
    /// <param name="name">The name in the summary; by default <c>segmentmax1</c>, …</param>
    /// <returns><c>[N, …]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">There is not one index for each row, or <paramref name="like"/> has no rows.</exception>
    public static Tensor SegmentMax(this Tensor values, Tokens index, Tensor like, string? name = null) => Combined("SegmentMax", name, values, index, RowsOf("SegmentMax", name, like), Max);

    /// <summary>The largest of the rows that have the same index, as many as are stated. A row that no index names is 0.</summary>
    /// <param name="values">Rows <c>[E, …]</c>.</param>
    /// <param name="index">For each of them, the row of the result that it goes to, <c>[E]</c>: 0 … rows - 1.</param>
    /// <param name="rows">The rows of the result.</param>
    /// <param name="name">The name in the summary; by default <c>segmentmax1</c>, …</param>
    /// <returns><c>[rows, …]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">There is not one index for each row, or <paramref name="rows"/> is not positive.</exception>
    public static Tensor SegmentMax(this Tensor values, Tokens index, int rows, string? name = null) => Combined("SegmentMax", name, values, index, RowsOf("SegmentMax", name, rows), Max);

    /// <summary>
    /// Probabilities that add up to 1 over the rows that have the same index, without overflow: how a node shares its attention among its edges
    /// (Velickovic et al. 2018).
    /// </summary>
    /// <param name="values">Scores <c>[E, …]</c>; what stands behind the edges, such as heads, is apart.</param>
    /// <param name="index">For each edge, the node that it goes to, <c>[E]</c>: 0 … N - 1.</param>
    /// <param name="like">A value <c>[N, …]</c> of the nodes; its elements do not matter.</param>
    /// <param name="name">The name in the summary; by default <c>segmentsoftmax1</c>, …</param>
    /// <returns>The shape of <paramref name="values"/>.</returns>
    /// <exception cref="NetworkDefinitionException">There is not one index for each row, or <paramref name="like"/> has no rows.</exception>
    public static Tensor SegmentSoftmax(this Tensor values, Tokens index, Tensor like, string? name = null) => Softmax(name, values, index, RowsOf("SegmentSoftmax", name, like));

    /// <summary>Probabilities that add up to 1 over the rows that have the same index, of which there are as many as are stated.</summary>
    /// <param name="values">Scores <c>[E, …]</c>.</param>
    /// <param name="index">For each of them, the group that it belongs to, <c>[E]</c>: 0 … rows - 1.</param>
    /// <param name="rows">How many groups there are.</param>
    /// <param name="name">The name in the summary; by default <c>segmentsoftmax1</c>, …</param>
    /// <returns>The shape of <paramref name="values"/>.</returns>
    /// <exception cref="NetworkDefinitionException">There is not one index for each row, or <paramref name="rows"/> is not positive.</exception>
    public static Tensor SegmentSoftmax(this Tensor values, Tokens index, int rows, string? name = null) => Softmax(name, values, index, RowsOf("SegmentSoftmax", name, rows));

    /// <summary>How often each row is named: the number of edges that come to each node, for their targets. No gradient passes.</summary>
    /// <param name="index">The rows, <c>[E]</c>: 0 … N - 1.</param>
    /// <param name="like">A value <c>[N, …]</c> that has as many rows; its elements do not matter.</param>
    /// <returns><c>[N]</c>, exact up to 16777216.</returns>
    /// <exception cref="NetworkDefinitionException">The indices have other than one axis, or <paramref name="like"/> has no rows.</exception>
    public static Tensor Degree(this Tokens index, Tensor like)
    {
        Require.NotNull("Degree", nameof(index), index);
        RequireIndex.OneAxis("Degree", index);
        var rows = RowsOf("Degree", null, like);
        var builder = index.Builder;
        builder.LimitTokens(index.Id, rows);
        return new Tensor(builder, builder.Reshape(Count(builder, index, rows), Shape.Of(Dim.Batch, rows)));
    }

    private static Tensor Combined(string kind, string? name, Tensor values, Tokens index, Dim rows, Func<GraphBuilder, int, Tokens, Dim, int> combine)
    {
        RequireIndex.Rows(Require.Title(kind, name), values, index);
        return values.Layer(kind, name, () =>
        {
            var builder = values.Builder;
            builder.LimitTokens(index.Id, rows);
            var combined = combine(builder, IndexingLayers.RowsOf(builder, values.Id), index, rows);
            return builder.Reshape(combined, new Shape([Dim.Batch, rows, .. values.Shape.Dims.Skip(2)]));
        });
    }

    private static Tensor Softmax(string? name, Tensor values, Tokens index, Dim rows)
    {
        RequireIndex.Rows(Require.Title("SegmentSoftmax", name), values, index);
        return values.Layer("SegmentSoftmax", name, () =>
        {
            var builder = values.Builder;
            builder.LimitTokens(index.Id, rows);
            var scores = IndexingLayers.RowsOf(builder, values.Id);

            // The shift cancels, so it has no gradient.
            var largest = builder.Add(new DetachOp(), builder.SelectRows(Max(builder, scores, index, rows), index.Id));
            var exponentials = builder.Exp(builder.Subtract(scores, largest));
            var sums = builder.SelectRows(Sum(builder, exponentials, index, rows), index.Id);
            return builder.Reshape(builder.Divide(exponentials, sums), values.Shape);
        });
    }

    private static int Sum(GraphBuilder builder, int values, Tokens index, Dim rows) => builder.Segment(ReduceKind.Sum, values, index.Id, rows);

    private static int Max(GraphBuilder builder, int values, Tokens index, Dim rows) => builder.Segment(ReduceKind.Max, values, index.Id, rows);

    // Divided by at least 1, so that a row without values is not 0 / 0.
    private static int Mean(GraphBuilder builder, int values, Tokens index, Dim rows) =>
        builder.Divide(Sum(builder, values, index, rows), builder.Maximum(Count(builder, index, rows), 1));

    private static int Count(GraphBuilder builder, Tokens index, Dim rows)
    {
        var ones = builder.Expand(builder.Constant(1, 3), new Shape(index.Shape.Dims.Append(1)));
        return Sum(builder, ones, index, rows);
    }

    private static Dim RowsOf(string kind, string? name, Tensor like)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, nameof(like), like);
        return like.Shape.Dims[like.FullAxis(0, layer)];
    }

    private static Dim RowsOf(string kind, string? name, int rows)
    {
        Require.Positive(Require.Title(kind, name), nameof(rows), rows);
        return rows;
    }
}
