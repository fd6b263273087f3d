using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// The gradients of a convolution. That of the image is a convolution again: the output gradient with the stride as zeros
/// between its pixels, and the weight reversed in height and width with input and output channels exchanged.
/// </summary>
internal static class ConvolutionGradients
{
    public static void Apply(BackwardStep step)
    {
        var op = (ConvolutionOp)step.Node.Op;
        step.Give(0, () => Image(step, op));
        step.Give(1, () => Weight(step, op));
    }

    private static int Image(BackwardStep step, ConvolutionOp op)
    {
        var (_, _, height, width) = ImageShape.Read(step.ShapeOf(0), op.ChannelsLast, op.Name);
        var (_, _, outHeight, outWidth) = ImageShape.Read(step.Node.Shape, op.ChannelsLast, op.Name);
        var window = op.Window;
        var rows = Axis.Of(height, op.InputStrideHeight, outHeight, window.StrideHeight, window.PadTop, window.DilationHeight * (window.KernelHeight - 1));
        var columns = Axis.Of(width, op.InputStrideWidth, outWidth, window.StrideWidth, window.PadLeft, window.DilationWidth * (window.KernelWidth - 1));
        var backward = new ConvolutionOp(
            window with
            {
                StrideHeight = op.InputStrideHeight,
                StrideWidth = op.InputStrideWidth,
                PadTop = rows.Before,
                PadBottom = rows.After,
                PadLeft = columns.Before,
                PadRight = columns.After,
            },
            op.Groups,
            op.ChannelsLast)
        {
            InputStrideHeight = window.StrideHeight,
            InputStrideWidth = window.StrideWidth,
            OutHeight = rows.Count,
            OutWidth = columns.Count,
        };
        return step.Builder.Add(backward, step.Gradient, step.Builder.ReversedFilters(step.Input(1), op.Groups, op.ChannelsLast));
    }

    /// <summary>
    /// Padding along one axis, so that every pixel of the image gets a gradient, also those at the end that a stride passed over. Where a
    /// call binds how many pixels there are, how many were passed over differs, and their number is stated instead of the padding.
    /// </summary>
    private readonly record struct Axis(int Before, int After, Dim? Count)
    {
        public static Axis Of(Dim extent, int inputStride, Dim outExtent, int stride, int padBefore, int reach)
        {
            var before = reach - padBefore;
            if (!extent.IsConstant || !outExtent.IsConstant) return new(before, 0, extent);
            var spread = ((outExtent.Value - 1) * stride) + 1;
            return new(before, ((extent.Value - 1) * inputStride) + 1 + reach - spread - before, null);
        }
    }

    /// <summary>
    /// Where zeros lie between the pixels of the image and the window does not pass over any, the convolution the other way has the same
    /// products, with image and result exchanged: none of them is by one of those zeros.
    /// </summary>
    private static int Weight(BackwardStep step, ConvolutionOp op)
    {
        var builder = step.Builder;
        var image = step.Input(0);
        var window = op.Window;
        if ((op.InputStrideHeight > 1 || op.InputStrideWidth > 1) && window.StrideHeight == 1 && window.StrideWidth == 1)
        {
            var back = window with
            {
                StrideHeight = op.InputStrideHeight,
                StrideWidth = op.InputStrideWidth,
                PadTop = (int)window.SpanHeight - 1 - window.PadTop,
                PadLeft = (int)window.SpanWidth - 1 - window.PadLeft,
                PadBottom = 0,
                PadRight = 0,
            };
            return builder.ReversedFilters(builder.Add(new ConvolutionWeightGradientOp(back, op.Groups, op.ChannelsLast), step.Gradient, image), op.Groups, op.ChannelsLast);
        }

        var (heightAxis, widthAxis) = op.ChannelsLast ? (1, 2) : (2, 3);
        image = builder.Pad(image, heightAxis, 0, 0, op.InputStrideHeight - 1);
        image = builder.Pad(image, widthAxis, 0, 0, op.InputStrideWidth - 1);
        return builder.Add(new ConvolutionWeightGradientOp(window, op.Groups, op.ChannelsLast), image, step.Gradient);
    }
}
