using System.Runtime.CompilerServices;
using Sinter.Runtime;

namespace Sinter.Checked;

/// <summary>Every kernel, with extents that are no multiples of a vector or a tile.</summary>
internal static class KernelCases
{
    private static readonly ConvolutionShape Window = new()
    {
        InHeight = 9, InWidth = 11, InChannels = 5, OutHeight = 9, OutWidth = 11, OutChannels = 35, KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1,
    };

    private static readonly ConvolutionShape Strided = new()
    {
        InHeight = 13, InWidth = 11, InChannels = 6, OutHeight = 6, OutWidth = 5, OutChannels = 10, KernelHeight = 3, KernelWidth = 2, StrideHeight = 2, StrideWidth = 2,
        Groups = 2,
    };

    private static readonly ConvolutionShape Filtered = Window with { InChannels = 16, OutChannels = 48 };

    private static readonly ConvolutionShape Separable = Window with { InChannels = 37, OutChannels = 37, Groups = 37 };

    private static readonly ConvolutionShape SeparableVectors = Window with { InChannels = 48, OutChannels = 48, Groups = 48 };

    private static readonly PoolShape Pool = new()
    {
        InHeight = 9, InWidth = 7, Channels = 35, OutHeight = 4, OutWidth = 4, KernelHeight = 3, KernelWidth = 3, StrideHeight = 2, StrideWidth = 2, PadLeft = 1,
    };

    private static readonly AttentionShape Heads = new() { Batch = 2, Queries = 37, Keys = 41, Heads = 4, KeyHeads = 2, Size = 19, Causal = true };

    private static readonly AttentionShape OneQuery = Heads with { Queries = 1, Keys = 70 };

    // So many keys that sums keep their rounding errors.
    private static readonly AttentionShape ManyKeys = new() { Batch = 1, Queries = 5, Keys = 2100, Size = 19 };

    // Of one group: more may share the scratch of several threads.
    private static KernelCase Segments(string kind, int width, bool max) => new($"Indexing.Segments, {kind}", (workers, p) =>
        Indexing.Segments(workers, p[0], p[1], p[2].AsIntegers(), 1, 5, width, 7, max, p[3]),
        new("output", 7 * width, IsWritten: true), new("values", 5 * width), new("indices", 5) { Integers = [0, 6, 3, 6, 1] },
        new("scratch", ScratchSizes.Segments(5, 7, max), IsWritten: true) { IsUpperBound = true });

    private static Operand Sorted => new("scratch", ScratchSizes.ScatterAdd(7), IsWritten: true) { IsUpperBound = true };

