using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Reshapes of transposed values. One that splits axes, or joins axes that are also neighbours in memory, can be done before
/// the transpose: the groups of a channel axis, or the pixels of an image as one axis.
/// </summary>
internal static class SinkReshape
{
    public static bool Run(PendingTransposes pending, int id, ReshapeOp op)
    {
        var input = pending.Graph[id].Inputs[0];
        if (pending.OrderOf(input) is not { } order) return false;
        if (pending.IsView(input))
        {
            pending.Define(id, pending.Builder.Reshape(pending.BaseOf(input), op.Shape));
            return true;
        }

        var from = pending.Builder.ShapeOf(pending.BaseOf(input));
        if (Commute(from, order, op.Shape) is var (shape, newOrder))
            pending.Set(id, pending.Builder.Reshape(pending.BaseOf(input), shape), newOrder);
        else
            pending.Delay(id);
        return true;
    }

    /// <summary>
    /// The shape and order such that a reshape followed by a transpose gives <paramref name="to"/>, as the transpose
    /// <paramref name="order"/> of <paramref name="from"/> followed by a reshape does. Null if there is none.
    /// </summary>
    public static (Shape Shape, EquatableArray<int> Order)? Commute(Shape from, EquatableArray<int> order, Shape to)
    {
        // Axes of 1 are left out at first: they can be anywhere.
        var source = order.Where(axis => !from.Dims[axis].IsOne).ToArray();
        var target = Enumerable.Range(0, to.FullRank).Where(axis => !to.Dims[axis].IsOne).ToArray();
        var ranks = source.OrderBy(axis => axis).Select((axis, rank) => (axis, rank)).ToDictionary(pair => pair.axis, pair => pair.rank);

        // For each axis of the result, where it goes in memory: the place of its block, then its place within it.
        var places = new (int Block, int IsOne, int Within)[to.FullRank];
        var (i, j) = (0, 0);
        while (i < source.Length || j < target.Length)
        {
            var (firstSource, firstTarget) = (i, j);
            Extent left = 1, right = 1;
            do
            {
                if (i < source.Length && (j == target.Length || Size(left) <= Size(right))) left *= Extent.Of(from.Dims[source[i++]]);
                else if (j < target.Length) right *= Extent.Of(to.Dims[target[j++]]);
                else return null;
            }
            while (left != right);

            for (var k = firstSource + 1; k < i; k++)
            {
                if (ranks[source[k]] != ranks[source[k - 1]] + 1) return null;
            }

            for (var k = firstTarget; k < j; k++) places[target[k]] = (ranks[source[firstSource]], 0, k);
        }

        for (var axis = 0; axis < places.Length; axis++)
        {
            if (!to.Dims[axis].IsOne) continue;
            var previous = axis == 0 ? (Block: -1, IsOne: 0, Within: 0) : places[axis - 1];
            places[axis] = (previous.Block, 1, previous.IsOne == 1 ? previous.Within + 1 : 0);
        }

        var memory = Enumerable.Range(0, to.FullRank).OrderBy(axis => places[axis]).ToArray();
        return (new Shape(memory.Select(axis => to.Dims[axis])), AxisOrder.Inverse(memory));
    }

    // Which of two products is the larger one in most calls: the smaller one is extended next.
    private static double Size(Extent extent) => extent.Symbols.Aggregate((double)extent.Factor, (product, dim) => product * dim.AtMost(1_000_003));
}
