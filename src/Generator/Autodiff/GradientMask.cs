using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// Where a gradient is 0 because what it belongs to is hidden: behind a sample's length, under a mask, at a label that is passed over. A
/// hidden value may be anything, so gradients are selected there, once at the end of each chain of functions.
/// </summary>
/// <param name="Condition">A value that broadcasts to the gradient.</param>
/// <param name="ShowsWhereTrue">Whether what is hidden is hidden where the condition is 0, or where it is not.</param>
internal readonly record struct GradientMask(int Condition, bool ShowsWhereTrue)
{
    /// <summary>The gradient with zeros where it is hidden.</summary>
    public int Select(GraphBuilder builder, int gradient)
    {
        var zero = builder.ConstantLike(0, gradient);
        return ShowsWhereTrue ? builder.Select(Condition, gradient, zero) : builder.Select(Condition, zero, gradient);
    }

    /// <summary>Whether both hide the same.</summary>
    public bool Equals(GraphBuilder builder, GradientMask other) => ShowsWhereTrue == other.ShowsWhereTrue && AreSame(builder, Condition, other.Condition);

    /// <summary>The mask of the gradient of input <paramref name="index"/> of a node, given that of its output; null where places are mixed.</summary>
    public GradientMask? Through(GraphBuilder builder, Node node, int index)
    {
        var dims = builder.ShapeOf(Condition).Dims;
        return node.Op switch
        {
            PointwiseOp or ReduceOp or ExpandOp or DetachOp or ResultOp => this,
            ReshapeOp => Reshaped(builder, node.Shape, builder.ShapeOf(node.Inputs[0])),
            TransposeOp transpose => this with { Condition = builder.Transpose(Condition, Inverse(transpose.Order)) },
            SliceOp { Axis: var axis } when dims[axis].IsOne => this,
            PadOp { Axis: var axis } when dims[axis].IsOne => this,
            ReverseOp { Axis: var axis } when dims[axis].IsOne => this,
            ConcatOp { Axis: var axis } when dims[axis].IsOne => this,

            // Rows of the result are rows of the left matrix, columns those of the right one, if there is one for each.
            MatMulOp { ContractLeading: false } op when index == 0 && dims[dims.Count - 1].IsOne => op.TransposeA ? Swapped(builder) : this,
            MatMulOp { ContractLeading: false } op when index == 1 && dims[dims.Count - 2].IsOne && builder.ShapeOf(node.Inputs[1]).FullRank == dims.Count => op.TransposeB ? Swapped(builder) : this,
            _ => null,
        };
    }

    private GradientMask Swapped(GraphBuilder builder)
    {
        var order = Enumerable.Range(0, builder.ShapeOf(Condition).FullRank).ToArray();
        Array.Reverse(order, order.Length - 2, 2);
        return this with { Condition = builder.Transpose(Condition, order) };
    }

    // Every long axis of the mask has to be an axis before the reshape, too.
    private GradientMask? Reshaped(GraphBuilder builder, Shape from, Shape to)
    {
        var dims = builder.ShapeOf(Condition).Dims;
        var reshaped = Enumerable.Repeat((Dim)1, to.FullRank).ToArray();
        for (var axis = 0; axis < dims.Count; axis++)
        {
            if (dims[axis].IsOne) continue;
            var before = Extent.Of(new Shape(from.Dims.Take(axis)));
            var place = Enumerable.Range(0, to.FullRank).Where(other => to.Dims[other] == from.Dims[axis] && Extent.Of(new Shape(to.Dims.Take(other))) == before).Cast<int?>().FirstOrDefault();
            if (place is not { } found) return null;
            reshaped[found] = dims[axis];
        }

        return this with { Condition = builder.Reshape(Condition, new Shape(reshaped)) };
    }

    private static int[] Inverse(EquatableArray<int> order)
    {
        var inverse = new int[order.Count];
        for (var axis = 0; axis < inverse.Length; axis++) inverse[order[axis]] = axis;
        return inverse;
    }

    /// <summary>The gradient with zeros where any of the masks hides it.</summary>
    public static int Select(GraphBuilder builder, IEnumerable<GradientMask> masks, int gradient)
    {
        foreach (var mask in masks) gradient = mask.Select(builder, gradient);
        return gradient;
    }

    // Of a mask of lengths, these and the number of steps: it is told by them and its shape, whatever it went through.
    private static (int Lengths, Dim Steps)? LengthsOf(GraphBuilder builder, int condition)
    {
        condition = Viewed(builder, condition);
        if (builder[condition].Op is not PointwiseOp { Function: ScalarFunction.Less }) return null;
        var (position, count) = (Viewed(builder, builder[condition].Inputs[0]), Viewed(builder, builder[condition].Inputs[1]));
        if (builder[position].Op is not IotaOp iota || builder[count].Op is not PointwiseOp { Function: ScalarFunction.ToFloat }) return null;
        var lengths = Viewed(builder, builder[count].Inputs[0]);
        return builder.ShapeOf(lengths).FullRank == 1 ? (lengths, iota.Shape.Dims[iota.Axis]) : null;
    }

    private static int Viewed(GraphBuilder builder, int id)
    {
        while (builder[id].Op is ReshapeOp or TransposeOp) id = builder[id].Inputs[0];
        return id;
    }

    // Masks are small; what is computed in more than a few functions is told by its id alone.
    private static bool AreSame(GraphBuilder builder, int left, int right, int depth = 6)
    {
        if (left == right) return true;
        if (LengthsOf(builder, left) is { } known) return known.Equals(LengthsOf(builder, right)) && builder.ShapeOf(left).Equals(builder.ShapeOf(right));
        var (first, second) = (builder[left], builder[right]);
        return depth > 0 && first.Op is not RandomOp && first.Op.Equals(second.Op) && first.Inputs.Count == second.Inputs.Count && first.Inputs.Count > 0 &&
            Enumerable.Range(0, first.Inputs.Count).All(index => AreSame(builder, first.Inputs[index], second.Inputs[index], depth - 1));
    }
}
