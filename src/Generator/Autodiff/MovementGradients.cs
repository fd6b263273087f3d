using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>The gradients of ops that only move elements: each element's gradient goes back to where it came from.</summary>
internal static class MovementGradients
{
    public static void Reshape(BackwardStep step) =>
        step.Give(0, () => step.Builder.Reshape(step.Gradient, step.ShapeOf(0)));

    public static void Transpose(BackwardStep step)
    {
        var order = ((TransposeOp)step.Node.Op).Order;
        var inverse = new int[order.Count];
        for (var axis = 0; axis < inverse.Length; axis++) inverse[order[axis]] = axis;
        step.Give(0, () => step.Builder.Transpose(step.Gradient, inverse));
    }

    public static void Slice(BackwardStep step)
    {
        var op = (SliceOp)step.Node.Op;
        var rest = Unification.Sum("Slice", step.ShapeOf(0).Dims[op.Axis], op.Start.Times(-1), op.Size.Times(-op.Step), op.Step - 1);
        step.Give(0, () => step.Builder.Pad(step.Gradient, op.Axis, op.Start, rest, op.Step - 1));
    }

    public static void Flip(BackwardStep step) => step.Give(0, () => step.Builder.Add(step.Node.Op, step.Gradient));

    public static void Pad(BackwardStep step)
    {
        var op = (PadOp)step.Node.Op;
        step.Give(0, () => step.Builder.Slice(step.Gradient, op.Axis, op.Before, step.ShapeOf(0).Dims[op.Axis], op.Interior + 1));
    }

    public static void Concat(BackwardStep step)
    {
        var axis = ((ConcatOp)step.Node.Op).Axis;
        Dim start = 0;
        for (var i = 0; i < step.Node.Inputs.Count; i++)
        {
            var (from, size) = (start, step.ShapeOf(i).Dims[axis]);
            step.Give(i, () => step.Builder.Slice(step.Gradient, axis, from, size));
            start = Unification.Sum("Concat", start, size);
        }
    }

    /// <summary>What was repeated is added up: <see cref="BackwardStep.Give"/> does so.</summary>
    public static void Expand(BackwardStep step) => step.Give(0, () => step.Gradient);

    /// <summary>Rows of a table that were read more than once add up their gradients.</summary>
    public static void Gather(BackwardStep step)
    {
        var rows = step.ShapeOf(0).Dims[0].Value;
        step.Give(0, () => step.Builder.Add(new ScatterAddOp(rows), step.Gradient, step.Input(1)));
    }
}
