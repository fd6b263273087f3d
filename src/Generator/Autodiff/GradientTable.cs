using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>Adds the gradients of a node's inputs to the graph, given that of its output.</summary>
internal delegate void GradientRule(BackwardStep step);

/// <summary>The gradient of every primitive: one row each.</summary>
internal static class GradientTable
{
    public static IReadOnlyDictionary<Type, GradientRule> Rules { get; } = new Dictionary<Type, GradientRule>
    {
        // Leaves: the walk ends here.
        [typeof(InputOp)] = End,
        [typeof(ParameterOp)] = End,
        [typeof(StateOp)] = End,
        [typeof(ConstantOp)] = End,
        [typeof(TableOp)] = End,
        [typeof(IotaOp)] = End,
        [typeof(SizeOp)] = End,
        [typeof(RandomOp)] = End,
        [typeof(DetachOp)] = End,
        [typeof(StepInputOp)] = End,
        [typeof(PhaseOp)] = _ => throw new InvalidOperationException("The phase must be resolved before the graph is differentiated."),

        // Arithmetic.
        [typeof(PointwiseOp)] = step => ScalarTable.Of(((PointwiseOp)step.Node.Op).Function).Derivative!(step),
        [typeof(ReduceOp)] = ReduceGradients.Apply,
        [typeof(MatMulOp)] = MatMulGradients.Apply,
        [typeof(ConvolutionOp)] = ConvolutionGradients.Apply,
        [typeof(PoolOp)] = PoolGradients.Apply,
        [typeof(GatherOp)] = MovementGradients.Gather,
        [typeof(SelectRowsOp)] = SegmentGradients.SelectRows,
        [typeof(SegmentOp)] = SegmentGradients.Segment,

        // Recurrence: what a scan keeps collects gradients, the scan itself runs backward through time.
        [typeof(ScanResultOp)] = step => step.Walk.GiveResult(step.Input(0), step.Node.Op, step.Gradient, []),
        [typeof(ScanOp)] = ScanGradients.Apply,

        // Attention keeps one number a row.
        [typeof(ResultOp)] = step => step.Walk.GiveResult(step.Input(0), step.Node.Op, step.Gradient, step.Masks),
        [typeof(AttentionOp)] = AttentionGradients.Apply,

        // Movements: each goes back the way it came.
        [typeof(ReshapeOp)] = MovementGradients.Reshape,
        [typeof(TransposeOp)] = MovementGradients.Transpose,
        [typeof(SliceOp)] = MovementGradients.Slice,
        [typeof(FlipOp)] = MovementGradients.Flip,
        [typeof(PadOp)] = MovementGradients.Pad,
        [typeof(ConcatOp)] = MovementGradients.Concat,
        [typeof(ExpandOp)] = MovementGradients.Expand,

        // Primitives of the backward pass itself: there is no gradient of a gradient.
        [typeof(ScatterAddOp)] = NotDifferentiable,
        [typeof(ConvolutionWeightGradientOp)] = NotDifferentiable,
        [typeof(MaxPoolGradientOp)] = NotDifferentiable,
        [typeof(AveragePoolGradientOp)] = NotDifferentiable,
        [typeof(AttentionGradientOp)] = NotDifferentiable,
    };

    public static GradientRule RuleOf(Op op) => Rules.TryGetValue(op.GetType(), out var rule)
        ? rule
        : throw new NotSupportedException($"{op.Name} has no row in the table of gradients.");

    /// <summary>Whether no gradient passes through the node, whatever its inputs.</summary>
    public static bool Stops(Node node) => node.Op switch
    {
        LeafOp or DetachOp => true,
        PointwiseOp pointwise => ScalarTable.Of(pointwise.Function).Derivative is null,
        _ => node.Type != DataType.Float32,
    };

    private static void End(BackwardStep step)
    {
    }

    private static void NotDifferentiable(BackwardStep step) =>
        throw new NotSupportedException($"{step.Node.Op.Name} cannot be differentiated: second derivatives are not supported.");
}
