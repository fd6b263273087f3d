using System.Collections.Generic;
using static Sinter.Runtime.KernelRole;

namespace Sinter.Runtime;

/// <summary>The kernels that generated code calls.</summary>
internal static class Kernels
{
    /// <summary>The interface of what finishes the sums of a contraction.</summary>
    public const string Epilogue = "IEpilogue";

    private static readonly KernelParameter InShapeOfConvolution = new("shape", Sizes, nameof(ConvolutionShape));
    private static readonly KernelParameter InShapeOfPool = new("shape", Sizes, nameof(PoolShape));
    private static readonly KernelParameter InShapeOfAttention = new("shape", Sizes, nameof(AttentionShape));
    private static readonly KernelParameter InBatch = new("batch", Batch);
    private static readonly KernelParameter InScratch = new("scratch", Scratch);

    public static Kernel Pack { get; } = new(
        "MatMul", "Pack", "a matrix put in panels", new("packed", Output), new("b", Input), new("count", Count), new("inner", Count), new("columns", Count), new("transposed", Flag));

    public static Kernel PackView { get; } = new("MatMul", "Pack", "a matrix put in panels", new("packed", Output), new("b", Input), new("view", Sizes, nameof(Runtime.PackView)));

    public static Kernel MatMul { get; } = new(
        "MatMul", "Run", "product", new("output", Output), new("a", ExactInput), new("b", Input), new("shape", Sizes, nameof(MatMulShape))) { Structure = Epilogue };

    public static Kernel MatMulSplit { get; } = new(
        "MatMul", "RunSplit", "product in pieces", new("output", Output), new("a", ExactInput), new("b", Input), new("shape", Sizes, nameof(MatMulShape)), InScratch);

    public static Kernel TransformWeight { get; } = new(
        "Convolution", "TransformWeight", "a weight put as Winograd's filtering reads it", new("transformed", Output), new("weight", Input), new("inChannels", Count), new("outChannels", Count));

    public static Kernel Convolution { get; } = new(
        "Convolution", "Forward", "convolution", new("output", Output), new("image", Input), new("packedWeight", Input), InShapeOfConvolution, InBatch, InScratch) { Structure = Epilogue };

    public static Kernel ConvolutionWinograd { get; } = new(
        "Convolution", "ForwardWinograd", "convolution", new("output", Output), new("image", Input), new("transformedWeight", Input), InShapeOfConvolution, InBatch, InScratch)
    {
        Structure = Epilogue,
    };

    public static Kernel ConvolutionWinogradPacked { get; } = new(
        "Convolution", "ForwardWinogradPacked", "convolution", new("output", Output), new("image", Input), new("packedWeight", Input), InShapeOfConvolution, InBatch, InScratch)
    {
        Structure = Epilogue,
    };

    public static Kernel ConvolutionDepthwise { get; } = new(
        "Convolution", "Depthwise", "convolution of each channel", new("output", Output), new("image", Input), new("weight", Input), InShapeOfConvolution, InBatch, InScratch) { Structure = Epilogue };

    public static Kernel ConvolutionWeightGradient { get; } = new(
        "Convolution", "WeightGradient", "weight gradient of a convolution", new("output", Output), new("image", Input), new("gradient", Input), InShapeOfConvolution, InBatch, InScratch);

    public static Kernel ConvolutionDepthwiseWeightGradient { get; } = new(
        "Convolution", "DepthwiseWeightGradient", "weight gradient of a convolution", new("output", Output), new("image", Input), new("gradient", Input), InShapeOfConvolution, InBatch, InScratch);

    public static Kernel MaxPool { get; } = new("Pooling", "Max", "maximum of windows", new("output", Output), new("image", Input), InShapeOfPool, InBatch);

    public static Kernel AveragePool { get; } = new("Pooling", "Average", "mean of windows", new("output", Output), new("image", Input), InShapeOfPool, InBatch);

