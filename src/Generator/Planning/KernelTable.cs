using Sinter.Generator.LoweredOps;
using Sinter.Generator.Lowering;
using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Planning;

/// <summary>
/// The kernel calls of each primitive that is not a loop: one row an op. Buffers are asked for in the order of the arguments.
/// </summary>
internal sealed class KernelTable(ValueGraph values, BufferTable buffers)
{
    /// <summary>A batch larger than any: sums are cut into a limited number of pieces, so scratch does not grow beyond it.</summary>
    internal const long ManySamples = 1 << 20;

    // What a call may bind of a shape of images: kernels count it in 32 bits.
    private static readonly EquatableArray<string> ImageSizes = EquatableArray.Of("InHeight", "InWidth", "OutHeight", "OutWidth");

    private Graph Graph => values.Graph;

    /// <summary>Scratch floats that the listed calls need, whatever the number of workers.</summary>
    public long ScratchPerCall { get; private set; }

    /// <summary>Scratch floats that the listed calls need for each worker.</summary>
    public long ScratchPerWorker { get; private set; }

    /// <summary>States that a step needs scratch whatever the number of workers.</summary>
    public void NeedScratch(long floats) => ScratchPerCall = Math.Max(ScratchPerCall, floats);

    /// <summary>States that a step needs scratch for each worker.</summary>
    public void NeedScratchPerWorker(long floats) => ScratchPerWorker = Math.Max(ScratchPerWorker, floats);

    /// <summary>States that a step needs the scratch of all calls of another table.</summary>
    public void NeedScratch(KernelTable other)
    {
        NeedScratch(other.ScratchPerCall);
        NeedScratchPerWorker(other.ScratchPerWorker);
    }

    /// <summary>The calls that compute <paramref name="id"/> into <paramref name="output"/>, and what to call the step.</summary>
    public (string Purpose, EquatableArray<KernelCall> Calls) Lower(int id, int output)
    {
        var node = Graph[id];
        return node.Op switch
        {
            PackOp op => Pack(id, output, op),
            TransformWeightOp op => One("Transform", Kernels.TransformWeight, Out(output), In(id, 0), Number(op.InChannels), Number(op.OutChannels)),
            LoweredMatMulOp op => MatMul(id, output, op),
            LoweredConvolutionOp op => Convolution(id, output, op),
            ConvolutionWeightGradientOp op => ConvolutionWeightGradient(id, output, op),
            PoolOp op => One("Forward", op.Kind == PoolKind.Max ? Kernels.MaxPool : Kernels.AveragePool, Out(output), In(id, 0), PoolSizes(op.Window, Shape(id, 0), node.Shape), new BatchArgument()),
            MaxPoolGradientOp op => One("Backward", Kernels.MaxPoolGradient, Out(output), In(id, 0), In(id, 1), In(id, 2), PoolSizes(op.Window, Shape(id, 0), Shape(id, 1)), new BatchArgument()),
            AveragePoolGradientOp op => One("Backward", Kernels.AveragePoolGradient, Out(output), In(id, 0), PoolSizes(op.Window, node.Shape, Shape(id, 0)), new BatchArgument()),
            AttentionOp op => Attention("Forward", new AttentionCalls(values, buffers).Forward(id, op)),
            CachedAttentionOp op => CachedAttention(new AttentionCalls(values, buffers).Cached(id, op)),
            AttentionGradientOp op => AttentionGradient(new AttentionCalls(values, buffers).Gradient(id, op)),
            GatherOp => One("Gather", Kernels.Gather, Out(output), In(id, 0), Indices(id, 1), new ExtentArgument(Extent.Of(Shape(id, 1))), Number(node.Shape.Dims[node.Shape.FullRank - 1].Value)),
            ScatterAddOp op => ScatterAdd(id, output, op),
            SelectRowsOp => SelectRows(id, output),
            SegmentOp op => Segments(id, output, op),
            SelectedSegmentOp op => SelectedSegments(id, output, op),
            TransposeOp op => ("Transpose", EquatableArray.Of(Copy(output, 0, Contiguous(node.Shape), In(id, 0), op.Order.Select(axis => Strides(Shape(id, 0))[axis]).ToArray(), node.Shape))),
            SliceOp op => ("Slice", EquatableArray.Of(Slice(id, output, op))),
            FlipOp op => ("Flip", EquatableArray.Of(Flip(id, output, op))),
            PadOp op => ("Pad", Pad(id, output, op)),
            ConcatOp op => ("Concat", Concat(id, output, op)),
            _ => throw new NotSupportedException($"The primitive {node.Op.Name} has no kernel."),
        };
    }

