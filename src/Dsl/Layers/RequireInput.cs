namespace Sinter.Graphs;

/// <summary>What layers demand of the values they are given, in the words of <see cref="Require"/>.</summary>
internal static class RequireInput
{
    /// <summary>At least one axis besides the batch.</summary>
    public static void Vector(string layer, Tensor x)
    {
        if (x.Shape.Rank < 1) throw Require.Error(DiagnosticIds.Rank, $"{layer} needs at least one axis besides the batch, but gets {x.Shape}; {InsertedCall.Before("Unsqueeze(0)")}.");
    }

    /// <summary>A batch of images <c>[B, channels, height, width]</c>.</summary>
    public static void Image(string layer, Tensor x)
    {
        var shape = x.Shape;
        if (shape.IsBatched && shape.Rank == 3) return;
        throw Require.Error(DiagnosticIds.Rank, $"{layer} needs images [B, channels, height, width], but gets {shape}; {Fixes.Image(shape)}.");
    }

    /// <summary>The extent of an axis, counted with the batch, that must be the same at every call.</summary>
    public static int Constant(string layer, string what, Tensor x, int axis)
    {
        var extent = x.Shape.Dims[axis];
        if (extent.IsConstant) return extent.Value;
        throw Require.Error(DiagnosticIds.Shape, $"{layer} needs {what}, but gets {x.Shape}, of which every call chooses {extent}; declare a number there instead of the symbol '{extent.Symbol!.Name}'.");
    }

    /// <summary>Classes at each step of a sequence: <c>[B, T, classes]</c>.</summary>
    public static void ClassesOfSteps(string layer, Tensor x)
    {
        if (x.Shape.IsBatched && x.Shape.Rank == 2) return;
        throw Require.Error(DiagnosticIds.Rank, $"{layer} needs sequences [B, T, classes], but gets {x.Shape}; {(x.Shape.IsBatched ? Fixes.Sequence(x.Shape, ofOneFeature: false) : (Phrase)$"apply it to a value computed from an input")}.");
    }

    /// <summary>The features of a sequence of vectors <c>[T, features]</c>.</summary>
    public static int Features(string layer, Tensor x) => Constant(layer, "a constant number of features", x, x.Shape.FullRank - 1);

    /// <summary>The channels of <c>[channels, …]</c>.</summary>
    public static int Channels(string layer, Tensor x) => Constant(layer, "a constant number of channels", x, x.Shape.IsBatched ? 1 : 0);

    /// <summary>As many groups as divide the channels.</summary>
    public static void Groups(string layer, Tensor x, int channels, int groups)
    {
        if (channels % groups != 0)
            throw Require.Error(DiagnosticIds.Groups, $"{layer}: the {channels} channels of {x.Shape} cannot be split into {groups} groups; use {Fixes.Divisors(channels, groups)} groups.");
    }

    /// <summary>A batch of sequences <c>[B, channels, length]</c>.</summary>
    public static void Sequence(string layer, Tensor x)
    {
        var shape = x.Shape;
        if (shape.IsBatched && shape.Rank == 2)
        {
            if (shape.Dims[1].IsConstant || !shape.Dims[2].IsConstant) return;
            throw Require.Error(DiagnosticIds.Shape, $"{layer} needs sequences [B, channels, length] with a constant number of channels, but gets {shape}, of which every call chooses {shape.Dims[1]}; {InsertedCall.Before("Transpose()")}: {Shape.Of(Dim.Batch, shape.Dims[2], shape.Dims[1])}.");
        }

        throw Require.Error(DiagnosticIds.Rank, $"{layer} needs sequences [B, channels, length], but gets {shape}; {Fixes.Channels(shape)}.");
    }

    /// <summary>A window that fits into an image at least once, at every call.</summary>
    public static void Fits(string layer, Tensor x, Window window) => Fits(layer, x.Shape, x.Shape.Dims[2], x.Shape.Dims[3], window, (height, width) => $"{height}x{width}", "rows and columns");

