using Sinter.Generator.LoweredOps;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Brings matrix products and convolutions into the forms the kernels have: extents worked out, transposed right-hand sides
/// and convolution weights packed by a node of their own, which is hoisted where the weights are constant.
/// </summary>
internal static class LowerContractions
{
    public const string Name = nameof(LowerContractions);

    /// <summary>The rows of a sample from which on weights are packed even if they change with every call.</summary>
    private const int ManyRows = 16;

    /// <param name="graph">The graph.</param>
    /// <param name="packConstantWeights">Whether weights are packed once for many calls.</param>
    /// <param name="choosesWinograd">Whether convolutions may be computed by Winograd's filtering where that is faster.</param>
    /// <param name="isCompact">Whether the weights of these are to take no more memory than those of others.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    public static Graph Run(Graph graph, bool packConstantWeights, bool choosesWinograd, bool isCompact, CancellationToken cancellation = default)
    {
        // Weights that change with every step would have to be transformed in each: there is no choice.
        var plain = !packConstantWeights ? "" : choosesWinograd ? null : "the network is exact";
        return Run(graph, op => op is ParameterOp || (packConstantWeights && op is StateOp or ConstantOp), isReusedByCalls: packConstantWeights, plain, isCompact, cancellation);
    }

    // Packing pays where the same matrix is used again: in later calls, in later steps, or for many rows. Convolutions are plain sums
    // if there is a reason.
    private static Graph Run(Graph graph, Func<Op, bool> isReused, bool isReusedByCalls, string? plain, bool isCompact, CancellationToken cancellation)
    {
        var weights = Weights(graph, isReused);
        return GraphCopy.Run(graph, (copy, id) => graph[id].Op switch
        {
            ScanOp op => copy.Builder.Add(op with { Body = Run(op.Body, input => input is StepInputOp step && step.Index >= op.Sequences + op.States, isReusedByCalls: true, plain is "" ? plain : "inside of a recurrence", isCompact, cancellation) }, copy.Inputs(id)),
            MatMulOp op => MatMul(copy.Builder, op, copy.Inputs(id), weights[graph[id].Inputs[1]] && (isReusedByCalls || HasManyRows(graph[id].Shape))),
            ConvolutionOp op => Convolution(copy.Builder, op, copy.Inputs(id), plain is null ? Choice(graph, id, weights, isCompact) : ConvolutionChoice.Direct(plain), graph[id].Shape),
            _ => copy.Copy(id),
        }, cancellation);
    }

    private static bool HasManyRows(Shape result) => Extent.Of(result.Dims.Take(result.FullRank - 1)).MaximumPerSample >= ManyRows;

    private static ConvolutionChoice Choice(Graph graph, int id, bool[] weights, bool isCompact)
    {
        var (op, inputs) = ((ConvolutionOp)graph[id].Op, graph[id].Inputs);
        var shape = ConvolutionShapes.Of(op, graph[inputs[0]].Shape, graph[id].Shape);
        var choice = ChooseWinograd.Choose(op.Algorithm, shape, weights[inputs[1]]);
        return choice.IsWinograd && isCompact && ChooseWinograd.CanKeepWeight(shape) ? choice with { IsPacked = true, Reason = choice.Reason + ", its weight transformed in every call" } : choice;
    }

    // What follows from parameters alone: no data on the way.
    private static bool[] Weights(Graph graph, Func<Op, bool> isReused)
    {
        var weights = new bool[graph.Nodes.Count];
        for (var id = 0; id < weights.Length; id++) weights[id] = isReused(graph[id].Op) || (graph[id].Inputs.Count > 0 && graph[id].Inputs.All(input => weights[input]));
        return weights;
    }

