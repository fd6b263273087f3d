using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Movements.</summary>
internal static class OnnxMovement
{
    public static OnnxCall Reshape(ReshapeOp op, OnnxNode node) => new("Reshape", [node.Input(), Target(node.Sizes, node.ShapeOf(0), op.Shape)]);

    /// <summary>The shape that a reshape is told: 0 for an extent that is that of the input there, -1 for one that follows from the others.</summary>
    public static string Target(OnnxSizes sizes, Shape from, Shape to)
    {
        var target = to.Dims.ToArray();
        var open = 0;
        for (var axis = 0; axis < target.Length; axis++)
        {
            if (target[axis].IsConstant) continue;
            if (axis < from.FullRank && from.Dims[axis] == target[axis]) target[axis] = 0;
            else if (open++ == 0) target[axis] = -1;
        }

        // Only one extent can follow from the others.
        if (open > 1) target = [.. target.Select((dim, axis) => dim == -1 ? to.Dims[axis] : dim)];
        return sizes.Of(target);
    }

    public static OnnxCall Transpose(TransposeOp op, OnnxNode node) => new("Transpose", node.Inputs(), Order(op.Order));

    public static string Order(IEnumerable<int> order) => $"perm = [{string.Join(", ", order)}]";

    public static OnnxCall Slice(SliceOp op, OnnxNode node)
    {
        var extent = node.ShapeOf(0).Dims[op.Axis];
        var end = Dim.Add(op.Start, op.Size.Plus(-1).Times(op.Step)) is { } last ? last.Plus(1) : throw new NotExpressibleException($"a slice of {op.Size} elements from {op.Start} has no end that ONNX can be told");
        return new OnnxCall("Slice", [node.Input(), Place(node, op.Start, extent), Place(node, end, extent), node.Text.Integers(op.Axis), .. op.Step == 1 ? Array.Empty<string>() : [node.Text.Integers(op.Step)]]);
    }

    /// <summary>A place along an axis; one that is known from either end is a number.</summary>
    public static string Place(OnnxNode node, Dim place, Dim extent)
    {
        if (place.IsConstant) return node.Text.Integers(place.Value);
        if (place == extent) return node.Text.Integers(long.MaxValue);
        return Dim.Subtract(place, extent) is { IsConstant: true, Value: < 0 } back ? node.Text.Integers(back.Value) : node.Sizes.Of(place);
    }

    public static OnnxCall Flip(FlipOp op, OnnxNode node) =>
        new("Slice", [node.Input(), node.Text.Integers(-1), node.Text.Integers(long.MinValue), node.Text.Integers(op.Axis), node.Text.Integers(-1)]);

    public static OnnxCall Pad(PadOp op, OnnxNode node)
    {
        var input = op.Interior == 0 ? node.Input() : Spread(node, node.Input(), node.ShapeOf(0), op.Axis, op.Interior, op.Value);
        return op.Before == 0 && op.After == 0 ? OnnxOperators.Same(input) : Padded(node, input, [(op.Axis, op.Before, op.After)], op.Value);
    }

    /// <summary>A value with more elements at both ends of some axes.</summary>
    public static OnnxCall Padded(OnnxNode node, string value, IReadOnlyList<(int Axis, Dim Before, Dim After)> axes, float filling)
    {
        var sizes = node.Sizes.Of([.. axes.Select(axis => axis.Before), .. axes.Select(axis => axis.After)]);
        var constant = node.Type == DataType.Int32 ? node.Text.Integer((long)filling) : node.Text.Scalar(filling);
        return new OnnxCall("Pad", [value, sizes, constant, node.Text.Integers([.. axes.Select(axis => (long)axis.Axis)])]);
    }

    /// <summary>A value with more elements between any two along an axis: each gets them behind itself, and those behind the last go again.</summary>
    public static string Spread(OnnxNode node, string value, Shape shape, int axis, int interior, float filling)
    {
        var columns = new Shape([.. shape.Dims.Take(axis + 1), 1, .. shape.Dims.Skip(axis + 1)]);
        value = node.Add("spread", "Unsqueeze", "", value, node.Text.Integers(axis + 1));
        value = node.Text.Add($"{node.Name}.filled", Padded(node, value, [(axis + 1, 0, interior)], filling));
        var wide = new Shape(shape.Dims.Select((dim, other) => other == axis ? dim.Times(interior + 1) : dim));
        columns = new Shape(columns.Dims.Select((dim, other) => other == axis + 1 ? interior + 1 : dim));
        value = node.Reshaped("joined", value, columns, wide);
        return node.Add("trimmed", "Slice", "", value, node.Text.Integers(0), node.Text.Integers(-interior), node.Text.Integers(axis));
    }

    public static OnnxCall Expand(ExpandOp op, OnnxNode node)
    {
        // What is there already need not be said: 1 leaves an axis as it is.
        var from = node.ShapeOf(0);
        return new OnnxCall("Expand", [node.Input(), node.Sizes.Of([.. op.Shape.Dims.Select((dim, axis) => from.Dims[axis] == dim && !dim.IsConstant ? 1 : dim)])]);
    }
}
