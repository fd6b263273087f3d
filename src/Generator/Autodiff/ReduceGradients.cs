using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>The gradients of sums and maxima over axes.</summary>
internal static class ReduceGradients
{
    public static void Apply(BackwardStep step)
    {
        var op = (ReduceOp)step.Node.Op;
        step.Give(0, () => op.Kind == ReduceKind.Sum
            ? step.Builder.Expand(step.Gradient, step.ShapeOf(0))
            : Largest(step, op.Axes.ToArray()));
    }

    /// <summary>Elements that are equally large share the gradient evenly.</summary>
    private static int Largest(BackwardStep step, int[] axes)
    {
        var builder = step.Builder;
        var isLargest = builder.Pointwise(ScalarFunction.Equal, step.Input(0), step.Output);
        var share = builder.Divide(step.Gradient, builder.Sum(isLargest, axes));
        return builder.Multiply(isLargest, share);
    }
}
