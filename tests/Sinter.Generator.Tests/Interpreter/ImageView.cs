namespace Sinter.Generator.Tests.Interpreter;

/// <summary>The axes of an image batch, or of a weight, whatever their order in memory.</summary>
internal readonly struct ImageView
{
    private readonly bool channelsLast;
    private readonly int rowStride;
    private readonly int batchStride;

    public ImageView(Values values, bool channelsLast)
    {
        this.channelsLast = channelsLast;
        Data = values.Data;
        var (channel, row, column) = channelsLast ? (3, 1, 2) : (1, 2, 3);
        var strides = values.Strides;
        (Batch, Channels, Height, Width) = (values.Dims[0], values.Dims[channel], values.Dims[row], values.Dims[column]);
        (batchStride, ChannelStride, rowStride, ColumnStride) = (strides[0], strides[channel], strides[row], strides[column]);
    }

    public double[] Data { get; }

    public int Batch { get; }

    public int Channels { get; }

    public int ChannelStride { get; }

    public int ColumnStride { get; }

    public int Height { get; }

    public int Width { get; }

    public int At(int n, int channel, int row, int column) =>
        (n * batchStride) + (channel * ChannelStride) + (row * rowStride) + (column * ColumnStride);

    /// <summary>Where a number of an entry stands that is counted in memory.</summary>
    public (int Channel, int Row, int Column) Place(int number) => channelsLast
        ? (number % Channels, number / Channels / Width, number / Channels % Width)
        : (number / (Height * Width), number / Width % Height, number % Width);
}