    private (string, EquatableArray<KernelCall>) ScatterAdd(int id, int output, ScatterAddOp op)
    {
        NeedScratch(ScratchSizes.ScatterAdd(op.Rows));
        return One(
            "Scatter", Kernels.ScatterAdd, Out(output), In(id, 0), Indices(id, 1), new ExtentArgument(Extent.Of(Shape(id, 1))),
            Number(Graph[id].Shape.Dims[1].Value), Number(op.Rows), new ScratchArgument());
    }

    private (string, EquatableArray<KernelCall>) SelectRows(int id, int output)
    {
        var (values, indices) = (Shape(id, 0), Shape(id, 1));
        return One(
            "Gather", Kernels.SelectRows, Out(output), In(id, 0), Indices(id, 1), Groups(indices), Rows(values), Count(indices), Width(values));
    }

    private (string, EquatableArray<KernelCall>) Segments(int id, int output, SegmentOp op)
    {
        var (values, indices) = (Shape(id, 0), Shape(id, 1));
        var isMax = Sorts(id, op.Kind, op.Rows, values, indices);
        return One("Scatter", Kernels.Segments, Out(output), In(id, 0), Indices(id, 1), Groups(indices), Count(indices), Width(values), Rows(Graph[id].Shape), isMax, new ScratchArgument());
    }

    private (string, EquatableArray<KernelCall>) SelectedSegments(int id, int output, SelectedSegmentOp op)
    {
        var (values, indices) = (Shape(id, 0), Shape(id, 2));
        var isMax = Sorts(id, op.Kind, op.Rows, values, indices);
        return One(
            "Scatter", Kernels.SelectedSegments, Out(output), In(id, 0), Indices(id, 1), Indices(id, 2), Groups(indices), Rows(values), Count(indices), Width(values), Rows(Graph[id].Shape),
            isMax, new ScratchArgument());
    }

    // States what sorting the indices needs; returns whether the largest value is wanted.
    private FlagArgument Sorts(int id, ReduceKind kind, Dim rows, Shape values, Shape indices)
    {
        var (count, isMax) = (indices.Dims[indices.FullRank - 1], kind == ReduceKind.Max);
        CheckColumns(id, Extent.Of(values.Dims[values.FullRank - 1]), buffers.Names);
        NeedScratchPerWorker(ScratchSizes.Segments(count.IsBatch ? long.MaxValue : count.Maximum, rows.Maximum, isMax));
        return new FlagArgument(isMax);
    }

    // Of rows [..., R, W] by indices [..., K].
    private static ExtentArgument Groups(Shape indices) => new(Extent.Of(indices.Dims.Take(indices.FullRank - 1)));

    private static ExtentArgument Count(Shape indices) => new(Extent.Of(indices.Dims[indices.FullRank - 1]));

    private static ExtentArgument Rows(Shape values) => new(Extent.Of(values.Dims[values.FullRank - 2]));

    private static ExtentArgument Width(Shape values) => new(Extent.Of(values.Dims[values.FullRank - 1]));

    private (string, EquatableArray<KernelCall>) CachedAttention((EquatableArray<KernelCall> Calls, long Scratch) attention)
    {
        NeedScratchPerWorker(attention.Scratch);
        return ("Forward", attention.Calls);
    }

    private (string, EquatableArray<KernelCall>) Attention(string purpose, (KernelCall Call, long Scratch) attention)
    {
        NeedScratchPerWorker(attention.Scratch);
        return (purpose, EquatableArray.Of(attention.Call));
    }

    private (string, EquatableArray<KernelCall>) AttentionGradient((KernelCall Call, long Scratch, long ScratchPerCall) gradient)
    {
        NeedScratch(gradient.ScratchPerCall);
        return Attention("Backward", (gradient.Call, gradient.Scratch));
    }

    private (string, EquatableArray<KernelCall>) Pack(int id, int output, PackOp op)
    {
        var (packed, b) = (Out(output), In(id, 0) with { Offset = op.Offset });
        return op.IsRows || op.IsTransposed
            ? One("Pack", Kernels.Pack, packed, b, Number(op.Count), Number(op.Inner), Number(op.Columns), new FlagArgument(op.IsTransposed))
            : One("Pack", Kernels.PackView, packed, b, new SizesArgument(nameof(PackView), op.Members.ToEquatableArray()));
    }

