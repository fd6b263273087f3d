namespace Sinter.Graphs;

/// <summary>
/// Matrix product over the last two axes: <c>[…, M, K] · [K, N]</c> (one matrix for all) or <c>[…, M, K] · […, K, N]</c>
/// (the same leading extents).
/// </summary>
/// <param name="TransposeA">The first input is stored <c>[…, K, M]</c>.</param>
/// <param name="TransposeB">The second input is stored <c>[…, N, K]</c>.</param>
/// <param name="ContractLeading">The leading axes are summed over as well, which leaves <c>[M, N]</c>: weight gradients.</param>
internal sealed record MatMulOp(bool TransposeA = false, bool TransposeB = false, bool ContractLeading = false) : Op
{
    public override Shape InferShape(Shape[] inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        if (a.FullRank < 2 || b.FullRank < 2)
            throw NetworkDefinitionException.Shape($"A matrix product needs two axes on each side, but gets {a} and {b}.");
        var (m, k) = Last(a, TransposeA);
        var (k2, n) = Last(b, TransposeB);
        if (k != k2)
            throw NetworkDefinitionException.Shape($"A matrix product needs equal inner extents, but {a} offers {k} and {b} offers {k2}{(k.IsConstant && k2.IsConstant ? "" : $": {Unification.Explain(k, k2)}")}.");
        var leading = a.Dims.Take(a.FullRank - 2).ToArray();
        if ((b.FullRank > 2 || ContractLeading) && !leading.SequenceEqual(b.Dims.Take(b.FullRank - 2)))
            throw NetworkDefinitionException.Shape($"A matrix product needs equal leading extents, but gets {a} and {b}{(a.IsKnown && b.IsKnown ? "" : $": {Unification.Explain(a, b)}")}.");
        return new Shape(ContractLeading ? [m, n] : leading.Concat([m, n]));
    }

    public override string Word => "Matmul";

    public override int? SharedInput => 1;

    public override bool TakesFirstAxis(Shape[] inputs, IReadOnlyList<bool> have) =>
        !ContractLeading && inputs[1].FullRank == (have[1] ? inputs[0].FullRank : 2);

    public override long Operations(Shape[] inputs, Shape result)
    {
        var inner = inputs[0].Dims[inputs[0].FullRank - (TransposeA ? 2 : 1)];
        return OperationCount.Times(OperationCount.Times(2, OperationCount.PerSample(result)), Extent.Of(inner).MaximumPerSample);
    }

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Of(inputs, (input, axis) =>
    {
        var leading = inputs[input].FullRank - 2;
        if (axis < leading) return ContractLeading ? AxisLink.Reduced : AxisLink.Kept(axis);
        var isFirst = axis == leading;
        var isKept = input == 0 ? isFirst != TransposeA : isFirst == TransposeB;
        return isKept ? AxisLink.Kept(result.FullRank - 2 + input) : AxisLink.Reduced;
    });

    private static (Dim Rows, Dim Columns) Last(Shape shape, bool transpose)
    {
        var (rows, columns) = (shape.Dims[shape.FullRank - 2], shape.Dims[shape.FullRank - 1]);
        return transpose ? (columns, rows) : (rows, columns);
    }
}

/// <summary>A sliding window over height and width, as convolutions and pools share it.</summary>
internal sealed record Window(int KernelHeight, int KernelWidth)
{
    public int StrideHeight { get; init; } = 1;

    public int StrideWidth { get; init; } = 1;

    public int PadTop { get; init; }

    public int PadBottom { get; init; }

    public int PadLeft { get; init; }

    public int PadRight { get; init; }

    public int DilationHeight { get; init; } = 1;

    public int DilationWidth { get; init; } = 1;

    /// <summary>
    /// The most rows or columns of an image with its padding, or from one end of a window to the other: places in it are counted
    /// in 32 bits, and their sums and differences have to fit, too.
    /// </summary>
    public const int MostPlaces = 1 << 29;

    /// <summary>Rows from one end of the window to the other.</summary>
    public long SpanHeight => Span(KernelHeight, DilationHeight);

    /// <summary>Columns from one end of the window to the other.</summary>
    public long SpanWidth => Span(KernelWidth, DilationWidth);

    /// <summary>The rows of an image with its padding.</summary>
    public long PaddedHeight(long height) => height + PadTop + PadBottom;

    /// <summary>The columns of an image with its padding.</summary>
    public long PaddedWidth(long width) => width + PadLeft + PadRight;

    /// <summary>The rows of the result; 0 where no window fits into as few rows.</summary>
    public Dim OutHeight(Dim height) => Out(height, PadTop + PadBottom, SpanHeight, StrideHeight);

