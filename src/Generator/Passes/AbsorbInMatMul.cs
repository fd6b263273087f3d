using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Matrix products of transposed values: a product reads either operand transposed at no cost, and behind a flattened image
/// the weight's rows can be put in the order of memory instead of the image.
/// </summary>
internal static class AbsorbInMatMul
{
    /// <summary>While training, a weight is permuted in every step: only worth it where it has fewer rows than a batch has samples.</summary>
    private const int FewOutputs = 128;

    public static bool Run(PendingTransposes pending, int id, MatMulOp op, bool[] weights, bool permutesAllWeights)
    {
        var inputs = pending.Graph[id].Inputs;
        var (a, swapsA) = Operand(pending, inputs[0]);
        var (b, swapsB) = Operand(pending, inputs[1]);
        if (!swapsA && !swapsB && Flattened(pending, id, op, weights, permutesAllWeights)) return true;
        var (transposeA, transposeB) = (op.TransposeA ^ swapsA, op.TransposeB ^ swapsB);
        if (!swapsA) a = pending.Plain(inputs[0]);
        if (!swapsB) b = pending.Plain(inputs[1]);
        pending.Define(id, pending.Builder.MatMul(a, b, transposeA, transposeB, op.ContractLeading));
        return true;
    }

    private static (int Id, bool Swaps) Operand(PendingTransposes pending, int id)
    {
        if (pending.OrderOf(id) is not { } order) return (-1, false);
        var last = order.Count - 1;
        for (var axis = 0; axis < last - 1; axis++)
        {
            if (order[axis] != axis) return (-1, false);
        }

        return (pending.BaseOf(id), true);
    }

    private static bool Flattened(PendingTransposes pending, int id, MatMulOp op, bool[] weights, bool permutesAllWeights)
    {
        var (flat, weight) = (pending.Graph[id].Inputs[0], pending.Graph[id].Inputs[1]);
        var weightShape = pending.Graph[weight].Shape;
        if (!pending.IsDelayed(flat) || !weights[weight] || weightShape.FullRank != 2) return false;
        if (op.TransposeA || op.ContractLeading) return false;
        if (!permutesAllWeights && weightShape.Dims[op.TransposeB ? 0 : 1].Value > FewOutputs) return false;

        // [leading…, C, H, W] in the memory order [leading…, H, W, C] is read as [leading…, inner].
        var image = pending.Graph[flat].Inputs[0];
        var (shape, order) = (pending.Graph[image].Shape, pending.OrderOf(image)!.Value);
        var inner = pending.Graph[flat].Shape.Dims[pending.Graph[flat].Shape.FullRank - 1];
        if (!inner.IsConstant) return false;
        var first = shape.FullRank;
        for (long product = 1; product < inner.Value && first > 0 && shape.Dims[first - 1].IsConstant;) product *= shape.Dims[--first].Value;
        var flattened = shape.Dims.Skip(first).ToArray();
        if (flattened.Aggregate(1L, (product, dim) => product * dim.Value) != inner.Value) return false;
        for (var axis = 0; axis < first; axis++)
        {
            if (order[axis] != axis) return false;
        }

        var builder = pending.Builder;
        var inMemory = AxisOrder.Inverse(order).Skip(first).Select(axis => axis - first);
        var columns = weightShape.Dims[op.TransposeB ? 0 : 1];
        var spread = op.TransposeB ? new Shape(new[] { columns }.Concat(flattened)) : new Shape(flattened.Concat([columns]));
        var permutation = op.TransposeB ? new[] { 0 }.Concat(inMemory.Select(axis => axis + 1)) : inMemory.Concat([flattened.Length]);
        var permuted = builder.Transpose(builder.Reshape(pending.Plain(weight), spread), permutation.ToArray());
        var a = builder.Reshape(pending.BaseOf(image), pending.Graph[flat].Shape);
        pending.Define(id, builder.Add(op, a, builder.Reshape(permuted, weightShape)));
        return true;
    }
}