    public static IEnumerable<KernelCase> All =>
    [
        MatMul(new(Count: 2, Rows: 13, Inner: 70, Columns: 45, TransposedA: false, PackedB: true, SharedB: false)),
        MatMul(new(Count: 2, Rows: 13, Inner: 70, Columns: 45, TransposedA: true, PackedB: false, SharedB: false)),
        MatMul(new(Count: 1, Rows: 27, Inner: 2100, Columns: 33, TransposedA: false, PackedB: true, SharedB: true)),
        MatMul(new(Count: 1, Rows: 27, Inner: 9000, Columns: 33, TransposedA: false, PackedB: false, SharedB: true)),
        MatMul(new(Count: 1, Rows: 5, Inner: 9000, Columns: 33, TransposedA: false, PackedB: true, SharedB: true)),
        MatMul(new(Count: 1, Rows: 1, Inner: 131, Columns: 77, TransposedA: false, PackedB: true, SharedB: true)),
        MatMul(new(Count: 3, Rows: 1, Inner: 131, Columns: 9, TransposedA: false, PackedB: false, SharedB: false)),
        Split(new(Count: 1, Rows: 13, Inner: 700, Columns: 45, TransposedA: true, PackedB: false, SharedB: false)),
        new("Pack", (workers, p) => Runtime.MatMul.Pack(workers, p[0], p[1], 2, 50, 45, transposed: true),
            new("packed", 2 * Runtime.MatMul.PackedLength(50, 45), IsWritten: true), new("b", 2 * 50 * 45)),
        Convolution(Window),
        Convolution(Strided),
        Convolution(Window with { StrideHeight = 2, StrideWidth = 2, OutHeight = 5, OutWidth = 6, KernelHeight = 1, KernelWidth = 1, PadTop = 0, PadLeft = 0 }),
        Convolution(Window with { InputStrideHeight = 2, InputStrideWidth = 2, OutHeight = 17, OutWidth = 21 }),
        Winograd(Filtered),
        WinogradPacked(Filtered),
        new("TransformWeight", (workers, p) => Runtime.Convolution.TransformWeight(workers, p[0], p[1], 16, 48),
            new("transformed", ScratchSizes.WinogradWeight(16, 48), IsWritten: true), new("weight", 48 * 9 * 16)),
        Depthwise(Separable),
        Depthwise(SeparableVectors),
        Depthwise(Separable with { KernelHeight = 5, KernelWidth = 5, PadTop = 2, PadLeft = 2 }),
        WeightGradient(Window),
        WeightGradient(Strided),
        DepthwiseWeightGradient(Separable),
        new("Pooling.Max", (workers, p) => Pooling.Max(workers, p[0], p[1], Pool, 2), Pooled("output", isWritten: true), Pixels("image")),
        new("Pooling.Average", (workers, p) => Pooling.Average(workers, p[0], p[1], Pool, 2), Pooled("output", isWritten: true), Pixels("image")),
        new("Pooling.MaxGradient", (workers, p) => Pooling.MaxGradient(workers, p[0], p[1], p[2], p[3], Pool, 2),
            Pixels("imageGradient", isWritten: true), Pixels("image"), Pooled("pooled"), Pooled("outputGradient")),
        new("Pooling.AverageGradient", (workers, p) => Pooling.AverageGradient(workers, p[0], p[1], Pool, 2), Pixels("imageGradient", isWritten: true), Pooled("outputGradient")),
        new("Movement.Copy of runs", (workers, p) => Movement.Copy(workers, p[0], p[1], [5, 77], [77, 1], [77, 1]), new("output", 385, IsWritten: true), new("input", 385)),
        new("Movement.Copy transposed", (workers, p) => Movement.Copy(workers, p[0], p[1], [45, 77], [1, 45], [77, 1]), new("output", 45 * 77, IsWritten: true), new("input", 45 * 77)),
        new("Movement.Copy backwards", (workers, p) => Movement.Copy(workers, p[0], p[1].At(49), [9, 50], [50, 1], [50, -1]), new("output", 450, IsWritten: true), new("input", 450)),
        new("Movement.Fill", (workers, p) => Movement.Fill(workers, p[0], 333, 1f), new Operand("output", 333, IsWritten: true)),
        new("Indexing.Gather", (workers, p) => Indexing.Gather(workers, p[0], p[1], p[2].AsIntegers(), 5, 40),
            new("output", 200, IsWritten: true), new("table", 7 * 40), new("indices", 5) { Integers = [0, 6, 3, 6, 1] }),
        new("Indexing.ScatterAdd", (workers, p) => Indexing.ScatterAdd(workers, p[0], p[1], p[2].AsIntegers(), 5, 40, 7, p[3]),
            new("output", 7 * 40, IsWritten: true), new("values", 200), new("indices", 5) { Integers = [0, 6, 3, 6, 1] }, Sorted),
        new("Indexing.ScatterAdd of wide rows", (workers, p) => Indexing.ScatterAdd(workers, p[0], p[1], p[2].AsIntegers(), 5, 77, 7, p[3]),
            new("output", 7 * 77, IsWritten: true), new("values", 5 * 77), new("indices", 5) { Integers = [0, 6, 3, 6, 1] }, Sorted),
        new("Indexing.SelectRows", (workers, p) => Indexing.SelectRows(workers, p[0], p[1], p[2].AsIntegers(), 2, 4, 3, 40),
            new("output", 2 * 3 * 40, IsWritten: true), new("values", 2 * 4 * 40), new("indices", 6) { Integers = [0, 3, 3, 2, 0, 3] }),
        new("Indexing.SelectRows of short rows", (workers, p) => Indexing.SelectRows(workers, p[0], p[1], p[2].AsIntegers(), 2, 4, 3, 5),
            new("output", 2 * 3 * 5, IsWritten: true), new("values", 2 * 4 * 5), new("indices", 6) { Integers = [0, 3, 3, 2, 0, 3] }),
        Segments("sums", width: 40, max: false),
        Segments("the largest", width: 40, max: true),
        Segments("the largest of wide rows", width: 77, max: true),
        new("Indexing.SelectedSegments", (workers, p) => Indexing.SelectedSegments(workers, p[0], p[1], p[2].AsIntegers(), p[3].AsIntegers(), 1, 4, 5, 40, 7, max: false, p[4]),
            new("output", 7 * 40, IsWritten: true), new("values", 4 * 40), new("source", 5) { Integers = [3, 0, 2, 1, 3] }, new("indices", 5) { Integers = [0, 6, 3, 6, 1] },
            new("scratch", ScratchSizes.Segments(5, 7, max: false), IsWritten: true) { IsUpperBound = true }),
        Attention(Heads),
        Attention(OneQuery),
        Attention(Heads with { ValueSize = 21 }),
        Attention(OneQuery with { ValueSize = 21 }),
        AttentionGradient(Heads),
        AttentionGradient(Heads with { ValueSize = 7 }),
        AttentionBiasGradient(Heads with { Batch = 5, HasBias = true, BiasPerHead = true, HasPadding = true, PaddingPerSample = true, HasBiasGradient = true, BiasGradientPerHead = true }),
        AttentionBiasGradient(Heads with { HasBias = true, HasPadding = true, PaddingPerSample = true, HasBiasGradient = true }),
        AttentionBiasGradient(Heads with { HasBias = true, BiasPerHead = true, BiasForAllQueries = true, HasPadding = true, PaddingPerSample = true, HasBiasGradient = true }),
        Attention(ManyKeys),
        Attention(ManyKeys with { Queries = 1 }),
        AttentionGradient(ManyKeys),
        AttentionGradient(ManyKeys with { Queries = 8200, Keys = 41 }),
        new("Fused.Run", (workers, p) => Fused.Run<Copies>(workers, p, new CallSizes(1), 333, 64, 1), new("output", 333, IsWritten: true), new("input", 333)),
        new("Fused.Reduce", (workers, p) => Fused.Reduce<Sums>(workers, p[0], p[1..2], new CallSizes(1), 1, 3000, Sums.Columns, max: false, p[2]),
            new("output", Sums.Columns, IsWritten: true), new("input", 3000 * Sums.Columns), new("scratch", Fused.MaxReduceChunks * Sums.Columns, IsWritten: true) { IsUpperBound = true }),
    ];