    /// <summary>The columns of the result; 0 where no window fits into as few columns.</summary>
    public Dim OutWidth(Dim width) => Out(width, PadLeft + PadRight, SpanWidth, StrideWidth);

    /// <summary>What a row of the result reads of the rows of an image that stand <paramref name="spread"/> apart.</summary>
    public AxisWindow Rows(int spread = 1) => Reading(SpanHeight, StrideHeight, PadTop, DilationHeight, spread);

    /// <summary>What a column of the result reads of the columns of an image that stand <paramref name="spread"/> apart.</summary>
    public AxisWindow Columns(int spread = 1) => Reading(SpanWidth, StrideWidth, PadLeft, DilationWidth, spread);

    /// <summary>What a row of an image gets back from the rows of the result whose windows it is in.</summary>
    public AxisWindow RowsBack() => Read(SpanHeight, StrideHeight, PadTop, DilationHeight);

    /// <summary>What a column of an image gets back from the columns of the result whose windows it is in.</summary>
    public AxisWindow ColumnsBack() => Read(SpanWidth, StrideWidth, PadLeft, DilationWidth);

    private static AxisWindow Reading(long span, int stride, int before, int dilation, int spread) =>
        new(-before, checked((int)span - 1 - before)) { Stride = stride, Dilation = dilation, Spread = spread };

    private static AxisWindow Read(long span, int stride, int before, int dilation) =>
        new(checked(before - (int)span + 1), before) { Spread = stride, Dilation = dilation };

    private static long Span(int kernel, int dilation) => ((kernel - 1L) * dilation) + 1;

    private static Dim Out(Dim extent, long padding, long span, int stride)
    {
        var padded = extent.Maximum + padding;
        if (padded > MostPlaces || span > MostPlaces)
            throw Require.Error(DiagnosticIds.Window, $"A window of {span} places over {padded}, padding included, is too large: places are counted up to {MostPlaces}.");
        return extent.IsConstant && padded < span ? 0 : extent.Plus((int)(padding - span)).Floor(stride).Plus(1);
    }
}

/// <summary>Reads and writes the four axes of an image batch in either memory order.</summary>
internal static class ImageShape
{
    public static (Dim Batch, int Channels, Dim Height, Dim Width) Read(Shape shape, bool channelsLast, string op)
    {
        if (shape.FullRank != 4)
            throw NetworkDefinitionException.Shape($"{op} needs [channels, height, width], but gets {shape}.");
        var d = shape.Dims;
        return channelsLast ? (d[0], d[3].Value, d[1], d[2]) : (d[0], d[1].Value, d[2], d[3]);
    }

    /// <summary>Refuses images whose numbers kernels could not count in 32 bits, padding included.</summary>
    public static void CheckLength(string op, long channels, long height, long width)
    {
        if ((double)channels * height * width > int.MaxValue)
            throw Require.Error(DiagnosticIds.Range, $"{op} over images of {channels}x{height}x{width} numbers, padding included, is too large: there can be {int.MaxValue} at most.");
    }

    public static Shape Write(Dim batch, int channels, Dim height, Dim width, bool channelsLast) =>
        channelsLast ? Shape.Of(batch, height, width, channels) : Shape.Of(batch, channels, height, width);

    /// <summary>The axes of batch, channels, height and width in either memory order.</summary>
    public static AxisLink[] Axes(AxisLink batch, AxisLink channels, AxisLink height, AxisLink width, bool channelsLast) =>
        channelsLast ? [batch, height, width, channels] : [batch, channels, height, width];

    /// <summary>The axis of the channels.</summary>
    public static int Channels(bool channelsLast) => channelsLast ? 3 : 1;

    /// <summary>The axis of the height; that of the width comes after it.</summary>
    public static int Height(bool channelsLast) => channelsLast ? 1 : 2;
}

/// <summary>
/// Two-dimensional cross-correlation. Inputs: image <c>[B, C, H, W]</c> and weight <c>[O, C/groups, KH, KW]</c>;
/// channels last: <c>[B, H, W, C]</c> and <c>[O, KH, KW, C/groups]</c>.
/// </summary>
/// <param name="Window">Kernel, stride, padding (may be negative: a crop) and dilation.</param>
/// <param name="Groups">Channels are split into this many independent convolutions.</param>
/// <param name="ChannelsLast">The memory order of image and weight.</param>
internal sealed record ConvolutionOp(Window Window, int Groups = 1, bool ChannelsLast = false) : Op
{
    /// <summary>
    /// Zeros between the rows and columns of the image: a stride of the image rather than of the window. With it the
    /// gradient of a strided convolution is a convolution again, and so is a transposed convolution.
    /// </summary>
    public int InputStrideHeight { get; init; } = 1;