    private (string, EquatableArray<KernelCall>) MatMul(int id, int output, LoweredMatMulOp op)
    {
        var sizes = new SizesArgument(nameof(MatMulShape), EquatableArray.Of<(string, Extent)>((nameof(MatMulShape.Count), op.Count), (nameof(MatMulShape.Rows), op.Rows), (nameof(MatMulShape.Inner), op.Inner), (nameof(MatMulShape.Columns), op.Columns)))
        {
            Ints = EquatableArray.Of(nameof(MatMulShape.Columns)),
            Flags = new[] { (nameof(MatMulShape.TransposedA), op.TransposedA), (nameof(MatMulShape.PackedB), op.PackedB), (nameof(MatMulShape.SharedB), op.SharedB) }.Select(flag => flag.Item1 + ": " + (flag.Item2 ? "true" : "false")).ToEquatableArray(),
        };
        CheckColumns(id, op.Columns, buffers.Names);
        if (!op.IsSplit) return One("Forward", Kernels.MatMul, Out(output), In(id, 0), In(id, 1), sizes);
        var shape = new MatMulShape(AtMost(op.Count), AtMost(op.Rows), AtMost(op.Inner), (int)AtMost(op.Columns), op.TransposedA, op.PackedB, op.SharedB);
        ScratchPerCall = Math.Max(ScratchPerCall, ScratchSizes.MatMulSplit(shape));
        return One("WeightGradient", Kernels.MatMulSplit, Out(output), In(id, 0), In(id, 1), sizes, new ScratchArgument());
    }

    /// <summary>Refuses more columns than kernels count.</summary>
    public static void CheckColumns(int id, Extent columns, NodeNames names)
    {
        if (columns.IsBatched || columns.MaximumPerSample <= KernelLimits.Columns) return;
        throw Require.Error(DiagnosticIds.Range, $"'{names.Describe(id)}' is computed over rows of {columns} numbers, which can be {columns.MaximumPerSample}, but {KernelLimits.Columns} at most; state a smaller Max of the symbol.");
    }

    private static long AtMost(Extent extent) => extent.IsBatched ? extent.MaximumPerSample * ManySamples : extent.MaximumPerSample;

    private (string, EquatableArray<KernelCall>) Convolution(int id, int output, LoweredConvolutionOp op)
    {
        var (sizes, shape) = ConvolutionSizes(op.Window, op.Groups, op.InputStrideHeight, op.InputStrideWidth, Shape(id, 0), Graph[id].Shape);
        NeedScratchPerWorker(op.Choice switch
        {
            { IsWinograd: true, IsPacked: true } => ScratchSizes.ConvolutionWinogradPacked(shape, workers: 1),
            { IsWinograd: true } => ScratchSizes.ConvolutionWinograd(shape, workers: 1),
            _ => CopyLength(shape, Shape(id, 0), Graph[id].Shape),
        });
        var kernel = op switch
        {
            { IsDepthwise: true } => Kernels.ConvolutionDepthwise,
            { Choice: { IsWinograd: true, IsPacked: true } } => Kernels.ConvolutionWinogradPacked,
            { Choice.IsWinograd: true } => Kernels.ConvolutionWinograd,
            _ => Kernels.Convolution,
        };
        return One("Forward", kernel, Out(output), In(id, 0), In(id, 1), sizes, new BatchArgument(), new ScratchArgument());
    }

    /// <summary>The extents of a convolution that can compute some rows of its output alone; of other nodes, null.</summary>
    public ConvolutionShape? RowsOf(int id) => Graph[id].Op is LoweredConvolutionOp { Choice.IsWinograd: false, InputStrideHeight: 1 } op && Graph[id].Shape.IsKnown && Shape(id, 0).IsKnown
        ? ConvolutionShapes.Of(op.Window, op.Groups, op.InputStrideHeight, op.InputStrideWidth, channelsLast: true, Shape(id, 0), Graph[id].Shape)
        : null;

    private (string, EquatableArray<KernelCall>) ConvolutionWeightGradient(int id, int output, ConvolutionWeightGradientOp op)
    {
        var (sizes, shape) = ConvolutionSizes(op.Window, op.Groups, 1, 1, Shape(id, 0), Shape(id, 1));
        var isDepthwise = op.Groups > 1 && op.Groups == shape.InChannels && op.Groups == shape.OutChannels;
        var perCall = isDepthwise ? ScratchSizes.ConvolutionDepthwiseWeightGradient(shape, ManySamples, workers: 0) : ScratchSizes.ConvolutionWeightGradient(shape, ManySamples, workers: 0);
        ScratchPerCall = Math.Max(ScratchPerCall, perCall);
        NeedScratchPerWorker(CopyLength(shape, Shape(id, 0), Shape(id, 1)));
        return One("WeightGradient", isDepthwise ? Kernels.ConvolutionDepthwiseWeightGradient : Kernels.ConvolutionWeightGradient, Out(output), In(id, 0), In(id, 1), sizes, new BatchArgument(), new ScratchArgument());
    }