    public static Kernel MaxPoolGradient { get; } = new(
        "Pooling", "MaxGradient", "gradients sent to the maxima of windows", new("imageGradient", Output), new("image", Input), new("pooled", Input), new("outputGradient", Input), InShapeOfPool, InBatch);

    public static Kernel AveragePoolGradient { get; } = new("Pooling", "AverageGradient", "gradients shared out over windows", new("imageGradient", Output), new("outputGradient", Input), InShapeOfPool, InBatch);

    public static Kernel Attention { get; } = new(
        "Attention", "Forward", "attention", new("output", Output), new("logSumExp", OptionalOutput), new("q", Input), new("k", Input), new("v", Input), new("bias", OptionalInput),
        new("padding", OptionalInput), new("lengths", OptionalInput), new("slopes", OptionalInput), new("keys", OptionalInput), InShapeOfAttention, InScratch);

    public static Kernel AttentionGradient { get; } = new(
        "Attention", "Gradient", "gradients of attention", new("qGradient", Output), new("kGradient", Output), new("vGradient", Output), new("biasGradient", OptionalOutput), new("q", Input), new("k", Input), new("v", Input),
        new("output", Input), new("logSumExp", Input), new("outputGradient", Input), new("bias", OptionalInput), new("padding", OptionalInput), new("lengths", OptionalInput),
        new("slopes", OptionalInput), new("keys", OptionalInput), InShapeOfAttention, InScratch);

    public static Kernel Gather { get; } = new("Indexing", "Gather", "rows of a table", new("output", Output), new("table", Input), new("indices", Indices), new("count", Count), new("width", Count));

    public static Kernel ScatterAdd { get; } = new(
        "Indexing", "ScatterAdd", "rows added to those of a table", new("output", Output), new("values", Input), new("indices", Indices), new("count", Count), new("width", Count), new("rows", Count), InScratch);

    public static Kernel SelectRows { get; } = new(
        "Indexing", "SelectRows", "rows by index", new("output", Output), new("values", Input), new("indices", Indices), new("groups", Count), new("rows", Count), new("count", Count), new("width", Count));

    public static Kernel Segments { get; } = new(
        "Indexing", "Segments", "rows combined by index", new("output", Output), new("values", Input), new("indices", Indices), new("groups", Count), new("count", Count), new("width", Count),
        new("rows", Count), new("max", Flag), InScratch);

    public static Kernel SelectedSegments { get; } = new(
        "Indexing", "SelectedSegments", "rows by index, combined by index", new("output", Output), new("values", Input), new("source", Indices), new("indices", Indices), new("groups", Count),
        new("sources", Count), new("count", Count), new("width", Count), new("rows", Count), new("max", Flag), InScratch);

    public static Kernel Copy { get; } = new(
        "Movement", "Copy", "copy", new("output", Output), new("input", ExactInput), new("extents", Counts), new("outputStrides", Counts), new("inputStrides", Counts));

    public static Kernel Fill { get; } = new("Movement", "Fill", "fill", new("output", Output), new("count", Count), new("value", Value));

    public static Kernel Loop { get; } = new(
        "Fused", "Run", "loop", new("operands", Operands), new("sizes", Bindings), new("count", Count), new("grain", Count), new("cost", Count)) { Structure = "IFusedStep" };

    public static Kernel Reduction { get; } = new(
        "Fused", "Reduce", "reduction", new("output", Output), new("operands", Operands), new("sizes", Bindings), new("outer", Count), new("rows", Count), new("columns", Count),
        new("max", Flag), InScratch) { Structure = "IFusedReduction" };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Kernel> All { get; } =
    [
        Pack, PackView, MatMul, MatMulSplit, TransformWeight, Convolution, ConvolutionWinograd, ConvolutionWinogradPacked, ConvolutionDepthwise, ConvolutionWeightGradient,
        ConvolutionDepthwiseWeightGradient, MaxPool, AveragePool, MaxPoolGradient, AveragePoolGradient, Attention, AttentionGradient, Gather, ScatterAdd, SelectRows, Segments, SelectedSegments, Copy,
        Fill, Loop, Reduction,
    ];
}
