using Sinter.Graphs;

namespace Sinter.Generator.Tests.Autodiff;

/// <summary>Convolutions and pools in both memory orders.</summary>
internal static partial class OpCases
{
    private static (string Name, Window Window, int Groups)[] Convolutions =>
    [
        ("Plain", new Window(3, 3), 1),
        ("Pointwise", new Window(1, 1), 1),
        ("Padded", new Window(3, 2) { PadTop = 1, PadBottom = 2, PadLeft = 1 }, 1),
        ("Strided", new Window(3, 3) { StrideHeight = 2, StrideWidth = 3 }, 1),
        ("StridePastEnd", new Window(2, 2) { StrideHeight = 3, StrideWidth = 2 }, 1),
        ("StridedPadded", new Window(3, 3) { StrideHeight = 2, StrideWidth = 2, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1 }, 1),
        ("PointwiseStrided", new Window(1, 1) { StrideHeight = 2, StrideWidth = 2 }, 1),
        ("Dilated", new Window(2, 3) { DilationHeight = 2, DilationWidth = 2, PadTop = 1, PadBottom = 1 }, 1),
        ("Cropped", new Window(2, 2) { PadTop = -1, PadRight = -2 }, 1),
        ("Grouped", new Window(2, 2) { PadTop = 1 }, 2),
        ("Depthwise", new Window(3, 3) { StrideHeight = 2, StrideWidth = 1, PadLeft = 1, PadRight = 1 }, 4),
    ];

    private static (string Name, Window Window)[] Pools =>
    [
        ("Plain", new Window(2, 2) { StrideHeight = 2, StrideWidth = 2 }),
        ("Overlapping", new Window(3, 2) { StrideHeight = 1, StrideWidth = 2, PadTop = 1, PadBottom = 1 }),
        ("Dilated", new Window(2, 2) { StrideHeight = 2, StrideWidth = 2, DilationHeight = 2, DilationWidth = 3, PadLeft = 1 }),
    ];

    private static IEnumerable<(string Name, Func<GraphBuilder, int> Value)> Images()
    {
        foreach (var channelsLast in new[] { false, true })
        {
            var order = channelsLast ? "Last" : "First";
            foreach (var (name, window, groups) in Convolutions)
            {
                yield return ($"Convolution{name}{order}", b => b.Add(
                    new ConvolutionOp(window, groups, channelsLast),
                    Image(b, "a", 2, 4, 7, 6, channelsLast),
                    Image(b, "b", groups == 2 ? 6 : 4, 4 / groups, window.KernelHeight, window.KernelWidth, channelsLast)));
                yield return ($"Convolution{name}{order}Open", b => b.Add(
                    new ConvolutionOp(window, groups, channelsLast),
                    OpenImage(b, "a", 2, 4, 7, channelsLast),
                    Image(b, "b", groups == 2 ? 6 : 4, 4 / groups, window.KernelHeight, window.KernelWidth, channelsLast)));
            }

            yield return ($"ConvolutionSpread{order}", b => b.Add(
                new ConvolutionOp(new Window(3, 2) { PadTop = 1, PadLeft = 1 }, 1, channelsLast) { InputStrideHeight = 2, InputStrideWidth = 3 },
                Image(b, "a", 2, 3, 4, 3, channelsLast),
                Image(b, "b", 2, 3, 3, 2, channelsLast)));
            yield return ($"ConvolutionSpreadAndStrided{order}", b => b.Add(
                new ConvolutionOp(new Window(3, 3) { StrideHeight = 2, StrideWidth = 2, PadTop = 2, PadLeft = 1 }, 1, channelsLast) { InputStrideHeight = 3, InputStrideWidth = 2 },
                Image(b, "a", 2, 3, 4, 5, channelsLast),
                Image(b, "b", 2, 3, 3, 3, channelsLast)));

            foreach (var kind in Enum.GetValues<PoolKind>())
            {
                foreach (var (name, window) in Pools)
                {
                    yield return ($"{kind}Pool{name}{order}", b => b.Add(new PoolOp(kind, window, channelsLast), Image(b, "a", 2, 3, 7, 6, channelsLast)));
                    yield return ($"{kind}Pool{name}{order}Open", b => b.Add(new PoolOp(kind, window, channelsLast), OpenImage(b, "a", 2, 3, 7, channelsLast)));
                }
            }
        }
    }

    // Of a width that a call binds: weights have one size, so that an input makes them as wide.
    private static int OpenImage(GraphBuilder builder, string key, int batch, int channels, int height, bool channelsLast)
    {
        var width = Dim.Of(new DimSymbol("T", 5, 20));
        var wide = builder.Add(new InputOp("wide", ImageShape.Write(batch, channels, height, width, channelsLast), DataType.Float32, IsTarget: false));
        return builder.Multiply(builder.Add(Image(builder, key, batch, channels, height, 1, channelsLast), 1f), wide);
    }

    private static int Image(GraphBuilder builder, string key, int batch, int channels, int height, int width, bool channelsLast) =>
        Parameter(builder, key, [.. ImageShape.Write(batch, channels, height, width, channelsLast).Dims]);
}