    // Of small images more are copied at a time: a call with a smaller one may need more for it.
    private static long CopyLength(in ConvolutionShape shape, Shape image, Shape output) => image.IsKnown && output.IsKnown
        ? ScratchSizes.ConvolutionForward(shape, workers: 1)
        : ScratchSizes.ConvolutionForwardAtMost(shape, workers: 1);

    private static (SizesArgument, ConvolutionShape) ConvolutionSizes(Window window, int groups, int inputStrideHeight, int inputStrideWidth, Shape image, Shape output)
    {
        var shape = ConvolutionShapes.Of(window, groups, inputStrideHeight, inputStrideWidth, channelsLast: true, image, output);
        var (_, _, inHeight, inWidth) = ImageShape.Read(image, channelsLast: true, "Convolution");
        var (_, _, outHeight, outWidth) = ImageShape.Read(output, channelsLast: true, "Convolution");
        var sizes = new List<(string, Extent)>
        {
            (nameof(ConvolutionShape.InHeight), Extent.Of(inHeight)), (nameof(ConvolutionShape.InWidth), Extent.Of(inWidth)), (nameof(ConvolutionShape.InChannels), shape.InChannels),
            (nameof(ConvolutionShape.OutHeight), Extent.Of(outHeight)), (nameof(ConvolutionShape.OutWidth), Extent.Of(outWidth)), (nameof(ConvolutionShape.OutChannels), shape.OutChannels),
            (nameof(ConvolutionShape.KernelHeight), window.KernelHeight), (nameof(ConvolutionShape.KernelWidth), window.KernelWidth),
        };
        AddWindow(sizes, window);
        AddUnless(sizes, 1, nameof(ConvolutionShape.InputStrideHeight), inputStrideHeight);
        AddUnless(sizes, 1, nameof(ConvolutionShape.InputStrideWidth), inputStrideWidth);
        AddUnless(sizes, 1, nameof(ConvolutionShape.Groups), groups);
        return (new SizesArgument(nameof(ConvolutionShape), sizes.ToEquatableArray()) { Ints = ImageSizes }, shape);
    }

    private static SizesArgument PoolSizes(Window window, Shape image, Shape output)
    {
        var (_, channels, inHeight, inWidth) = ImageShape.Read(image, channelsLast: true, "Pool");
        var (_, _, outHeight, outWidth) = ImageShape.Read(output, channelsLast: true, "Pool");
        var sizes = new List<(string, Extent)>
        {
            (nameof(PoolShape.InHeight), Extent.Of(inHeight)), (nameof(PoolShape.InWidth), Extent.Of(inWidth)), (nameof(PoolShape.Channels), channels), (nameof(PoolShape.OutHeight), Extent.Of(outHeight)), (nameof(PoolShape.OutWidth), Extent.Of(outWidth)),
            (nameof(PoolShape.KernelHeight), window.KernelHeight), (nameof(PoolShape.KernelWidth), window.KernelWidth),
        };
        AddWindow(sizes, window);
        return new SizesArgument(nameof(PoolShape), sizes.ToEquatableArray()) { Ints = ImageSizes };
    }

    // What differs from the defaults of the kernels' shapes.
    private static void AddWindow(List<(string, Extent)> sizes, Window window)
    {
        AddUnless(sizes, 0, nameof(ConvolutionShape.PadTop), window.PadTop);
        AddUnless(sizes, 0, nameof(ConvolutionShape.PadLeft), window.PadLeft);
        AddUnless(sizes, 1, nameof(ConvolutionShape.StrideHeight), window.StrideHeight);
        AddUnless(sizes, 1, nameof(ConvolutionShape.StrideWidth), window.StrideWidth);
        AddUnless(sizes, 1, nameof(ConvolutionShape.DilationHeight), window.DilationHeight);
        AddUnless(sizes, 1, nameof(ConvolutionShape.DilationWidth), window.DilationWidth);
    }

    private static void AddUnless(List<(string, Extent)> sizes, int usual, string name, int value)
    {
        if (value != usual) sizes.Add((name, value));
    }

    private KernelCall Slice(int id, int output, SliceOp op)
    {
        var strides = Strides(Shape(id, 0));
        var start = strides[op.Axis] * Extent.Of(op.Start);
        strides[op.Axis] *= op.Step;
        return Copy(output, 0, Contiguous(Graph[id].Shape), In(id, 0) with { Offset = start }, strides, Graph[id].Shape);
    }

