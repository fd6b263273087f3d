namespace Sinter.Graphs;

/// <summary>How a window is combined.</summary>
internal enum PoolKind
{
    /// <summary>The largest element; padding never wins.</summary>
    Max,

    /// <summary>The sum over the window divided by its size, padding included (PyTorch's <c>count_include_pad=True</c>).</summary>
    Average,
}

/// <summary>Combines a sliding window of every channel.</summary>
internal sealed record PoolOp(PoolKind Kind, Window Window, bool ChannelsLast = false) : Op
{
    public override string Name => Kind + "Pool";

    public override OpTraits Traits => PoolAxes.Traits(ChannelsLast);

    public override Shape InferShape(Shape[] inputs)
    {
        var (batch, channels, height, width) = ImageShape.Read(inputs[0], ChannelsLast, Name);
        ImageShape.CheckLength(Name, channels, Window.PaddedHeight(height.Maximum), Window.PaddedWidth(width.Maximum));
        return ImageShape.Write(batch, channels, Window.OutHeight(height), Window.OutWidth(width), ChannelsLast);
    }

    public override long Operations(Shape[] inputs, Shape result) =>
        OperationCount.Times(OperationCount.Times(OperationCount.PerSample(result), Window.KernelHeight), Window.KernelWidth);

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Of(PoolAxes.Of(Window.Rows(), Window.Columns(), ChannelsLast));
}

/// <summary>The axes of an image whose channels stay apart.</summary>
internal static class PoolAxes
{
    public static OpTraits Traits(bool channelsLast) => channelsLast ? OpTraits.Images : OpTraits.None;

    public static AxisLink[] Of(AxisWindow rows, AxisWindow columns, bool channelsLast)
    {
        var height = ImageShape.Height(channelsLast);
        return ImageShape.Axes(AxisLink.Kept(0), AxisLink.Kept(ImageShape.Channels(channelsLast)), new WindowedAxis(height, rows), new WindowedAxis(height + 1, columns), channelsLast);
    }
}

/// <summary>Sends each output gradient to the first maximum of its window. Inputs: image, pooled image, output gradient.</summary>
internal sealed record MaxPoolGradientOp(Window Window, bool ChannelsLast) : Op
{
    public override Shape InferShape(Shape[] inputs) => inputs[0];

    public override OpTraits Traits => PoolAxes.Traits(ChannelsLast);

    public override AxisMap MapAxes(Shape[] inputs, Shape result)
    {
        // Whether an element is the first maximum is up to all others that share a window with it.
        var (rows, columns) = (checked((int)Window.SpanHeight - 1), checked((int)Window.SpanWidth - 1));
        var back = PoolAxes.Of(Window.RowsBack(), Window.ColumnsBack(), ChannelsLast);
        return AxisMap.Of(PoolAxes.Of(new(-rows, rows), new(-columns, columns), ChannelsLast), back, back);
    }
}

/// <summary>Spreads each output gradient evenly over its window. Input: output gradient; the result is <c>Height</c> x <c>Width</c>.</summary>
internal sealed record AveragePoolGradientOp(Window Window, Dim Height, Dim Width, bool ChannelsLast) : Op
{
    public override Shape InferShape(Shape[] inputs)
    {
        var (batch, channels, _, _) = ImageShape.Read(inputs[0], ChannelsLast, Name);
        return ImageShape.Write(batch, channels, Height, Width, ChannelsLast);
    }

    public override OpTraits Traits => PoolAxes.Traits(ChannelsLast);

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Of(PoolAxes.Of(Window.RowsBack(), Window.ColumnsBack(), ChannelsLast));
}
