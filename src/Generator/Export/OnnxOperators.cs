using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Writes a primitive in operators of ONNX: gives the last of them, or null where the op has no value of its own.</summary>
internal delegate OnnxCall? OnnxRow(Op op, OnnxNode node);

/// <summary>How each primitive is written: a row each.</summary>
internal static class OnnxOperators
{
    private static readonly Dictionary<Type, OnnxRow> Rows = new()
    {
        // Leaves. Inputs, and what a step of a scan reads, have their names from the graph around them, and numbers theirs where they are read.
        [typeof(InputOp)] = Given,
        [typeof(StepInputOp)] = Given,
        [typeof(ConstantOp)] = Given,
        [typeof(ParameterOp)] = Row<ParameterOp>(OnnxLeaves.Parameter),
        [typeof(StateOp)] = Row<StateOp>(OnnxLeaves.State),
        [typeof(TableOp)] = Row<TableOp>(OnnxLeaves.Table),
        [typeof(IotaOp)] = Row<IotaOp>(OnnxLeaves.Iota),
        [typeof(SizeOp)] = Row<SizeOp>(OnnxLeaves.Size),
        [typeof(RandomOp)] = Row<RandomOp>(OnnxLeaves.Random),
        [typeof(DetachOp)] = (_, node) => Same(node.Input()),

        // Arithmetic.
        [typeof(PointwiseOp)] = Row<PointwiseOp>(OnnxPointwise.Write),
        [typeof(OnnxOp)] = Row<OnnxOp>(OnnxOp.Write),
        [typeof(ReduceOp)] = Row<ReduceOp>(OnnxReductions.Write),
        [typeof(MatMulOp)] = Row<MatMulOp>(OnnxProducts.MatMul),
        [typeof(ConvolutionOp)] = Row<ConvolutionOp>(OnnxImages.Convolution),
        [typeof(PoolOp)] = Row<PoolOp>(OnnxImages.Pool),
        [typeof(AttentionOp)] = Row<AttentionOp>(OnnxAttention.Write),
        [typeof(ScanOp)] = Row<ScanOp>(OnnxScan.Write),
        [typeof(ResultOp)] = Row<ResultOp>((op, node) => Same(node.Graph.PartOf(node.IdOf(0), op.Index))),
        [typeof(ScanResultOp)] = Row<ScanResultOp>(OnnxScan.Result),

        // Movement.
        [typeof(ReshapeOp)] = Row<ReshapeOp>(OnnxMovement.Reshape),
        [typeof(TransposeOp)] = Row<TransposeOp>(OnnxMovement.Transpose),
        [typeof(SliceOp)] = Row<SliceOp>(OnnxMovement.Slice),
        [typeof(FlipOp)] = Row<FlipOp>(OnnxMovement.Flip),
        [typeof(PadOp)] = Row<PadOp>(OnnxMovement.Pad),
        [typeof(ConcatOp)] = Row<ConcatOp>((op, node) => new OnnxCall("Concat", node.Inputs(), $"axis = {op.Axis}")),
        [typeof(ExpandOp)] = Row<ExpandOp>(OnnxMovement.Expand),

        // Indices.
        [typeof(GatherOp)] = Row<GatherOp>(OnnxIndexing.Gather),
        [typeof(SelectRowsOp)] = Row<SelectRowsOp>(OnnxIndexing.SelectRows),
        [typeof(SegmentOp)] = Row<SegmentOp>(OnnxIndexing.Segment),
        [typeof(ScatterAddOp)] = Row<ScatterAddOp>(OnnxIndexing.ScatterAdd),

        // What only training computes, and what is chosen between before anything is written.
        [typeof(PhaseOp)] = OfTraining,
        [typeof(AttentionGradientOp)] = OfTraining,
        [typeof(ConvolutionWeightGradientOp)] = OfTraining,
        [typeof(MaxPoolGradientOp)] = OfTraining,
        [typeof(AveragePoolGradientOp)] = OfTraining,
    };

    /// <summary>The primitives that have a row.</summary>
    public static IEnumerable<Type> Known => Rows.Keys;

    /// <summary>The row of an op.</summary>
    public static OnnxRow Of(Op op) => Rows.TryGetValue(op.GetType(), out var row) ? row : throw new NotExpressibleException($"ONNX has no operator for {op.Name}");

    /// <summary>A value that is there already.</summary>
    public static OnnxCall Same(string value) => new("", [value]);

    private static OnnxCall? Given(Op op, OnnxNode node) => throw new InvalidOperationException($"The name of {op.Name} is given.");

    private static OnnxCall? OfTraining(Op op, OnnxNode node) => throw new NotExpressibleException($"{op.Name} is computed while training only");

    private static OnnxRow Row<T>(Func<T, OnnxNode, OnnxCall?> write)
        where T : Op => (op, node) => write((T)op, node);

    private static OnnxRow Row<T>(Func<T, OnnxNode, OnnxCall> write)
        where T : Op => (op, node) => write((T)op, node);
}
