using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.LoweredOps;

/// <summary>A primitive whose kernel can apply pointwise nodes to its results before it stores them.</summary>
internal interface IEpilogueOp
{
    bool TakesEpilogue { get; }
}

/// <summary>An op whose result shape was worked out when it was lowered.</summary>
internal abstract record LoweredOp(Shape Result) : Op
{
    public override Shape InferShape(Shape[] inputs) => Result;
}

/// <summary>A matrix product with its extents worked out. Inputs: A and B, where B may be packed.</summary>
/// <param name="Count">The number of independent products.</param>
/// <param name="Rows">Rows of each result.</param>
/// <param name="Inner">The extent that is summed over.</param>
/// <param name="Columns">Columns of each result.</param>
/// <param name="TransposedA">A is stored [inner, rows].</param>
/// <param name="PackedB">B comes from a <see cref="PackOp"/>; otherwise it is [inner, columns].</param>
/// <param name="SharedB">One B serves all products.</param>
/// <param name="Result">The shape of the result.</param>
internal sealed record LoweredMatMulOp(
    Extent Count, Extent Rows, Extent Inner, Extent Columns,
    bool TransposedA, bool PackedB, bool SharedB, Shape Result) : LoweredOp(Result), IEpilogueOp
{
    public override string Name => "MatMul";

    /// <summary>Whether the sum runs over the samples of a batch: it is cut into pieces that threads can share.</summary>
    public bool IsSplit => Inner.IsBatched;

    public bool TakesEpilogue => !IsSplit;
}

/// <summary>A channels-last weight of 3 x 3 windows as Winograd's filtering reads it.</summary>
internal sealed record TransformWeightOp(int InChannels, int OutChannels) : LoweredOp(Shape.Of((int)ScratchSizes.WinogradWeight(InChannels, OutChannels)));

/// <summary>
/// A channels-last convolution. Inputs: image and packed weight; for a depthwise one the weight [KH*KW, C], for one by Winograd's
/// filtering what <see cref="TransformWeightOp"/> makes of it, unless it is transformed in every call.
/// </summary>
internal sealed record LoweredConvolutionOp(
    Window Window, int Groups, int InputStrideHeight, int InputStrideWidth, bool IsDepthwise, Shape Result) : LoweredOp(Result), IEpilogueOp
{
    /// <summary>How it is computed, and why.</summary>
    public ConvolutionChoice Choice { get; init; } = ConvolutionChoice.Direct("");

    public override string Name => IsDepthwise ? "DepthwiseConvolution" : "Convolution";

    public override OpTraits Traits => OpTraits.Images;

    public bool TakesEpilogue => true;
}

/// <summary>
/// What a <see cref="SegmentOp"/> makes of the rows that a <see cref="SelectRowsOp"/> chooses, without a copy of them. Inputs: rows, the
/// indices that choose, the indices that combine.
/// </summary>
internal sealed record SelectedSegmentOp(ReduceKind Kind, Dim Rows, Shape Result) : LoweredOp(Result)
{
    public override string Name => "Segment";
}

/// <summary>
/// Causal attention whose keys and values of earlier calls are in a cache of <paramref name="Capacity"/> places. Inputs as of
/// <see cref="AttentionOp"/>, for the places of this call.
/// </summary>
/// <param name="Attention">What is computed.</param>
/// <param name="Capacity">The most places.</param>
/// <param name="Position">The places before this call.</param>
/// <param name="Keys">All places, those of this call included.</param>
internal sealed record CachedAttentionOp(AttentionOp Attention, int Capacity, Dim Position, Dim Keys) : MultipleOp
{
    /// <summary>The result numbers of the caches, which no node reads.</summary>
    public const int KeyCache = 2, ValueCache = 3;

    public override Shape Result(int index, Shape[] inputs) => index switch
    {
        KeyCache => Shape.Of(Capacity, inputs[1].Dims[2], inputs[1].Dims[3]),
        ValueCache => Shape.Of(Capacity, inputs[2].Dims[2], inputs[2].Dims[3]),
        _ => Attention.Result(index, inputs),
    };
}
