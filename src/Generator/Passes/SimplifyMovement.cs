using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>The rules for movements.</summary>
internal static class SimplifyMovement
{
    public static int Rewrite(Simplifier s, MovementOp op, int[] inputs)
    {
        var input = inputs[0];
        if (op is not (ConcatOp or ExpandOp or PadOp) && s.OpOf(input) is ConstantOp constant)
            return s.Constant(constant.Value, op.InferShape([s.ShapeOf(input)]));
        return op switch
        {
            ReshapeOp reshape => Reshape(s, reshape, input),
            TransposeOp transpose => Transpose(s, transpose, input),
            SliceOp slice => Slice(s, slice, input),
            FlipOp flip => Flip(s, flip, input),
            PadOp { Interior: 0 } pad when pad.Before == 0 && pad.After == 0 => input,
            ConcatOp when inputs.Length == 1 => input,
            ExpandOp expand => Expand(s, expand, input),
            _ => -1,
        };
    }

    private static int Reshape(Simplifier s, ReshapeOp op, int input)
    {
        if (s.ShapeOf(input).Equals(op.Shape)) return input;
        return s.OpOf(input) is ReshapeOp ? s.Add(op, s.InputOf(input)) : -1;
    }

    private static int Transpose(Simplifier s, TransposeOp op, int input)
    {
        if (AxisOrder.IsIdentity(op.Order)) return input;
        if (AxisOrder.MovesOnlyOnes(op.Order, s.ShapeOf(input))) return s.Add(new ReshapeOp(op.InferShape([s.ShapeOf(input)])), input);
        if (s.OpOf(input) is not TransposeOp inner) return -1;
        return s.Add(new TransposeOp(AxisOrder.Compose(inner.Order, op.Order)), s.InputOf(input));
    }

    private static int Slice(Simplifier s, SliceOp op, int input)
    {
        if (op.Start == 0 && op.Step == 1 && s.ShapeOf(input).Dims[op.Axis] == op.Size) return input;
        switch (s.OpOf(input))
        {
            case SliceOp inner when inner.Axis == op.Axis:
                return Dim.Add(inner.Start, op.Start.Times(inner.Step)) is { } first ? s.Add(new SliceOp(op.Axis, first, op.Size, op.Step * inner.Step), s.InputOf(input)) : -1;
            case PadOp { Interior: 0 } pad when pad.Axis == op.Axis && op.Step == 1:
                return Within(s, op, s.InputOf(input), pad.Before);
            case ConcatOp concat when concat.Axis == op.Axis && op.Step == 1:
                Dim start = 0;
                foreach (var part in s.Builder[input].Inputs)
                {
                    var inside = Within(s, op, part, start);
                    if (inside >= 0) return inside;
                    start = Unification.Sum("Concat", start, s.ShapeOf(part).Dims[op.Axis]);
                }

                return -1;
            default:
                return -1;
        }
    }

    /// <summary>The slice as one of <paramref name="part"/>, which begins at <paramref name="start"/>, or -1 if it reaches beyond.</summary>
    private static int Within(Simplifier s, SliceOp op, int part, Dim start)
    {
        if (Dim.Subtract(op.Start, start) is not { } inside || inside.Minimum < 0) return -1;
        return Unification.LeastRest(s.ShapeOf(part).Dims[op.Axis], inside, op.Size) >= 0 ? s.Add(op with { Start = inside }, part) : -1;
    }

    private static int Flip(Simplifier s, FlipOp op, int input)
    {
        if (s.ShapeOf(input).Dims[op.Axis].IsOne) return input;
        return s.OpOf(input) is FlipOp inner && inner.Axis == op.Axis ? s.InputOf(input) : -1;
    }

    private static int Expand(Simplifier s, ExpandOp op, int input)
    {
        if (s.ShapeOf(input).Equals(op.Shape)) return input;
        return s.OpOf(input) is ExpandOp ? s.Add(op, s.InputOf(input)) : -1;
    }
}