    private static KernelCase MatMul(MatMulShape shape) => new($"MatMul.Run {shape}", (workers, p) => Runtime.MatMul.Run<Identity>(workers, p[0], p[1], p[2], shape, []),
        new("output", shape.Count * shape.Rows * shape.Columns, IsWritten: true), new("a", shape.Count * shape.Rows * shape.Inner), B(shape));

    private static KernelCase Split(MatMulShape shape) => new($"MatMul.RunSplit {shape}", (workers, p) => Runtime.MatMul.RunSplit(workers, p[0], p[1], p[2], shape, p[3]),
        new("output", shape.Count * shape.Rows * shape.Columns, IsWritten: true), new("a", shape.Count * shape.Rows * shape.Inner), B(shape),
        new("scratch", ScratchSizes.MatMulSplit(shape), IsWritten: true) { IsUpperBound = true });

    private static Operand B(MatMulShape shape) =>
        new("b", (shape.SharedB ? 1 : shape.Count) * (shape.PackedB ? Runtime.MatMul.PackedLength(shape.Inner, shape.Columns) : shape.Inner * shape.Columns));

    private static Operand Image(string name, ConvolutionShape shape, bool isWritten = false) => new(name, 2L * shape.InHeight * shape.InWidth * shape.InChannels, isWritten);

