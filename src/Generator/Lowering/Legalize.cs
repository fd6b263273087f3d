using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>
/// The last rewrite before scheduling: reductions over several runs of axes become one reduction a run, expansions that only
/// pointwise nodes read become broadcasts, and what kernels or callers read gets memory of its own.
/// </summary>
internal static class Legalize
{
    public const string Name = nameof(Legalize);

    public static Graph Run(Graph graph, CancellationToken cancellation = default)
    {
        InlineValues? inline = null;
        var legal = GraphCopy.Run(graph, (copy, id) =>
        {
            inline ??= new InlineValues(value => copy.Builder[value]);
            return graph[id].Op switch
            {
                ReduceOp op => Reduce(copy.Builder, op, copy[graph[id].Inputs[0]]),
                PointwiseOp => copy.Builder.Expand(copy.Copy(id, Each(copy, id, input => Unexpanded(copy.Builder, input))), graph[id].Shape),
                ReshapeOp or LeafOp or ExpandOp or ScanResultOp or ResultOp => copy.Copy(id),
                TransposeOp op => SplitTranspose.Run(copy.Builder, Materialized(copy[graph[id].Inputs[0]]), op.Order.ToArray()),
                ScanOp op => copy.Builder.Add(op with { Body = Run(op.Body, cancellation) }, Each(copy, id, Materialized)),
                _ => copy.Copy(id, Each(copy, id, Materialized)),
            };

            // Constants and other values that are computed inside their users exist nowhere else: an expansion to the same shape stores them.
            int Materialized(int input) => inline.Contains(input) ? Stored(copy.Builder, input) : input;
        }, cancellation);
        return MaterializeRoots(RemoveDead.Run(legal, cancellation), cancellation);
    }

    private static int[] Each(GraphCopy copy, int id, Func<int, int> of)
    {
        var inputs = copy.Inputs(id);
        for (var index = 0; index < inputs.Length; index++) inputs[index] = of(inputs[index]);
        return inputs;
    }

    private static int Reduce(GraphBuilder builder, ReduceOp op, int input)
    {
        var shape = builder.ShapeOf(input);
        var axes = op.Axes.Where(axis => !shape.Dims[axis].IsOne).OrderBy(axis => axis).ToList();
        if (axes.Count == 0) return input;
        while (axes.Count > 0)
        {
            // The last run of neighbouring axes.
            var start = axes.Count - 1;
            while (start > 0 && ReduceSpace.IsOneRun(new ReduceOp(op.Kind, EquatableArray.Of(axes[start - 1], axes[start])), shape)) start--;
            input = builder.Add(new ReduceOp(op.Kind, axes.Skip(start).ToEquatableArray()), input);
            axes.RemoveRange(start, axes.Count - start);
        }

        return input;
    }

    private static int Unexpanded(GraphBuilder builder, int id) => builder[id].Op is ExpandOp ? builder[id].Inputs[0] : id;

    private static int Stored(GraphBuilder builder, int id) => builder.Add(new ExpandOp(builder.ShapeOf(id)), id);

    // Outputs and gradients are written to places of their own, so a leaf, or one value wanted twice, is copied.
    private static Graph MaterializeRoots(Graph graph, CancellationToken cancellation)
    {
        var builder = new GraphBuilder(graph) { IsBackward = true, Cancellation = cancellation };
        var inline = new InlineValues(value => builder[value]);
        var taken = new HashSet<int>();
        int Own(int id)
        {
            // Tokens that are given through are copied from the memory of the input, by the call.
            if (graph[id].Type == DataType.Int32) return id;
            var source = id;
            while (graph[source].Op is ReshapeOp) source = graph[source].Inputs[0];
            var isComputed = graph[source].Op is not (LeafOp or ScanResultOp or ResultOp) && !inline.Contains(source);
            return isComputed && taken.Add(source) ? id : Stored(builder, id);
        }

        var updates = graph.Updates.Select(update => new StateUpdate(update.State, Own(update.Value))).ToEquatableArray();
        var gradients = graph.Gradients.Select(gradient => new ParameterGradient(gradient.Parameter, Own(gradient.Gradient))).ToEquatableArray();

        // The outputs of a network are of the forward pass, those of the body of a scan of either.
        var outputs = graph.Outputs.Select(output =>
        {
            builder.IsBackward = graph[output.Node].IsBackward;
            return output with { Node = Own(output.Node) };
        }).ToEquatableArray();
        builder.IsBackward = false;
        int? loss = graph.Loss is { } declared ? Own(declared) : null;
        return graph with { Nodes = builder.Build().Nodes, Outputs = outputs, Loss = loss, Updates = updates, Gradients = gradients };
    }
}
