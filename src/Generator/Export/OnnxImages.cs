using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Windows over images.</summary>
internal static class OnnxImages
{
    private const int HeightAxis = 2, WidthAxis = 3;

    public static OnnxCall Convolution(ConvolutionOp op, OnnxNode node)
    {
        RequireChannelsFirst(op.ChannelsLast, node);
        var (window, shape, image) = (op.Window, node.ShapeOf(0), node.Input(0));
        (image, shape) = Spread(node, image, shape, HeightAxis, op.InputStrideHeight);
        (image, shape) = Spread(node, image, shape, WidthAxis, op.InputStrideWidth);
        var (height, width) = (Ends(node, window.PadTop, window.PadBottom, op.OutHeight, shape.Dims[HeightAxis], window.SpanHeight, window.StrideHeight), Ends(node, window.PadLeft, window.PadRight, op.OutWidth, shape.Dims[WidthAxis], window.SpanWidth, window.StrideWidth));
        (image, var pads) = Padded(node, image, [height.Before, width.Before, height.After, width.After], 0, most: null);
        return new OnnxCall("Conv", node.Count > 2 ? [image, node.Input(1), node.Input(2)] : [image, node.Input(1)], Attributes(
            $"kernel_shape = [{window.KernelHeight}, {window.KernelWidth}]",
            window.StrideHeight > 1 || window.StrideWidth > 1 ? $"strides = [{window.StrideHeight}, {window.StrideWidth}]" : "",
            window.DilationHeight > 1 || window.DilationWidth > 1 ? $"dilations = [{window.DilationHeight}, {window.DilationWidth}]" : "",
            pads,
            op.Groups > 1 ? $"group = {op.Groups}" : ""));
    }

    public static OnnxCall Pool(PoolOp op, OnnxNode node)
    {
        RequireChannelsFirst(op.ChannelsLast, node);
        var (window, image) = (op.Window, node.Input(0));
        var isMax = op.Kind == PoolKind.Max;
        var isDilated = window.DilationHeight > 1 || window.DilationWidth > 1;
        (image, var pads) = Padded(node, image, [window.PadTop, window.PadLeft, window.PadBottom, window.PadRight], isMax ? float.NegativeInfinity : 0, (window.KernelHeight, window.KernelWidth));
        var strides = window.StrideHeight > 1 || window.StrideWidth > 1 ? $"strides = [{window.StrideHeight}, {window.StrideWidth}]" : "";
        var dilations = isDilated ? $"dilations = [{window.DilationHeight}, {window.DilationWidth}]" : "";
        var kernel = $"kernel_shape = [{window.KernelHeight}, {window.KernelWidth}]";
        if (isMax || !isDilated) return new OnnxCall(isMax ? "MaxPool" : "AveragePool", [image], Attributes(kernel, strides, dilations, pads, isMax || pads.Length == 0 ? "" : "count_include_pad = 1"));

        // Its average has dilations from a later version on only: each channel is summed by a filter of its own.
        var channels = node.Shape.Dims[1].Value;
        var share = node.Text.Scalar((float)(1.0 / ((long)window.KernelHeight * window.KernelWidth)));
        var filter = node.Add("filter", "Expand", "", share, node.Text.Integers(channels, 1, window.KernelHeight, window.KernelWidth));
        return new OnnxCall("Conv", [image, filter], Attributes(kernel, strides, dilations, pads, $"group = {channels}"));
    }

    private static string Attributes(params string[] attributes) => string.Join(", ", attributes.Where(attribute => attribute.Length > 0));

    private static void RequireChannelsFirst(bool isChannelsLast, OnnxNode node)
    {
        if (isChannelsLast) throw new NotExpressibleException("ONNX has images with channels first only");
    }

    private static (string, Shape) Spread(OnnxNode node, string image, Shape shape, int axis, int stride) => stride == 1
        ? (image, shape)
        : (OnnxMovement.Spread(node, image, shape, axis, stride - 1, 0), new Shape(shape.Dims.Select((dim, other) => other == axis ? dim.Plus(-1).Times(stride).Plus(1) : dim)));

    // What is padded at both ends; at the second, as much as so many results need.
    private static (Dim Before, Dim After) Ends(OnnxNode node, int before, int after, Dim? results, Dim extent, long span, int stride)
    {
        if (results is not { } count) return (before, after);
        return Dim.Subtract(count.Plus(-1).Times(stride).Plus(checked((int)span - before)), extent) is { } needed ? (before, needed) : throw new NotExpressibleException($"a window over {extent} that gives {count} needs a padding that ONNX cannot be told");
    }

    // Pads as an attribute, where the operator takes them: those below 0 are cut off, and those that it does not take are put around the image.
    private static (string Image, string Pads) Padded(OnnxNode node, string image, Dim[] pads, float filling, (int Height, int Width)? most)
    {
        for (var axis = HeightAxis; axis <= WidthAxis; axis++)
        {
            var (before, after) = (pads[axis - HeightAxis], pads[axis]);
            if (before.IsConstant && after.IsConstant && before.Value >= 0 && after.Value >= 0) continue;
            if (!before.IsConstant || !after.IsConstant) throw new NotExpressibleException($"a padding of {before} and {after} is one that ONNX cannot be told");
            var (start, end) = (Math.Max(0, -before.Value), after.Value < 0 ? after.Value : long.MaxValue);
            image = node.Add("cropped", "Slice", "", image, node.Text.Integers(start), node.Text.Integers(end), node.Text.Integers(axis));
            (pads[axis - HeightAxis], pads[axis]) = (Math.Max(0, before.Value), Math.Max(0, after.Value));
        }

        if (Array.TrueForAll(pads, pad => pad.Value == 0)) return (image, "");
        if (most is { } limit && (Math.Max(pads[0].Value, pads[2].Value) >= limit.Height || Math.Max(pads[1].Value, pads[3].Value) >= limit.Width))
            return (node.Text.Add($"{node.Name}.padded", OnnxMovement.Padded(node, image, [(HeightAxis, pads[0], pads[2]), (WidthAxis, pads[1], pads[3])], filling)), "");
        return (image, $"pads = [{string.Join(", ", pads)}]");
    }
}
