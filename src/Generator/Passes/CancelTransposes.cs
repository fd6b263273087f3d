using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Moves transposes down through the graph until they meet their inverses, or a reshape or matrix product that takes them for
/// free. Between channels-last convolutions nothing is transposed any more.
/// </summary>
internal static class CancelTransposes
{
    public const string Name = nameof(CancelTransposes);

    /// <param name="graph">Any graph.</param>
    /// <param name="permutesAllWeights">
    /// Whether the weight of a linear layer behind a flattened image is always the one to be permuted, because that is done once
    /// and not in every call.
    /// </param>
    public static Graph Run(Graph graph, bool permutesAllWeights)
    {
        if (!graph.Nodes.Any(node => node.Op is TransposeOp)) return graph;
        var copy = new GraphCopy(graph);
        var pending = new PendingTransposes(copy);
        var weights = DependsOnWeights.Of(graph);
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            copy.Enter(id);
            var done = graph[id].Op switch
            {
                TransposeOp op => pending.Transpose(id, op),
                PointwiseOp => SinkPointwise(pending, id),
                ReduceOp op => SinkUnary(pending, id, order => op with { Axes = op.Axes.Select(axis => order[axis]).OrderBy(axis => axis).ToEquatableArray() }),
                SliceOp op => SinkUnary(pending, id, order => op with { Axis = order[op.Axis] }),
                ReverseOp op => SinkUnary(pending, id, order => new ReverseOp(order[op.Axis])),
                PadOp op => SinkUnary(pending, id, order => op with { Axis = order[op.Axis] }),
                DetachOp op => SinkUnary(pending, id, _ => op),
                ExpandOp op => SinkUnary(pending, id, order => new ExpandOp(Untransposed(op.Shape, order))),
                ConcatOp op => SinkConcat(pending, id, op),
                ReshapeOp op => SinkReshape.Run(pending, id, op),
                MatMulOp op => AbsorbInMatMul.Run(pending, id, op, weights, permutesAllWeights),
                _ => false,
            };
            if (!done) copy[id] = copy.Copy(id, pending.PlainInputs(id));
        }

        foreach (var root in graph.Roots()) pending.Plain(root);
        return copy.Finish();
    }

    private static Shape Untransposed(Shape shape, IReadOnlyList<int> order)
    {
        var dims = new Dim[order.Count];
        for (var axis = 0; axis < dims.Length; axis++) dims[order[axis]] = shape.Dims[axis];
        return new Shape(new EquatableArray<Dim>(dims));
    }

    private static bool SinkUnary(PendingTransposes pending, int id, Func<IReadOnlyList<int>, Op> op)
    {
        var input = pending.Graph[id].Inputs[0];
        if (pending.OrderOf(input) is not { } order) return false;
        pending.Set(id, pending.Builder.Add(op(order), pending.BaseOf(input)), order);
        return true;
    }

    private static bool SinkConcat(PendingTransposes pending, int id, ConcatOp op)
    {
        if (Choose(pending, id) is not { } order) return false;
        pending.Set(id, pending.Builder.Add(new ConcatOp(order[op.Axis]), pending.Untransposed(id, order)), order);
        return true;
    }

    private static bool SinkPointwise(PendingTransposes pending, int id)
    {
        if (Choose(pending, id) is not { } order) return false;
        pending.Set(id, pending.Builder.Add(pending.Graph[id].Op, pending.Untransposed(id, order)), order);
        return true;
    }

    /// <summary>
    /// The order in which the inputs are combined: that of most of them, or null when most are in plain order. Values whose
    /// elements do not move in memory go with any order.
    /// </summary>
    private static EquatableArray<int>? Choose(PendingTransposes pending, int id)
    {
        EquatableArray<int>? best = null;
        var (bestCount, plainCount) = (0, 0);
        var inputs = pending.Graph[id].Inputs;
        foreach (var input in inputs)
        {
            if (pending.OrderOf(input) is not { } order)
            {
                if (pending.Graph[input].Shape.Dims.Count(dim => !dim.IsOne) > 1) plainCount++;
                continue;
            }

            var count = inputs.Count(other => pending.OrderOf(other) is { } otherOrder && otherOrder.Equals(order));
            if (count > bestCount) (best, bestCount) = (order, count);
        }

        return plainCount > bestCount ? null : best;
    }
}
