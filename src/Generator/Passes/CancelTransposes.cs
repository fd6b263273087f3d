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
    public static Graph Run(Graph graph, bool permutesAllWeights, CancellationToken cancellation = default)
    {
        if (!graph.Nodes.Any(node => node.Op is TransposeOp)) return graph;
        var copy = new GraphCopy(graph, cancellation);
        var pending = new PendingTransposes(copy);
        var weights = DependsOnWeights.Of(graph);
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            cancellation.ThrowIfCancellationRequested();
            copy.Enter(id);
            var done = graph[id].Op switch
            {
                TransposeOp op => pending.Transpose(id, op),
                ReshapeOp op => SinkReshape.Run(pending, id, op),
                MatMulOp op => AbsorbInMatMul.Run(pending, id, op, weights, permutesAllWeights),
                _ => Sink(pending, id),
            };
            if (!done) copy[id] = copy.Copy(id, pending.PlainInputs(id));
        }

        foreach (var root in graph.Roots())
        {
            copy.Enter(root);
            pending.Plain(root);
        }

        return copy.Finish();
    }

    // What an op does whatever the order of axes is, it does before the transpose.
    private static bool Sink(PendingTransposes pending, int id)
    {
        if (Choose(pending, id) is not { } order || pending.Graph[id].Op.Renumbered(AxisNumbers.Before(order)) is not { } op) return false;
        pending.Set(id, op, order);
        return true;
    }

    /// <summary>
    /// The order in which the inputs are combined: that of most of those whose elements would have to move, or null when most are
    /// in plain order. Where nothing has to move, the first that is only another view decides.
    /// </summary>
    private static EquatableArray<int>? Choose(PendingTransposes pending, int id)
    {
        EquatableArray<int>? best = null, view = null;
        var (bestCount, plainCount) = (0, 0);
        List<(EquatableArray<int> Order, int Count)>? orders = null;
        var inputs = pending.Graph[id].Inputs;
        for (var i = 0; i < inputs.Count; i++)
        {
            if (pending.OrderOf(inputs[i]) is not { } order)
            {
                if (HasSeveralLongAxes(pending.Graph[inputs[i]].Shape)) plainCount++;
                continue;
            }

            if (pending.IsView(inputs[i]))
            {
                view ??= order;
                continue;
            }

            orders ??= [];
            var known = orders.FindIndex(other => other.Order.Equals(order));
            if (known < 0) orders.Add((order, 1));
            else orders[known] = (order, orders[known].Count + 1);
        }

        foreach (var (order, count) in orders ?? [])
        {
            if (count > bestCount) (best, bestCount) = (order, count);
        }

        if (bestCount == 0) return plainCount == 0 ? view : null;
        return plainCount > bestCount ? null : best;
    }

    private static bool HasSeveralLongAxes(Shape shape)
    {
        var count = 0;
        for (var axis = 0; axis < shape.FullRank; axis++)
        {
            if (!shape.Dims[axis].IsOne) count++;
        }

        return count > 1;
    }
}