    private static int MatMul(GraphBuilder builder, MatMulOp op, int[] inputs, bool isWeight)
    {
        var (a, b) = (inputs[0], inputs[1]);
        var result = op.InferShape([builder.ShapeOf(a), builder.ShapeOf(b)]);
        var transposeA = op.TransposeA;
        if (op.ContractLeading && !transposeA) (a, transposeA) = (SwapLast(builder, a), true);
        if (op.ContractLeading && op.TransposeB) b = SwapLast(builder, b);
        var transposeB = op.TransposeB && !op.ContractLeading;

        var (shapeA, shapeB) = (builder.ShapeOf(a).Dims, builder.ShapeOf(b).Dims);
        var leading = Extent.Of(shapeA.Take(shapeA.Count - 2));
        var rows = Extent.Of(shapeA[shapeA.Count - (transposeA ? 1 : 2)]);
        var inner = Extent.Of(shapeA[shapeA.Count - (transposeA ? 2 : 1)]);
        var columns = Extent.Of(shapeB[shapeB.Count - (transposeB ? 2 : 1)]);
        if (columns.IsBatched) throw NetworkDefinitionException.Shape($"A matrix product of {builder.ShapeOf(a)} and {builder.ShapeOf(b)} has {columns} columns, as many as a batch has samples.");

        Extent count = 1;
        var shared = shapeB.Count == 2;
        if (op.ContractLeading) inner *= leading;
        else if (shared && !transposeA) rows *= leading;
        else count = leading;

        var packed = transposeB || (isWeight && !op.ContractLeading);
        if (packed)
        {
            Extent matrices = shared ? 1 : leading;
            if (!matrices.IsConstant || !inner.IsConstant || !columns.IsConstant || !PackOp.CanHold(matrices.Factor, inner.Factor, columns.Factor))
            {
                if (transposeB) b = SwapLast(builder, b);
                packed = false;
            }
            else
            {
                b = builder.Add(PackOp.Plain((int)matrices.Factor, (int)inner.Factor, (int)columns.Factor, transposeB), b);
            }
        }

        return builder.Add(new LoweredMatMulOp(count, rows, inner, columns, transposeA, packed, shared || op.ContractLeading, result), a, b);
    }

    private static int SwapLast(GraphBuilder builder, int id)
    {
        var rank = builder.ShapeOf(id).FullRank;
        return builder.Transpose(id, Enumerable.Range(0, rank - 2).Concat([rank - 1, rank - 2]).ToArray());
    }

    private static int Convolution(GraphBuilder builder, ConvolutionOp op, int[] inputs, ConvolutionChoice choice, Shape result)
    {
        if (!op.ChannelsLast) throw new InvalidOperationException("Convolutions are channels-last when they are lowered.");
        var weight = builder.ShapeOf(inputs[1]).Dims;
        var (outChannels, perGroup) = (weight[0].Value, weight[3].Value);
        var taps = weight[1].Value * weight[2].Value;
        var isDepthwise = perGroup == 1 && outChannels == op.Groups && op.Groups > 1;
        if (choice is { IsWinograd: true, IsPacked: false })
        {
            var transformed = builder.Add(new TransformWeightOp(perGroup, outChannels), inputs[1]);
            return builder.Add(new LoweredConvolutionOp(op.Window, op.Groups, 1, 1, IsDepthwise: false, result) { Choice = choice }, inputs[0], transformed);
        }

        if (!isDepthwise && !PackOp.CanHold(op.Groups, (long)taps * perGroup, outChannels / op.Groups))
            throw Require.Error(DiagnosticIds.Range, $"The weight {builder.ShapeOf(inputs[1])} of a convolution takes more than {Runtime.KernelLimits.Columns} numbers where its output channels are filled up to {Runtime.KernelLimits.PanelWidth}; use a smaller window, or fewer channels or groups.");
        var packed = isDepthwise
            ? builder.Transpose(builder.Reshape(inputs[1], Shape.Of(outChannels, taps)), 1, 0)
            : builder.Add(PackOp.Plain(op.Groups, taps * perGroup, outChannels / op.Groups, transposed: true), inputs[1]);
        return builder.Add(new LoweredConvolutionOp(op.Window, op.Groups, op.InputStrideHeight, op.InputStrideWidth, isDepthwise, result) { Choice = choice }, inputs[0], packed);
    }
}
