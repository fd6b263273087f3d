using Sinter.Graphs;

namespace Sinter;

/// <summary>Builds the sliding windows of convolutions and pools from checked numbers.</summary>
internal static class Windows
{
    public static Window Of(
        string layer,
        (int Height, int Width) kernel,
        (int Height, int Width) stride,
        (int Height, int Width) padding,
        (int Height, int Width) dilation)
    {
        CheckPair(layer, "padding", padding, Require.NotNegative);
        return Of(layer, kernel, stride, dilation) with
        {
            PadTop = padding.Height,
            PadBottom = padding.Height,
            PadLeft = padding.Width,
            PadRight = padding.Width,
        };
    }

    public static Window Of(
        string layer,
        Tensor x,
        (int Height, int Width) kernel,
        (int Height, int Width) stride,
        Padding padding,
        (int Height, int Width) dilation)
    {
        if (padding == Padding.Causal) throw Require.Error(DiagnosticIds.Range, $"{layer}: Padding.Causal is for sequences, whose elements have an order; use Conv1d, or Padding.Same.");
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        return Padded(layer, Of(layer, kernel, stride, dilation), padding, x.Shape, x.Shape.Dims[2]);
    }

    /// <summary>A window over the columns of images of one row, which sequences are.</summary>
    public static Window OfSequence(string layer, int kernel, int stride, int padding, int dilation)
    {
        CheckPair(layer, "padding", (0, padding), Require.NotNegative);
        return Of(layer, (1, kernel), (1, stride), (1, dilation)) with { PadLeft = padding, PadRight = padding };
    }

    /// <inheritdoc cref="OfSequence(string, int, int, int, int)"/>
    public static Window OfSequence(string layer, Tensor x, int kernel, int stride, Padding padding, int dilation)
    {
        Require.NotNull(layer, "the input", x);
        RequireInput.Sequence(layer, x);
        var window = Of(layer, (1, kernel), (1, stride), (1, dilation));
        return padding == Padding.Causal ? window with { PadLeft = (int)window.SpanWidth - 1 } : Padded(layer, window, padding, x.Shape, height: 1);
    }

    /// <summary>
    /// The convolution that a transposed one is: over the image with its stride as zeros between the pixels, and as much padding as lets
    /// the first and the last element of a filter meet every pixel, less what is taken off the result.
    /// </summary>
    public static ConvolutionOp OfTransposed(
        string layer,
        (int Height, int Width) kernel,
        (int Height, int Width) stride,
        (int Height, int Width) padding,
        (int Height, int Width) outputPadding,
        (int Height, int Width) dilation,
        int groups)
    {
        var window = Of(layer, kernel, stride, dilation);
        CheckPair(layer, "padding", padding, Require.NotNegative);
        CheckPair(layer, "outputPadding", outputPadding, Require.NotNegative);
        CheckOutputPadding(layer, outputPadding.Height, stride.Height, dilation.Height);
        CheckOutputPadding(layer, outputPadding.Width, stride.Width, dilation.Width);
        var (top, left) = ((int)window.SpanHeight - 1 - padding.Height, (int)window.SpanWidth - 1 - padding.Width);
        window = window with
        {
            StrideHeight = 1, StrideWidth = 1, PadTop = top, PadBottom = top + outputPadding.Height, PadLeft = left, PadRight = left + outputPadding.Width,
        };
        return new ConvolutionOp(window, groups) { InputStrideHeight = stride.Height, InputStrideWidth = stride.Width };
    }

    /// <summary>The same along a sequence.</summary>
    public static ConvolutionOp OfTransposedSequence(string layer, int kernel, int stride, int padding, int outputPadding, int dilation, int groups) =>
        OfTransposed(layer, (1, kernel), (1, stride), (0, padding), (0, outputPadding), (1, dilation), groups);

    // More would be rows that no element of the input reaches; PyTorch allows as many as the dilation leaves between them.
    private static void CheckOutputPadding(string layer, int outputPadding, int stride, int dilation)
    {
        var most = Math.Max(stride, dilation) - 1;
        if (outputPadding > most)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: outputPadding is {outputPadding}, but must be less than the stride of {stride} or the dilation of {dilation}; use {new ArgumentValue("outputPadding", $"{most}")}{(most > 0 ? " or less" : "")}.");
    }

    private static Window Padded(string layer, Window window, Padding padding, Shape shape, Dim height)
    {
        switch (padding)
        {
            case Padding.Valid:
                return window;
            case Padding.Same:
                var rows = Total(layer, shape, height, window.SpanHeight, window.StrideHeight);
                var columns = Total(layer, shape, shape.Dims[shape.FullRank - 1], window.SpanWidth, window.StrideWidth);
                return window with { PadTop = rows / 2, PadBottom = rows - (rows / 2), PadLeft = columns / 2, PadRight = columns - (columns / 2) };
            default:
                throw Require.Error(DiagnosticIds.Range, $"{layer}: {padding} is not a Padding; use Padding.Same or Padding.Valid.");
        }
    }

    // As many windows as there are steps, the first and the last with as much beyond the image as they need.
    private static int Total(string layer, Shape shape, Dim extent, long span, int stride)
    {
        if (stride == 1) return (int)span - 1;
        if (!extent.IsConstant)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: with a stride of {stride}, Padding.Same depends on {extent} of {shape}, which every call chooses; give the padding as a number.");
        return (int)Math.Max((((extent.Value - 1L) / stride) * stride) + span - extent.Value, 0);
    }

    private static Window Of(string layer, (int Height, int Width) kernel, (int Height, int Width) stride, (int Height, int Width) dilation)
    {
        CheckPair(layer, "kernel", kernel, Require.Positive);
        CheckPair(layer, "stride", stride, Require.Positive);
        CheckPair(layer, "dilation", dilation, Require.Positive);
        var window = new Window(kernel.Height, kernel.Width)
        {
            StrideHeight = stride.Height,
            StrideWidth = stride.Width,
            DilationHeight = kernel.Height == 1 ? 1 : dilation.Height,
            DilationWidth = kernel.Width == 1 ? 1 : dilation.Width,
        };
        if (window.SpanHeight > Window.MostPlaces || window.SpanWidth > Window.MostPlaces)
            throw Require.Error(DiagnosticIds.Window, $"{layer} looks at windows of {window.SpanHeight}x{window.SpanWidth}, but a window can have {Window.MostPlaces} rows and columns at most; use a smaller kernel or dilation.");
        return window;
    }

    private static void CheckPair(string layer, string argument, (int Height, int Width) value, Action<string, string, int> check)
    {
        foreach (var number in new[] { value.Height, value.Width })
        {
            check(layer, argument, number);
            if (number > Window.MostPlaces) throw Require.Error(DiagnosticIds.Range, $"{layer}: {argument} is {number}, but can be {Window.MostPlaces} at most.");
        }
    }
}
