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
        (int Height, int Width) kernel,
        (int Height, int Width) stride,
        Padding padding,
        (int Height, int Width) dilation)
    {
        var window = Of(layer, kernel, stride, dilation);
        switch (padding)
        {
            case Padding.Valid:
                return window;
            case Padding.Same:
                if (stride != (1, 1))
                    throw Require.Error(DiagnosticIds.Range, $"{layer}: Padding.Same needs a stride of 1, but the stride is {Text(stride)}; give the padding as a number.");
                var (height, width) = ((int)window.SpanHeight - 1, (int)window.SpanWidth - 1);
                return window with { PadTop = height / 2, PadBottom = height - (height / 2), PadLeft = width / 2, PadRight = width - (width / 2) };
            default:
                throw Require.Error(DiagnosticIds.Range, $"{layer}: {padding} is not a Padding; use Padding.Same or Padding.Valid.");
        }
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

    private static string Text((int Height, int Width) pair) => pair.Height == pair.Width ? $"{pair.Height}" : $"({pair.Height}, {pair.Width})";
}
