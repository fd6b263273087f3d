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
    /// <summary>The kernel of a convolution by Winograd's filtering.</summary>
    public const string Winograd = "Convolution.ForwardWinograd";

    /// <summary>A batch larger than any: sums are cut into a limited number of pieces, so scratch does not grow beyond it.</summary>
    private const long ManySamples = 1 << 20;

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
            PackOp op => One("Pack", "MatMul.Pack", Pack(id, output, op)),
            TransformWeightOp op => One("Transform", "Convolution.TransformWeight", Out("transformed", output), In("weight", id, 0), Number("inChannels", op.InChannels), Number("outChannels", op.OutChannels)),
            LoweredMatMulOp op => MatMul(id, output, op),
            LoweredConvolutionOp op => Convolution(id, output, op),
            ConvolutionWeightGradientOp op => ConvolutionWeightGradient(id, output, op),
            PoolOp op => One("Forward", "Pooling." + op.Kind, Out("output", output), In("image", id, 0), PoolSizes(op.Window, Shape(id, 0), node.Shape), new BatchArgument("batch")),
            MaxPoolGradientOp op => One("Backward", "Pooling.MaxGradient", Out("imageGradient", output), In("image", id, 0), In("pooled", id, 1), In("outputGradient", id, 2), PoolSizes(op.Window, Shape(id, 0), Shape(id, 1)), new BatchArgument("batch")),
            AveragePoolGradientOp op => One("Backward", "Pooling.AverageGradient", Out("imageGradient", output), In("outputGradient", id, 0), PoolSizes(op.Window, node.Shape, Shape(id, 0)), new BatchArgument("batch")),
            AttentionOp op => Attention("Forward", new AttentionCalls(values, buffers).Forward(id, op)),
            CachedAttentionOp op => CachedAttention(new AttentionCalls(values, buffers).Cached(id, op)),
            AttentionGradientOp op => Attention("Backward", new AttentionCalls(values, buffers).Gradient(id, op.Forward)),
            GatherOp => One("Gather", "Indexing.Gather", Out("output", output), In("table", id, 0), Indices(id, 1), new ExtentArgument("count", Extent.Of(Shape(id, 1))), Number("width", node.Shape.Dims[node.Shape.FullRank - 1].Value)),
            ScatterAddOp op => ScatterAdd(id, output, op),
            TransposeOp op => ("Transpose", EquatableArray.Of(Copy(output, 0, Contiguous(node.Shape), In("input", id, 0), op.Order.Select(axis => Strides(Shape(id, 0))[axis]).ToArray(), node.Shape))),
            SliceOp op => ("Slice", EquatableArray.Of(Slice(id, output, op))),
            ReverseOp op => ("Reverse", EquatableArray.Of(Reverse(id, output, op))),
            PadOp op => ("Pad", Pad(id, output, op)),
            ConcatOp op => ("Concat", Concat(id, output, op)),
            _ => throw new NotSupportedException($"The primitive {node.Op.Name} has no kernel."),
        };
    }

    private (string, EquatableArray<KernelCall>) ScatterAdd(int id, int output, ScatterAddOp op)
    {
        NeedScratch(ScratchSizes.ScatterAdd(op.Rows));
        return One(
            "Scatter", "Indexing.ScatterAdd", Out("output", output), In("values", id, 0), Indices(id, 1), new ExtentArgument("count", Extent.Of(Shape(id, 1))),
            Number("width", Graph[id].Shape.Dims[1].Value), Number("rows", op.Rows), new ScratchArgument("scratch"));
    }

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

    private KernelArgument[] Pack(int id, int output, PackOp op)
    {
        var places = new KernelArgument[] { Out("packed", output), In("b", id, 0) with { Offset = op.Offset } };
        if (op.IsRows || op.IsTransposed)
            return [.. places, Number("count", op.Count), Number("inner", op.Inner), Number("columns", op.Columns), new FlagArgument("transposed", op.IsTransposed)];
        return [.. places, new SizesArgument(null, "PackView", op.Members.ToEquatableArray())];
    }

    private (string, EquatableArray<KernelCall>) MatMul(int id, int output, LoweredMatMulOp op)
    {
        var sizes = new SizesArgument("shape", "MatMulShape", EquatableArray.Of<(string, Extent)>(("Count", op.Count), ("Rows", op.Rows), ("Inner", op.Inner), ("Columns", op.Columns)))
        {
            Ints = EquatableArray.Of("Columns"),
            Flags = new[] { ("TransposedA", op.TransposedA), ("PackedB", op.PackedB), ("SharedB", op.SharedB) }.Select(flag => flag.Item1 + ": " + (flag.Item2 ? "true" : "false")).ToEquatableArray(),
        };
        CheckColumns(id, op.Columns, buffers.Names);
        if (!op.IsSplit) return One("Forward", "MatMul.Run", Out("output", output), In("a", id, 0), In("b", id, 1), sizes);
        var shape = new MatMulShape(AtMost(op.Count), AtMost(op.Rows), AtMost(op.Inner), (int)AtMost(op.Columns), op.TransposedA, op.PackedB, op.SharedB);
        ScratchPerCall = Math.Max(ScratchPerCall, ScratchSizes.MatMulSplit(shape));
        return One("WeightGradient", "MatMul.RunSplit", Out("output", output), In("a", id, 0), In("b", id, 1), sizes, new ScratchArgument("scratch"));
    }

    /// <summary>Refuses more columns than kernels count.</summary>
    public static void CheckColumns(int id, Extent columns, NodeNames names)
    {
        if (columns.IsBatched || columns.MaximumPerSample <= KernelLimits.Columns) return;
        throw Require.Error(Require.Range, $"'{names.Describe(id)}' is computed over rows of {columns} numbers, which can be {columns.MaximumPerSample}, but {KernelLimits.Columns} at most; state a smaller Max of the symbol.");
    }

    private static long AtMost(Extent extent) => extent.IsBatched ? extent.MaximumPerSample * ManySamples : extent.MaximumPerSample;

    private (string, EquatableArray<KernelCall>) Convolution(int id, int output, LoweredConvolutionOp op)
    {
        var (sizes, shape) = ConvolutionSizes(op.Window, op.Groups, op.InputStrideHeight, op.InputStrideWidth, Shape(id, 0), Graph[id].Shape);
        NeedScratchPerWorker(op.Choice.IsWinograd ? ScratchSizes.ConvolutionWinograd(shape, workers: 1) : CopyLength(shape, Shape(id, 0), Graph[id].Shape));
        var (method, weight) = op switch
        {
            { IsDepthwise: true } => ("Convolution.Depthwise", "weight"),
            { Choice.IsWinograd: true } => (Winograd, "transformedWeight"),
            _ => ("Convolution.Forward", "packedWeight"),
        };
        return One("Forward", method, Out("output", output), In("image", id, 0), In(weight, id, 1), sizes, new BatchArgument("batch"), new ScratchArgument("scratch"));
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
        return One("WeightGradient", isDepthwise ? "Convolution.DepthwiseWeightGradient" : "Convolution.WeightGradient", Out("output", output), In("image", id, 0), In("gradient", id, 1), sizes, new BatchArgument("batch"), new ScratchArgument("scratch"));
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
            ("InHeight", Extent.Of(inHeight)), ("InWidth", Extent.Of(inWidth)), ("InChannels", shape.InChannels),
            ("OutHeight", Extent.Of(outHeight)), ("OutWidth", Extent.Of(outWidth)), ("OutChannels", shape.OutChannels),
            ("KernelHeight", window.KernelHeight), ("KernelWidth", window.KernelWidth),
        };
        AddWindow(sizes, window);
        AddUnless(sizes, 1, "InputStrideHeight", inputStrideHeight);
        AddUnless(sizes, 1, "InputStrideWidth", inputStrideWidth);
        AddUnless(sizes, 1, "Groups", groups);
        return (new SizesArgument("shape", "ConvolutionShape", sizes.ToEquatableArray()) { Ints = ImageSizes }, shape);
    }

    private static SizesArgument PoolSizes(Window window, Shape image, Shape output)
    {
        var (_, channels, inHeight, inWidth) = ImageShape.Read(image, channelsLast: true, "Pool");
        var (_, _, outHeight, outWidth) = ImageShape.Read(output, channelsLast: true, "Pool");
        var sizes = new List<(string, Extent)>
        {
            ("InHeight", Extent.Of(inHeight)), ("InWidth", Extent.Of(inWidth)), ("Channels", channels), ("OutHeight", Extent.Of(outHeight)), ("OutWidth", Extent.Of(outWidth)),
            ("KernelHeight", window.KernelHeight), ("KernelWidth", window.KernelWidth),
        };
        AddWindow(sizes, window);
        return new SizesArgument("shape", "PoolShape", sizes.ToEquatableArray()) { Ints = ImageSizes };
    }

    // What differs from the defaults of the kernels' shapes.
    private static void AddWindow(List<(string, Extent)> sizes, Window window)
    {
        AddUnless(sizes, 0, "PadTop", window.PadTop);
        AddUnless(sizes, 0, "PadLeft", window.PadLeft);
        AddUnless(sizes, 1, "StrideHeight", window.StrideHeight);
        AddUnless(sizes, 1, "StrideWidth", window.StrideWidth);
        AddUnless(sizes, 1, "DilationHeight", window.DilationHeight);
        AddUnless(sizes, 1, "DilationWidth", window.DilationWidth);
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
        return Copy(output, 0, Contiguous(Graph[id].Shape), In("input", id, 0) with { Offset = start }, strides, Graph[id].Shape);
    }

    private KernelCall Reverse(int id, int output, ReverseOp op)
    {
        var strides = Strides(Shape(id, 0));
        var start = strides[op.Axis] * Extent.Of(Unification.Sum("Reverse", Shape(id, 0).Dims[op.Axis], -1));
        strides[op.Axis] *= -1;
        return Copy(output, 0, Contiguous(Graph[id].Shape), In("input", id, 0) with { Offset = start }, strides, Graph[id].Shape);
    }

    private EquatableArray<KernelCall> Pad(int id, int output, PadOp op)
    {
        var shape = Graph[id].Shape;
        var fill = new KernelCall("Movement.Fill", EquatableArray.Of<KernelArgument>(Out("output", output), new ExtentArgument("count", Extent.Of(shape)), new NumberArgument("value", op.Value)));
        var strides = Strides(shape);
        var start = strides[op.Axis] * Extent.Of(op.Before);
        strides[op.Axis] *= op.Interior + 1;
        return EquatableArray.Of(fill, Copy(output, start, strides, In("input", id, 0), Contiguous(Shape(id, 0)), Shape(id, 0)));
    }

    private EquatableArray<KernelCall> Concat(int id, int output, ConcatOp op)
    {
        var strides = Strides(Graph[id].Shape);
        var calls = new List<KernelCall>();
        Dim start = 0;
        for (var index = 0; index < Graph[id].Inputs.Count; index++)
        {
            var shape = Shape(id, index);
            calls.Add(Copy(output, strides[op.Axis] * Extent.Of(start), strides, In("input", id, index), Contiguous(shape), shape));
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
        return new KernelCall("Movement.Copy", EquatableArray.Of<KernelArgument>(
            new BufferArgument("output", output) { Offset = outputOffset }, input,
            new ExtentsArgument("extents", extents.ToEquatableArray()), new ExtentsArgument("outputStrides", to.ToEquatableArray()), new ExtentsArgument("inputStrides", from.ToEquatableArray())));
    }

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

    private static (string, EquatableArray<KernelCall>) One(string purpose, string method, params KernelArgument[] arguments) =>
        (purpose, EquatableArray.Of(new KernelCall(method, new(arguments))));

    private static BufferArgument Out(string parameter, int buffer) => new(parameter, buffer);

    private BufferArgument In(string parameter, int id, int index) => new(parameter, buffers.Of(Graph[id].Inputs[index]));

    private BufferArgument Indices(int id, int index) => new("indices", buffers.Of(Graph[id].Inputs[index]), DataType.Int32);

    private static ExtentArgument Number(string parameter, long value) => new(parameter, value);

    private Shape Shape(int id, int index) => Graph[Graph[id].Inputs[index]].Shape;
}
