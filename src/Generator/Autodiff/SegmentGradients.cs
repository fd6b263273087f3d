using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>The gradients of rows that are chosen by index, and of rows that are combined by it: each is the other's.</summary>
internal static class SegmentGradients
{
    /// <summary>A row that was chosen more than once adds up its gradients.</summary>
    public static void SelectRows(BackwardStep step)
    {
        var rows = step.ShapeOf(0).Dims[step.ShapeOf(0).FullRank - 2];
        step.Give(0, () => step.Builder.Segment(ReduceKind.Sum, step.Gradient, step.Input(1), rows));
    }

    public static void Segment(BackwardStep step)
    {
        var op = (SegmentOp)step.Node.Op;
        step.Give(0, () => op.Kind == ReduceKind.Sum ? step.Builder.SelectRows(step.Gradient, step.Input(1)) : Largest(step, op.Rows));
    }

    /// <summary>Values that are equally large share the gradient evenly.</summary>
    private static int Largest(BackwardStep step, Dim rows)
    {
        var (builder, indices) = (step.Builder, step.Input(1));
        var isLargest = builder.Pointwise(ScalarFunction.Equal, step.Input(0), builder.SelectRows(step.Output, indices));
        var count = builder.Segment(ReduceKind.Sum, isLargest, indices, rows);
        var share = builder.Divide(step.Gradient, builder.Maximum(count, 1));
        return builder.Multiply(isLargest, builder.SelectRows(share, indices));
    }
}
