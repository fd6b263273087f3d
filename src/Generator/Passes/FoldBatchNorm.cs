using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// At inference, a scale per output channel behind a convolution or matrix product moves into the weight, and what is added per
/// channel becomes one bias: batch normalisation costs nothing. The new weight follows from the old ones alone.
/// </summary>
internal static class FoldBatchNorm
{
    public const string Name = nameof(FoldBatchNorm);

    public static Graph Run(Graph graph, CancellationToken cancellation = default)
    {
        var weights = DependsOnWeights.Of(graph);
        var users = SingleUsers(graph);
        var chainOf = new Chain?[graph.Nodes.Count];
        var isSkipped = new bool[graph.Nodes.Count];
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Chain.Find(graph, id, users, weights) is not { } chain) continue;
            isSkipped[id] = true;
            foreach (var step in chain.Steps) isSkipped[step] = true;
            isSkipped[chain.End] = false;
            chainOf[chain.End] = chain;
        }

        if (chainOf.All(chain => chain is null)) return graph;
        return GraphCopy.Run(graph, (copy, id) => isSkipped[id] ? -1 : chainOf[id] is { } chain ? chain.Fold(copy) : copy.Copy(id), cancellation);
    }

    /// <summary>For each node its only user, or -1 if there are several, none, or it is wanted itself.</summary>
    private static int[] SingleUsers(Graph graph)
    {
        var users = new int[graph.Nodes.Count];
        for (var id = 0; id < users.Length; id++) users[id] = -1;
        for (var id = 0; id < users.Length; id++)
        {
            foreach (var input in graph[id].Inputs) users[input] = users[input] == -1 || users[input] == id ? id : -2;
        }

        foreach (var root in graph.Roots()) users[root] = -2;
        return users;
    }

    /// <summary>
    /// A contraction with a constant weight, and the affine functions per output channel behind it, perhaps with reshapes in between that
    /// leave the channels alone: a convolution along a sequence is one of images of one row.
    /// </summary>
    private sealed class Chain
    {
        private readonly Graph graph;
        private readonly int contraction, axis;

        private Chain(Graph graph, int contraction, List<int> steps, int axis) => (this.graph, this.contraction, Steps, this.axis) = (graph, contraction, steps, axis);

        public List<int> Steps { get; }

        public int End => Steps[Steps.Count - 1];

        public static Chain? Find(Graph graph, int contraction, int[] users, bool[] weights)
        {
            var node = graph[contraction];
            if (ChannelAxis(node) is not { } axis || !weights[node.Inputs[1]] || weights[contraction]) return null;
            if (node.Op is MatMulOp && graph[node.Inputs[1]].Shape.FullRank != 2) return null;
            var (steps, last, lastAxis) = (new List<int>(), 0, axis);
            var (current, next) = (contraction, users[contraction]);
            for (; next >= 0; (current, next) = (next, users[next]))
            {
                if (AxisBehind(graph, next, axis) is { } behind) axis = behind;
                else if (!IsAffine(graph, next, current, axis, weights)) break;
                steps.Add(next);
                if (graph[next].Op is PointwiseOp) (last, lastAxis) = (steps.Count, axis);
            }

            // Reshapes behind the last function stay where they are.
            steps.RemoveRange(last, steps.Count - last);

            // Additions alone are left to the epilogue, unless several can become one.
            var functions = steps.Where(step => graph[step].Op is PointwiseOp).ToList();
            var scales = functions.Any(step => Function(graph, step) is not ScalarFunction.Add);
            return scales || functions.Count > 1 ? new Chain(graph, contraction, steps, lastAxis) : null;
        }

        /// <summary>Adds the contraction with its new weight, and the bias.</summary>
        public int Fold(GraphCopy copy)
        {
            var builder = copy.Builder;
            var (scale, shift, isNegative) = (-1, -1, false);
            var current = contraction;
            var reshapes = Steps.Any(step => graph[step].Op is ReshapeOp);
            foreach (var step in Steps)
            {
                if (graph[step].Op is ReshapeOp)
                {
                    current = step;
                    continue;
                }

                var inputs = graph[step].Inputs;
                var function = Function(graph, step);
                var isLeft = inputs[0] == current;
                var value = inputs.Count == 1 ? -1 : copy[inputs[isLeft ? 1 : 0]];
                if (reshapes && value >= 0) value = Along(builder, value, graph[End].Shape.FullRank, axis);
                switch (function)
                {
                    case ScalarFunction.Multiply:
                        scale = scale < 0 ? value : builder.Multiply(scale, value);
                        if (shift >= 0) shift = builder.Multiply(shift, value);
                        break;
                    case ScalarFunction.Divide:
                        scale = builder.Divide(scale < 0 ? builder.ConstantLike(1, value) : scale, value);
                        if (shift >= 0) shift = builder.Divide(shift, value);
                        break;
                    case ScalarFunction.Add:
                        shift = shift < 0 ? value : builder.Add(shift, value);
                        break;
                    case ScalarFunction.Subtract when isLeft:
                        shift = shift < 0 ? builder.Negate(value) : builder.Subtract(shift, value);
                        break;
                    default:
                        // value - x, or -x.
                        isNegative = !isNegative;
                        if (shift >= 0) shift = value < 0 ? builder.Negate(shift) : builder.Subtract(value, shift);
                        else shift = value;
                        break;
                }

                current = step;
            }

            if (isNegative) scale = scale < 0 ? builder.Constant(-1, graph[End].Shape.FullRank) : builder.Negate(scale);
            var node = graph[contraction];
            var weight = copy[node.Inputs[1]];
            if (scale >= 0) weight = builder.Multiply(weight, OnWeight(builder, node, weight, scale));
            builder.CurrentLayer = node.Layer;
            var result = builder.Add(node.Op, copy[node.Inputs[0]], weight);
            if (reshapes) result = builder.Reshape(result, graph[End].Shape);
            return shift < 0 ? result : builder.Add(result, shift);
        }

        /// <summary>The scale in the axes of the weight.</summary>
        private static int OnWeight(GraphBuilder builder, Node node, int weight, int scale)
        {
            var axis = node.Op is MatMulOp { TransposeB: false } ? 1 : 0;
            return Along(builder, scale, builder.ShapeOf(weight).FullRank, axis);
        }

        // A number for each channel along another axis.
        private static int Along(GraphBuilder builder, int value, int rank, int axis)
        {
            var count = builder.ShapeOf(value).Dims.Aggregate(1, (product, dim) => product * dim.Value);
            return builder.Reshape(value, new Shape(Enumerable.Range(0, rank).Select(i => (Dim)(i == axis ? count : 1))));
        }

        // Where an axis is behind a reshape that leaves it alone.
        private static int? AxisBehind(Graph graph, int id, int axis)
        {
            var node = graph[id];
            if (node.Op is not ReshapeOp op) return null;
            return op.MapAxes([graph[node.Inputs[0]].Shape], node.Shape)[0][axis] is WindowedAxis { Window.IsSame: true, Axis: var behind } ? behind : null;
        }

        private static ScalarFunction Function(Graph graph, int id) => ((PointwiseOp)graph[id].Op).Function;

        private static int? ChannelAxis(Node node) => node.Op switch
        {
            ConvolutionOp convolution => convolution.ChannelsLast ? 3 : 1,
            MatMulOp { ContractLeading: false } => node.Shape.FullRank - 1,
            _ => null,
        };

        private static bool IsAffine(Graph graph, int id, int current, int axis, bool[] weights)
        {
            var node = graph[id];
            if (node.Op is not PointwiseOp pointwise || !node.Shape.Equals(graph[current].Shape)) return false;
            if (pointwise.Function == ScalarFunction.Negate) return true;
            var isKnown = pointwise.Function is ScalarFunction.Add or ScalarFunction.Subtract or ScalarFunction.Multiply ||
                (pointwise.Function == ScalarFunction.Divide && node.Inputs[0] == current);
            if (!isKnown || node.Inputs[0] == node.Inputs[1]) return false;
            var other = node.Inputs[node.Inputs[0] == current ? 1 : 0];
            if (!weights[other]) return false;
            var dims = graph[other].Shape.Dims;
            for (var i = 0; i < dims.Count; i++)
            {
                if (i != axis && !dims[i].IsOne) return false;
            }

            return true;
        }
    }
}