    private static Operand Output(string name, ConvolutionShape shape, bool isWritten = false) => new(name, 2L * shape.OutHeight * shape.OutWidth * shape.OutChannels, isWritten);

    private static KernelCase Convolution(ConvolutionShape shape) => new($"Convolution.Forward {shape}",
        (workers, p) => Runtime.Convolution.Forward<Identity>(workers, p[0], p[1], p[2], shape, 2, p[3], []),
        Output("output", shape, isWritten: true), Image("image", shape) with { IsUpperBound = shape.StrideHeight > 1 },
        new("packedWeight", shape.Groups * Runtime.MatMul.PackedLength(shape.Inner, shape.OutChannels / shape.Groups)),
        new("scratch", ScratchSizes.ConvolutionForward(shape, Threads), IsWritten: true) { IsUpperBound = true });

    private static KernelCase Winograd(ConvolutionShape shape) => new($"Convolution.ForwardWinograd {shape}",
        (workers, p) => Runtime.Convolution.ForwardWinograd<Identity>(workers, p[0], p[1], p[2], shape, 2, p[3], []),
        Output("output", shape, isWritten: true), Image("image", shape),
        new("transformedWeight", ScratchSizes.WinogradWeight(shape.InChannels, shape.OutChannels)),
        new("scratch", ScratchSizes.ConvolutionWinograd(shape, Threads), IsWritten: true) { IsUpperBound = true });

    private static KernelCase WinogradPacked(ConvolutionShape shape) => new($"Convolution.ForwardWinogradPacked {shape}",
        (workers, p) => Runtime.Convolution.ForwardWinogradPacked<Identity>(workers, p[0], p[1], p[2], shape, 2, p[3], []),
        Output("output", shape, isWritten: true), Image("image", shape),
        new("packedWeight", Runtime.MatMul.PackedLength(shape.Inner, shape.OutChannels)),
        new("scratch", ScratchSizes.ConvolutionWinogradPacked(shape, Threads), IsWritten: true) { IsUpperBound = true });

    private static KernelCase Depthwise(ConvolutionShape shape) => new($"Convolution.Depthwise {shape}",
        (workers, p) => Runtime.Convolution.Depthwise<Identity>(workers, p[0], p[1], p[2], shape, 2, default, []),
        Output("output", shape, isWritten: true), Image("image", shape), new("weight", (long)shape.KernelHeight * shape.KernelWidth * shape.OutChannels));

    private static KernelCase WeightGradient(ConvolutionShape shape) => new($"Convolution.WeightGradient {shape}",
        (workers, p) => Runtime.Convolution.WeightGradient(workers, p[0], p[1], p[2], shape, 2, p[3]),
        new("output", shape.OutChannels * shape.Inner, IsWritten: true), Image("image", shape) with { IsUpperBound = shape.StrideHeight > 1 }, Output("gradient", shape),
        new("scratch", ScratchSizes.ConvolutionWeightGradient(shape, 2, Threads), IsWritten: true) { IsUpperBound = true });

    private static KernelCase DepthwiseWeightGradient(ConvolutionShape shape) => new($"Convolution.DepthwiseWeightGradient {shape}",
        (workers, p) => Runtime.Convolution.DepthwiseWeightGradient(workers, p[0], p[1], p[2], shape, 2, p[3]),
        new("output", shape.OutChannels * shape.Inner, IsWritten: true), Image("image", shape), Output("gradient", shape),
        new("scratch", ScratchSizes.ConvolutionDepthwiseWeightGradient(shape, 2, Threads), IsWritten: true) { IsUpperBound = true });

    private static Operand Pixels(string name, bool isWritten = false) => new(name, 2 * Pool.InLength, isWritten);

