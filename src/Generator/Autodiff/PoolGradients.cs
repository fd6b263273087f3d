using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>The gradients of pools, which have primitives of their own.</summary>
internal static class PoolGradients
{
    public static void Apply(BackwardStep step)
    {
        var op = (PoolOp)step.Node.Op;
        step.Give(0, () => op.Kind == PoolKind.Max ? Largest(step, op) : Average(step, op));
    }

    private static int Largest(BackwardStep step, PoolOp op) =>
        step.Builder.Add(new MaxPoolGradientOp(op.Window, op.ChannelsLast), step.Input(0), step.Output, step.Gradient);

    private static int Average(BackwardStep step, PoolOp op)
    {
        var (_, _, height, width) = ImageShape.Read(step.ShapeOf(0), op.ChannelsLast, op.Name);
        return step.Builder.Add(new AveragePoolGradientOp(op.Window, height, width, op.ChannelsLast), step.Gradient);
    }
}