    private KernelCall Flip(int id, int output, FlipOp op)
    {
        var strides = Strides(Shape(id, 0));
        var start = strides[op.Axis] * Extent.Of(Unification.Sum("Flip", Shape(id, 0).Dims[op.Axis], -1));
        strides[op.Axis] *= -1;
        return Copy(output, 0, Contiguous(Graph[id].Shape), In(id, 0) with { Offset = start }, strides, Graph[id].Shape);
    }

    private EquatableArray<KernelCall> Pad(int id, int output, PadOp op)
    {
        var shape = Graph[id].Shape;
        var fill = KernelCall.Of(Kernels.Fill, Out(output), new ExtentArgument(Extent.Of(shape)), new NumberArgument(op.Value));
        var strides = Strides(shape);
        var start = strides[op.Axis] * Extent.Of(op.Before);
        strides[op.Axis] *= op.Interior + 1;
        return EquatableArray.Of(fill, Copy(output, start, strides, In(id, 0), Contiguous(Shape(id, 0)), Shape(id, 0)));
    }

    private EquatableArray<KernelCall> Concat(int id, int output, ConcatOp op)
    {
        var strides = Strides(Graph[id].Shape);
        var calls = new List<KernelCall>();
        Dim start = 0;
        for (var index = 0; index < Graph[id].Inputs.Count; index++)
        {
            var shape = Shape(id, index);
            calls.Add(Copy(output, strides[op.Axis] * Extent.Of(start), strides, In(id, index), Contiguous(shape), shape));
            start = Unification.Sum("Concat", start, shape.Dims[op.Axis]);
        }

        return calls.ToEquatableArray();
    }

    // A strided copy with neighbouring axes joined where both sides walk over them as over one.
    private static KernelCall Copy(int output, Extent outputOffset, Extent[] outputStrides, BufferArgument input, Extent[] inputStrides, Shape box)
    {
        var extents = new List<Extent>();
        var (to, from) = (new List<Extent>(), new List<Extent>());
        for (var axis = box.FullRank - 1; axis >= 0; axis--)
        {
            var extent = Extent.Of(box.Dims[axis]);
            if (extent.IsOne) continue;
            var last = extents.Count - 1;
            var joins = last >= 0 && outputStrides[axis] == to[last] * extents[last] && inputStrides[axis] == from[last] * extents[last];
            if (joins)
            {
                extents[last] *= extent;
                continue;
            }

            extents.Add(extent);
            to.Add(outputStrides[axis]);
            from.Add(inputStrides[axis]);
        }

        if (extents.Count > KernelLimits.CopyAxes) throw new InvalidOperationException($"A copy of {box} walks over {extents.Count} axes, but a kernel over {KernelLimits.CopyAxes} at most.");
        if (extents.Count == 0) (extents, to, from) = ([1], [1], [1]);
        extents.Reverse();
        to.Reverse();
        from.Reverse();
        return KernelCall.Of(
            Kernels.Copy, new BufferArgument(output) { Offset = outputOffset }, input, new ExtentsArgument(extents.ToEquatableArray()), new ExtentsArgument(to.ToEquatableArray()),
            new ExtentsArgument(from.ToEquatableArray()));
    }

    /// <summary>A copy of values that lie one after the other.</summary>
    public static KernelCall Copy(int output, int input, Extent count) => KernelCall.Of(
        Kernels.Copy, new BufferArgument(output), new BufferArgument(input), new ExtentsArgument(EquatableArray.Of(count)), new ExtentsArgument(EquatableArray.Of(Extent.One)),
        new ExtentsArgument(EquatableArray.Of(Extent.One)));

    private static Extent[] Contiguous(Shape shape) => Strides(shape);

    private static Extent[] Strides(Shape shape)
    {
        var strides = new Extent[shape.FullRank];
        var stride = Extent.One;
        for (var axis = shape.FullRank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Extent.Of(shape.Dims[axis]);
        }

        return strides;
    }

    private static (string, EquatableArray<KernelCall>) One(string purpose, Kernel kernel, params KernelArgument[] arguments) =>
        (purpose, EquatableArray.Of(KernelCall.Of(kernel, arguments)));

    private static BufferArgument Out(int buffer) => new(buffer);

    private BufferArgument In(int id, int index) => new(buffers.Of(Graph[id].Inputs[index]));

    private BufferArgument Indices(int id, int index) => new(buffers.Of(Graph[id].Inputs[index]), DataType.Int32);

    private static ExtentArgument Number(long value) => new(value);

    private Shape Shape(int id, int index) => Graph[Graph[id].Inputs[index]].Shape;
}
