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
                    throw Require.Error(Require.Range, $"{layer}: Padding.Same needs a stride of 1, but the stride is {Text(stride)}; give the padding as a number.");
                var (height, width) = ((kernel.Height - 1) * dilation.Height, (kernel.Width - 1) * dilation.Width);
                return window with { PadTop = height / 2, PadBottom = height - (height / 2), PadLeft = width / 2, PadRight = width - (width / 2) };
            default:
                throw Require.Error(Require.Range, $"{layer}: {padding} is not a Padding; use Padding.Same or Padding.Valid.");
        }
    }

    private static Window Of(string layer, (int Height, int Width) kernel, (int Height, int Width) stride, (int Height, int Width) dilation)
    {
        CheckPair(layer, "kernel", kernel, Require.Positive);
        CheckPair(layer, "stride", stride, Require.Positive);
        CheckPair(layer, "dilation", dilation, Require.Positive);
        return new Window(kernel.Height, kernel.Width)
        {
            StrideHeight = stride.Height,
            StrideWidth = stride.Width,
            DilationHeight = dilation.Height,
            DilationWidth = dilation.Width,
        };
    }

    private static void CheckPair(string layer, string argument, (int Height, int Width) value, Action<string, string, int> check)
    {
        check(layer, argument, value.Height);
        check(layer, argument, value.Width);
    }

    private static string Text((int Height, int Width) pair) => pair.Height == pair.Width ? $"{pair.Height}" : $"({pair.Height}, {pair.Width})";
}