    private static Operand Pooled(string name, bool isWritten = false) => new(name, 2 * Pool.OutLength, isWritten);

    private static Operand Queries(string name, AttentionShape shape, bool isWritten = false) => new(name, shape.Batch * shape.Queries * shape.QueryStride, isWritten);

    private static Operand Keys(string name, AttentionShape shape, bool isWritten = false) => new(name, shape.Batch * shape.Keys * shape.KeyStride, isWritten);

    private static Operand Outputs(string name, AttentionShape shape, bool isWritten = false) => new(name, shape.Batch * shape.Queries * shape.OutputStride, isWritten);

    private static Operand Values(string name, AttentionShape shape, bool isWritten = false) => new(name, shape.Batch * shape.Keys * shape.ValueStride, isWritten);

    private static KernelCase Attention(AttentionShape shape) => new($"Attention.Forward {shape}",
        (workers, p) => Runtime.Attention.Forward(workers, p[0], p[1], p[2], p[3], p[4], default, default, default, default, default, shape, p[5]),
        Outputs("output", shape, isWritten: true), new("logSumExp", shape.Batch * shape.Heads * shape.Queries, IsWritten: true),
        Queries("q", shape), Keys("k", shape), Values("v", shape),
        new("scratch", ScratchSizes.AttentionForward(shape, Threads), IsWritten: true) { IsUpperBound = true });

    private static KernelCase AttentionGradient(AttentionShape shape) => new($"Attention.Gradient {shape}",
        (workers, p) => Runtime.Attention.Gradient(workers, p[0], p[1], p[2], default, p[3], p[4], p[5], p[6], p[7], p[8], default, default, default, default, default, shape, p[9]),
        Queries("qGradient", shape, isWritten: true), Keys("kGradient", shape, isWritten: true), Values("vGradient", shape, isWritten: true),
        Queries("q", shape), Keys("k", shape), Values("v", shape), Outputs("output", shape), new("logSumExp", shape.Batch * shape.Heads * shape.Queries),
        Outputs("outputGradient", shape), new("scratch", ScratchSizes.AttentionGradient(shape, Threads), IsWritten: true) { IsUpperBound = true });

    private static KernelCase AttentionBiasGradient(AttentionShape shape) => new($"Attention.Gradient of a bias {shape}",
        (workers, p) => Runtime.Attention.Gradient(workers, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9], p[10], p[11], default, default, default, shape, p[12]),
        Queries("qGradient", shape, isWritten: true), Keys("kGradient", shape, isWritten: true), Values("vGradient", shape, isWritten: true),
        new("biasGradient", ScratchSizes.AttentionBiasLength(shape), IsWritten: true),
        Queries("q", shape), Keys("k", shape), Values("v", shape), Outputs("output", shape), new("logSumExp", shape.Batch * shape.Heads * shape.Queries),
        Outputs("outputGradient", shape), new("bias", (shape.BiasPerHead ? shape.Heads : 1) * (shape.BiasForAllQueries ? 1 : shape.Queries) * shape.Keys), new("padding", shape.Batch * shape.Keys),
        new("scratch", ScratchSizes.AttentionGradient(shape, Threads), IsWritten: true) { IsUpperBound = true });

    /// <summary>The threads of the largest run: scratch is for so many.</summary>
    public const int Threads = 3;

    private readonly struct Copies : IFusedStep
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end)
            where V : struct, ISimd<V>
        {
            for (var i = begin; i < end; i += V.Count) Lanes.Store(V.Load(operands[1], i), operands[0], i, end - i);
        }
    }

    private readonly struct Sums : IFusedReduction
    {
        public const int Columns = 45;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Accumulate<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long begin, long end, FloatBuffer partial)
            where V : struct, ISimd<V>
        {
            for (var column = 0; column < Columns; column += V.Count)
            {
                var sum = V.Fill(0f);
                for (var row = begin; row < end; row++) sum += V.Load(operands[0], (row * Columns) + column);
                Lanes.Store(sum, partial, column, Columns - column);
            }
        }
    }
}
