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

    /// <summary>The features of a sequence of vectors <c>[T, features]</c>.</summary>
    public static int Features(string layer, Tensor x) => Constant(layer, "a constant number of features", x, x.Shape.FullRank - 1);

    /// <summary>The channels of <c>[channels, …]</c>.</summary>
    public static int Channels(string layer, Tensor x) => Constant(layer, "a constant number of channels", x, x.Shape.IsBatched ? 1 : 0);

    /// <summary>A window that fits into an image at least once.</summary>
    public static void Fits(string layer, Tensor x, Window window)
    {
        var (height, width) = (Constant(layer, "images of a constant height", x, 2), Constant(layer, "images of a constant width", x, 3));
        var (paddedHeight, paddedWidth) = (window.PaddedHeight(height), window.PaddedWidth(width));
        if (paddedHeight > Window.MostPlaces || paddedWidth > Window.MostPlaces)
            throw Require.Error(DiagnosticIds.Window, $"{layer}: with its padding, the input {x.Shape} is {paddedHeight}x{paddedWidth}, but an image can have {Window.MostPlaces} rows and columns at most; use less padding.");
        if (window.OutHeight(height) > 0 && window.OutWidth(width) > 0) return;
        throw Require.Error(DiagnosticIds.Window, $"{layer} looks at windows of {window.SpanHeight}x{window.SpanWidth}, but the input {x.Shape} is only {paddedHeight}x{paddedWidth}{(paddedHeight == height && paddedWidth == width ? "" : " with its padding")}; {Fixes.Window(x.Shape.Dims[2], x.Shape.Dims[3], window)}.");
    }
}
