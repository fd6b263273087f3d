using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// The gradients of <c>Y = A · B</c>: <c>dA = dY · Bᵀ</c> and <c>dB = Aᵀ · dY</c>, or their transposes for an operand that is
/// stored transposed.
/// </summary>
internal static class MatMulGradients
{
    public static void Apply(BackwardStep step)
    {
        var op = (MatMulOp)step.Node.Op;
        step.Give(0, () => Left(step, op));
        step.Give(1, () => Right(step, op));
    }

    private static int Left(BackwardStep step, MatMulOp op)
    {
        var (builder, gradient, b) = (step.Builder, step.Gradient, step.Shown(1));

        // Only the right operand of a product can be one matrix for all: the other order is taken when the left one would be.
        var sharedGradient = builder.ShapeOf(gradient).FullRank < step.ShapeOf(0).FullRank;
        var sharedB = step.ShapeOf(1).FullRank < step.ShapeOf(0).FullRank;
        if (op.TransposeA)
        {
            // A product may have as many rows as a batch has samples, but not as many columns.
            var shape = builder.ShapeOf(gradient);
            return sharedB || shape.Dims[shape.FullRank - 2].IsBatch
                ? SwapLast(builder, builder.MatMul(gradient, b, transposeB: !op.TransposeB))
                : builder.MatMul(b, gradient, op.TransposeB, transposeB: true);
        }

        return sharedGradient
            ? SwapLast(builder, builder.MatMul(b, gradient, op.TransposeB, transposeB: true))
            : builder.MatMul(gradient, b, transposeB: !op.TransposeB);
    }

    private static int Right(BackwardStep step, MatMulOp op)
    {
        var (builder, gradient, a) = (step.Builder, step.Gradient, step.Shown(0));
        var sharedGradient = builder.ShapeOf(gradient).FullRank < step.ShapeOf(1).FullRank;
        var sumsLeading = step.ShapeOf(1).FullRank < step.ShapeOf(0).FullRank;
        if (!op.TransposeB) return builder.MatMul(a, gradient, !op.TransposeA, contractLeading: sumsLeading);
        return sharedGradient
            ? SwapLast(builder, builder.MatMul(a, gradient, !op.TransposeA))
            : builder.MatMul(gradient, a, transposeA: true, transposeB: op.TransposeA, contractLeading: sumsLeading);
    }

    private static int SwapLast(GraphBuilder builder, int value)
    {
        var order = Enumerable.Range(0, builder.ShapeOf(value).FullRank).ToArray();
        var last = order.Length - 1;
        (order[last - 1], order[last]) = (order[last], order[last - 1]);
        return builder.Transpose(value, order);
    }
}