    /// <summary>A window that fits into a sequence at least once, at every call.</summary>
    public static void FitsSequence(string layer, Tensor x, Window window) => Fits(layer, x.Shape, 1, x.Shape.Dims[2], window, (_, length) => $"{length}", "elements");

    private static void Fits(string layer, Shape shape, Dim height, Dim width, Window window, Func<long, long, string> text, string places)
    {
        var (mostHeight, mostWidth) = (window.PaddedHeight(height.Maximum), window.PaddedWidth(width.Maximum));
        if (mostHeight > Window.MostPlaces || mostWidth > Window.MostPlaces)
            throw Require.Error(DiagnosticIds.Window, $"{layer}: with its padding, the input {shape} is {text(mostHeight, mostWidth)}{(shape.IsKnown ? "" : " at the largest")}, but an image can have {Window.MostPlaces} {places} at most; use {(shape.IsKnown ? "" : "a smaller Max or ")}less padding.");
        var (paddedHeight, paddedWidth) = (window.PaddedHeight(height.Minimum), window.PaddedWidth(width.Minimum));
        var (isHigh, isWide) = (paddedHeight >= window.SpanHeight, paddedWidth >= window.SpanWidth);
        if (isHigh && isWide) return;
        var isPadded = paddedHeight != height.Minimum || paddedWidth != width.Minimum;
        throw Require.Error(DiagnosticIds.Window, $"{layer} looks at windows of {text(window.SpanHeight, window.SpanWidth)}, but the input {shape} {(shape.IsKnown ? "is" : "can be")} only {text(paddedHeight, paddedWidth)}{(isPadded ? " with its padding" : "")}; {Fix()}.");

        Phrase Fix()
        {
            var bounds = new List<string>();
            if (!isHigh && !height.IsConstant) bounds.Add(Fixes.Bound(height, height.Minimum + window.SpanHeight - paddedHeight).ToString());
            if (!isWide && !width.IsConstant) bounds.Add(Fixes.Bound(width, width.Minimum + window.SpanWidth - paddedWidth).ToString());
            if (bounds.Count > 0) return $"{string.Join(" and ", bounds.Distinct())}, or use a smaller kernel or more padding";
            return shape.Rank == 2 ? Fixes.Window(width.Value, window) : Fixes.Window(height, width, window);
        }
    }

    /// <summary>A transposed convolution whose padding leaves some of its result, at every call.</summary>
    public static void Leaves(string layer, Tensor x, ConvolutionOp op)
    {
        var (shape, window) = (x.Shape, op.Window);
        var isSequence = shape.Rank == 2;
        var (height, width) = (isSequence ? 1 : shape.Dims[2], shape.Dims[shape.FullRank - 1]);
        var rows = Most(height, op.InputStrideHeight, window.SpanHeight, window.PadTop, window.PadBottom);
        var columns = Most(width, op.InputStrideWidth, window.SpanWidth, window.PadLeft, window.PadRight);
        var (top, left) = (window.SpanHeight - 1 - window.PadTop, window.SpanWidth - 1 - window.PadLeft);
        if (top <= rows && left <= columns) return;
        var (given, most) = isSequence ? ($"{left}", $"{columns}") : ($"({top}, {left})", $"({rows}, {columns})");
        throw Require.Error(DiagnosticIds.Window, $"{layer}: a padding of {given} takes all of the result away that the input {shape} {(shape.IsKnown ? "leads" : "can lead")} to; use at most {most}{Bound()}.");

        // The padding that leaves an element, or two where it takes off an even number.
        static long Most(Dim extent, int stride, long span, int before, int after) => (((extent.Minimum - 1) * stride) + span + after - before - 1) / 2;

        Phrase Bound()
        {
            var (extent, stride, missing) = left > columns ? (width, op.InputStrideWidth, left - columns) : (height, op.InputStrideHeight, top - rows);
            return extent.IsConstant ? $"" : (Phrase)$", or {Fixes.Bound(extent, extent.Minimum + (((2 * missing) + stride - 1) / stride))}";
        }
    }
}
