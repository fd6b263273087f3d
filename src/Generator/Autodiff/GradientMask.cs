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

    /// <summary>
    /// The mask of the gradient of an input, given that of the result: the axes along which it differs have to be axes of the input, for
    /// what is computed of a hidden element must be hidden, all of it. Null where that is not so.
    /// </summary>
    /// <param name="builder">The graph.</param>
    /// <param name="links">What becomes of the axes of the input.</param>
    /// <param name="input">The shape of the input.</param>
    public GradientMask? Through(GraphBuilder builder, EquatableArray<AxisLink> links, Shape input)
    {
        var dims = builder.ShapeOf(Condition).Dims;
        var places = new int[links.Count];
        for (var axis = 0; axis < places.Length; axis++)
        {
            places[axis] = links[axis] switch
            {
                WindowedAxis { Window.IsSame: true, Axis: var same } when dims[same].IsOne || dims[same] == input.Dims[axis] => same,
                RepeatedAxis repeated => repeated.Axis,
                _ => -1,
            };
        }

        var differing = Enumerable.Range(0, dims.Count).Where(axis => !dims[axis].IsOne).ToArray();
        if (!differing.All(places.Contains)) return null;
        if (places.Length == dims.Count && differing.All(axis => places[axis] == axis)) return this;

        // In the order of the input's axes, and then among its axes of one element.
        var order = places.Where(differing.Contains).ToArray();
        var moved = order.SequenceEqual(differing) ? Condition : builder.Transpose(Condition, [.. order, .. Enumerable.Range(0, dims.Count).Except(order)]);
        return this with { Condition = builder.Reshape(moved, new Shape(places.Select(place => place < 0 ? 1 : dims[place]))) };
    }

    /// <summary>Those masks of the result that are masks of the input, too.</summary>
    public static GradientMask[] Through(GraphBuilder builder, GradientMask[] masks, EquatableArray<AxisLink> links, Shape input) =>
        [.. masks.Select(mask => mask.Through(builder, links, input)).OfType<GradientMask>()];

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