    /// <inheritdoc cref="InputStrideHeight"/>
    public int InputStrideWidth { get; init; } = 1;

    /// <summary>
    /// The rows of the result where the window does not say how many: an image has as many, of which a stride may have passed over the
    /// last. The padding at the bottom follows from it.
    /// </summary>
    public Dim? OutHeight { get; init; }

    /// <inheritdoc cref="OutHeight"/>
    public Dim? OutWidth { get; init; }

    /// <summary>How the author wants it computed at inference. It changes the rounding and nothing else.</summary>
    public ConvolutionAlgorithm Algorithm { get; init; }

    public override Shape InferShape(Shape[] inputs)
    {
        var (batch, channels, height, width) = ImageShape.Read(inputs[0], ChannelsLast, Name);
        var weight = inputs[1].Dims;
        var perGroup = (ChannelsLast ? weight[3] : weight[1]).Value;
        if ((long)perGroup * Groups != channels)
            throw NetworkDefinitionException.Shape($"The convolution weight {inputs[1]} in {Groups} groups reads {(long)perGroup * Groups} channels, but the input {inputs[0]} has {channels}.");
        var (spreadHeight, spreadWidth) = (Spread(height, InputStrideHeight), Spread(width, InputStrideWidth));
        var (outHeight, outWidth) = (OutHeight ?? Window.OutHeight(spreadHeight), OutWidth ?? Window.OutWidth(spreadWidth));
        ImageShape.CheckLength(Name, channels, Window.PaddedHeight(spreadHeight.Maximum), Window.PaddedWidth(spreadWidth.Maximum));
        ImageShape.CheckLength(Name, weight[0].Value, outHeight.Maximum, outWidth.Maximum);
        return ImageShape.Write(batch, weight[0].Value, outHeight, outWidth, ChannelsLast);
    }

    private static Dim Spread(Dim extent, int stride) => extent.Plus(-1).Times(stride).Plus(1);

    /// <summary>Nothing is multiplied by the zeros between pixels: then every pixel meets the filters once.</summary>
    public override long Operations(Shape[] inputs, Shape result)
    {
        var hasZeros = InputStrideHeight > 1 || InputStrideWidth > 1;
        var (met, filters) = hasZeros ? (inputs[0], inputs[0].Dims[ImageShape.Channels(ChannelsLast)].Value) : (result, inputs[1][0]);
        return OperationCount.Times(OperationCount.Times(2, OperationCount.PerSample(met)), inputs[1].Elements / filters);
    }

    public override AxisMap MapAxes(Shape[] inputs, Shape result)
    {
        var (channels, height) = (ImageShape.Channels(ChannelsLast), ImageShape.Height(ChannelsLast));
        var isDepthwise = Groups == inputs[0].Dims[channels].Value && Groups == result.Dims[channels].Value;
        var image = ImageShape.Axes(
            AxisLink.Kept(0), isDepthwise ? AxisLink.Kept(channels) : Groups == 1 ? AxisLink.Reduced : AxisLink.Mixed,
            new WindowedAxis(height, Window.Rows(InputStrideHeight)), new WindowedAxis(height + 1, Window.Columns(InputStrideWidth)), ChannelsLast);
        return AxisMap.Of(image, ImageShape.Axes(AxisLink.Kept(channels), AxisLink.Reduced, AxisLink.Reduced, AxisLink.Reduced, ChannelsLast));
    }
}

/// <summary>The gradient of a convolution's weight. Inputs: image and output gradient; the result has the weight's shape.</summary>
internal sealed record ConvolutionWeightGradientOp(Window Window, int Groups, bool ChannelsLast) : Op
{
    public override Shape InferShape(Shape[] inputs)
    {
        var channels = ImageShape.Read(inputs[0], ChannelsLast, Name).Channels;
        var outChannels = ImageShape.Read(inputs[1], ChannelsLast, Name).Channels;
        return ImageShape.Write(outChannels, channels / Groups, Window.KernelHeight, Window.KernelWidth, ChannelsLast);
    }

    public override AxisMap MapAxes(Shape[] inputs, Shape result)
    {
        var channels = ImageShape.Channels(ChannelsLast);
        var isDepthwise = Groups == inputs[0].Dims[channels].Value && Groups == inputs[1].Dims[channels].Value;
        var read = Groups == 1 ? AxisLink.Kept(channels) : isDepthwise ? AxisLink.Kept(0) : AxisLink.Mixed;
        return AxisMap.Of(
            ImageShape.Axes(AxisLink.Reduced, read, AxisLink.Mixed, AxisLink.Mixed, ChannelsLast),
            ImageShape.Axes(AxisLink.Reduced, AxisLink.Kept(0), AxisLink.Reduced, AxisLink.Reduced, ChannelsLast));
    }
}
