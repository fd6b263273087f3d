using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Where the largest elements of an axis stand. Places are floats that hold whole numbers, to compute with; <see cref="TokenLayers.ToTokens"/>
/// makes them the integers of an output. They are exact, for an axis may have 16777216 elements at most. Axes do not count the batch; negative ones count from the end.
/// </summary>
public static class RankingLayers
{
    // Each is a pass over the axis.
    private const int MostOfAll = 64;

    /// <summary>The place of the largest element of an axis, the first of several; of NaN, if there is one, as in <c>torch.argmax</c>. No gradient passes.</summary>
    /// <param name="x">Any shape with the axis, which may be as long as every call says.</param>
    /// <param name="axis">The axis. PyTorch's default, the place in all axes together, is <c>x.Flatten().ArgMax(0)</c>.</param>
    /// <param name="keepDims">Whether it stays, with the extent 1.</param>
    /// <returns>The shape without the axis, or with its extent 1.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or it may have more than 16777216 elements.</exception>
    public static Tensor ArgMax(this Tensor x, int axis, bool keepDims = false) => First(x, "ArgMax", axis, keepDims, isLargest: true);

    /// <summary>The place of the smallest element of an axis, the first of several; of NaN, if there is one, as in <c>torch.argmin</c>. No gradient passes.</summary>
    /// <param name="x">Any shape with the axis, which may be as long as every call says.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether it stays, with the extent 1.</param>
    /// <returns>The shape without the axis, or with its extent 1.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or it may have more than 16777216 elements.</exception>
    public static Tensor ArgMin(this Tensor x, int axis, bool keepDims = false) => First(x, "ArgMin", axis, keepDims, isLargest: false);

    /// <summary>
    /// The largest elements of an axis and their places, as <c>torch.topk</c>: in order, and of equal ones the first. The gradient of a value
    /// goes to its element alone.
    /// </summary>
    /// <remarks>
    /// Each of them is a pass over the axis, which is fast for a few. PyTorch's <c>sorted: false</c> allows any order; this one is always
    /// sorted.
    /// </remarks>
    /// <param name="x">Any shape with the axis.</param>
    /// <param name="k">How many, up to 64 and to the elements that the axis has at every call.</param>
    /// <param name="axis">The axis; the last by default.</param>
    /// <param name="largest">Whether the largest are wanted, or the smallest.</param>
    /// <param name="name">The name in the summary; by default <c>topk1</c>, …</param>
    /// <returns>Values and places, each the shape with <paramref name="k"/> elements along the axis.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or it can have fewer elements.</exception>
    public static (Tensor Values, Tensor Indices) TopK(this Tensor x, int k, int axis = -1, bool largest = true, string? name = null)
    {
        var layer = Require.Title("TopK", name);
        var full = Check(x, layer, axis);
        Require.Positive(layer, nameof(k), k);
        var extent = x.Shape.Dims[full];
        var most = (int)Math.Min(extent.Minimum, MostOfAll);
        if (k > MostOfAll) throw Require.Error(DiagnosticIds.Range, $"{layer}: k is {k}, but must be {MostOfAll} or less, for each of the elements is a pass over the axis.");
        if (k > most)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: k is {k}, but axis {axis} of {x.Shape} {(extent.IsConstant ? $"has {extent} elements; use k: {most}" : $"can have {extent.Minimum}; {Fixes.Bound(extent, k)}")}.");
        var places = 0;
        var values = x.Layer("TopK", name, () =>
        {
            var builder = x.Builder;
            var ranking = new Ranking(builder, x.Id, full, largest);
            var (elements, found) = (new int[k], new int[k]);
            for (var i = 0; i < k; i++) (elements[i], found[i]) = ranking.Next();
            places = builder.Concat(full, found);
            return builder.Concat(full, elements);
        });
        return (values, x.With(places));
    }

    private static Tensor First(Tensor x, string layer, int axis, bool keepDims, bool isLargest)
    {
        var full = Check(x, layer, axis);
        var place = new Ranking(x.Builder, x.Id, full, isLargest).Next().Place;
        return x.With(keepDims ? place : x.Builder.Reshape(place, x.Shape.Without(full)));
    }

    private static int Check(Tensor x, string layer, int axis)
    {
        Require.NotNull(layer, "the input", x);
        var full = x.FullAxis(axis, layer);
        if (x.Shape.Dims[full].Maximum > Require.LargestWhole)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: axis {axis} of {x.Shape} can have {x.Shape.Dims[full].Maximum} elements, but must have {Require.LargestWhole} or fewer, up to which floats count exactly.");
        return full;
    }

    /// <summary>The elements of an axis from the largest on, or from the smallest.</summary>
    private sealed class Ranking(GraphBuilder builder, int x, int axis, bool isLargest)
    {
        private readonly int keys = builder.Add(new DetachOp(), isLargest ? x : builder.Negate(x));
        private readonly int position = builder.Add(new IotaOp(axis, new Shape(builder.ShapeOf(x).Dims.Select((dim, other) => other == axis ? dim : 1))));
        private int? taken;

        /// <summary>The next element and its place, the axis with the extent 1.</summary>
        public (int Element, int Place) Next()
        {
            var least = builder.ConstantLike(float.NegativeInfinity, x);
            var left = taken is { } before ? builder.Select(before, least, keys) : keys;

            // A maximum of NaN equals nothing, and then NaN is what is looked for. What is taken is not, even where all that is left is -∞.
            var isNumber = builder.Pointwise(ScalarFunction.Equal, left, left);
            var isLargestLeft = builder.Select(isNumber, builder.Pointwise(ScalarFunction.Equal, left, builder.Max(left, axis)), builder.ConstantLike(1, x));
            if (taken is { } others) isLargestLeft = builder.Select(others, builder.ConstantLike(0, x), isLargestLeft);

            // The first place is the largest of those below 0.
            var backwards = builder.Negate(position);
            var place = builder.Negate(builder.Max(builder.Select(isLargestLeft, backwards, least), axis));
            var isHere = builder.Pointwise(ScalarFunction.Equal, position, place);
            taken = taken is { } earlier ? builder.Pointwise(ScalarFunction.Maximum, earlier, isHere) : isHere;
            return (builder.Sum(builder.Select(isHere, x, builder.ConstantLike(0, x)), axis), place);
        }
    }
}
