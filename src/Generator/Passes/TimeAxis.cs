using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>Does for all steps of a scan at once what a node does for one: every operand that differs from step to step has the steps as its first axis.</summary>
internal static class TimeAxis
{
    /// <summary>Whether the op has a form for all steps.</summary>
    /// <param name="node">The node of the body.</param>
    /// <param name="varies">For each input, whether it differs from step to step.</param>
    public static bool CanLift(Graph body, Node node, IReadOnlyList<bool> varies) => node.Op switch
    {
        PointwiseOp or ReduceOp or ReshapeOp or TransposeOp or SliceOp or ReverseOp or PadOp or ConcatOp or ExpandOp or DetachOp => true,
        MatMulOp op => !op.ContractLeading && body[node.Inputs[0]].Shape.FullRank is var rank &&
            (!varies[1] || body[node.Inputs[1]].Shape.FullRank == rank) && (varies[1] || body[node.Inputs[1]].Shape.FullRank == 2),
        GatherOp => !varies[0],
        _ => false,
    };

    /// <summary>Adds the node for all steps.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="node">The node of the body.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="inputs">Its operands, for all steps where they vary.</param>
    /// <param name="varies">Which do.</param>
    public static int Lift(GraphBuilder builder, Node node, Dim steps, int[] inputs, IReadOnlyList<bool> varies)
    {
        Shape Long(Shape shape) => new(new[] { steps }.Concat(shape.Dims));
        int Equal(int index) => varies[index] ? inputs[index] : builder.Reshape(inputs[index], new Shape(new Dim[] { 1 }.Concat(builder.ShapeOf(inputs[index]).Dims)));
        int Whole(int index) => varies[index] ? inputs[index] : builder.Expand(Equal(index), Long(builder.ShapeOf(inputs[index])));
        return node.Op switch
        {
            PointwiseOp op => builder.Add(op, inputs.Select((_, index) => Equal(index)).ToArray()),
            ReduceOp op => builder.Add(op with { Axes = op.Axes.Select(axis => axis + 1).ToEquatableArray() }, Whole(0)),
            ReshapeOp op => builder.Reshape(Whole(0), Long(op.Shape)),
            ExpandOp op => builder.Expand(Whole(0), Long(op.Shape)),
            TransposeOp op => builder.Add(new TransposeOp(new[] { 0 }.Concat(op.Order.Select(axis => axis + 1)).ToEquatableArray()), Whole(0)),
            SliceOp op => builder.Add(op with { Axis = op.Axis + 1 }, Whole(0)),
            ReverseOp op => builder.Add(op with { Axis = op.Axis + 1 }, Whole(0)),
            PadOp op => builder.Add(op with { Axis = op.Axis + 1 }, Whole(0)),
            ConcatOp op => builder.Add(op with { Axis = op.Axis + 1 }, inputs.Select((_, index) => Whole(index)).ToArray()),
            MatMulOp => builder.Add(node.Op, Whole(0), inputs[1]),
            _ => builder.Add(node.Op, inputs),
        };
    }
}
