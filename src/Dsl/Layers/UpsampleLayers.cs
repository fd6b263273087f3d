using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Images and sequences made larger, or smaller, by interpolation: PyTorch's <c>nn.Upsample</c> and <c>F.interpolate</c>, whose mode
/// <c>area</c> is <c>AdaptiveAvgPool2d</c>. There is no <c>antialias</c>: shrink by a pool where it matters.
/// </summary>
/// <remarks>
/// By a whole factor, the nearest elements are repeated and nothing is computed, and linear interpolation is a transposed convolution of
/// each channel by one small filter: two by two products for an element of an image. Anything else is a product with a table of weights
/// along each axis, so that an element that is no number spoils its row or column.
/// </remarks>
public static class UpsampleLayers
{
    /// <summary>Images or sequences made larger, by a factor or to a size.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c> or sequences <c>[channels, length]</c>.</param>
    /// <param name="size">The height and width, or the length, of the result; this or the factor.</param>
    /// <param name="scaleFactor">How many times as high and wide, or as long, the result is; its extents are rounded down. Along an extent that every call chooses, a whole number.</param>
    /// <param name="mode">How new elements are made.</param>
    /// <param name="alignCorners">Whether the middles of the outermost elements stay where they are, rather than their outer edges. Not of the nearest.</param>
    /// <param name="recomputeScaleFactor">Whether places follow from the extents, rather than from a factor whose result was rounded down.</param>
    /// <param name="name">The name in the summary; by default <c>upsample1</c>, …</param>
    /// <returns><c>[channels, height', width']</c> or <c>[channels, length']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is neither, not exactly one of size and factor is given, one is out of range, or the mode is for the other kind of input.</exception>
    public static Tensor Upsample(
        this Tensor x,
        int? size = null,
        float? scaleFactor = null,
        UpsampleMode mode = UpsampleMode.Nearest,
        bool alignCorners = false,
        bool recomputeScaleFactor = false,
        string? name = null)
    {
        var layer = Require.Title("Upsample", name);
        if (size is null == scaleFactor is null)
            throw Require.Error(DiagnosticIds.Range, $"{layer} needs either a size or a scaleFactor, but gets {(size is null ? "neither" : "both")}; for images twice as large, write scaleFactor: 2 alone.");
        return size is { } given
            ? Resize(x, name, (Of(layer, given), Of(layer, given)), mode, alignCorners)
            : Resize(x, name, (Of(layer, scaleFactor!.Value, recomputeScaleFactor), Of(layer, scaleFactor.Value, recomputeScaleFactor)), mode, alignCorners);
    }

    /// <summary>Images brought to a size.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="size">The height and the width of the result.</param>
    /// <param name="mode">How new elements are made.</param>
    /// <param name="alignCorners">Whether the middles of the outermost elements stay where they are, rather than their outer edges. Not of the nearest.</param>
    /// <param name="name">The name in the summary; by default <c>upsample1</c>, …</param>
    /// <returns><c>[channels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a size is not positive, or the mode is for sequences.</exception>
    public static Tensor Upsample(this Tensor x, (int Height, int Width) size, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false, string? name = null)
    {
        var layer = Require.Title("Upsample", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        return Resize(x, name, (Of(layer, size.Height), Of(layer, size.Width)), mode, alignCorners);
    }

    /// <summary>Images made larger by a factor for each axis.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="scaleFactor">How many times as high and as wide the result is; its extents are rounded down.</param>
    /// <param name="mode">How new elements are made.</param>
    /// <param name="alignCorners">Whether the middles of the outermost elements stay where they are, rather than their outer edges. Not of the nearest.</param>
    /// <param name="recomputeScaleFactor">Whether places follow from the extents, rather than from a factor whose result was rounded down.</param>
    /// <param name="name">The name in the summary; by default <c>upsample1</c>, …</param>
    /// <returns><c>[channels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a factor is not positive, or the mode is for sequences.</exception>
    public static Tensor Upsample(
        this Tensor x, (float Height, float Width) scaleFactor, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false, bool recomputeScaleFactor = false, string? name = null)
    {
        var layer = Require.Title("Upsample", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        return Resize(x, name, (Of(layer, scaleFactor.Height, recomputeScaleFactor), Of(layer, scaleFactor.Width, recomputeScaleFactor)), mode, alignCorners);
    }

    private static Target Of(string layer, int size)
    {
        Require.Positive(layer, nameof(size), size);
        return new(size, 0, false);
    }

    private static Target Of(string layer, float scaleFactor, bool recomputes)
    {
        Require.Positive(layer, nameof(scaleFactor), scaleFactor);
        return new(0, scaleFactor, recomputes);
    }

    private static Tensor Resize(Tensor x, string? name, (Target Height, Target Width) targets, UpsampleMode mode, bool alignCorners)
    {
        var layer = Require.Title("Upsample", name);
        Require.NotNull(layer, "the input", x);
        var isSequence = x.Shape is { IsBatched: true, Rank: 2 };
        if (isSequence) RequireInput.Sequence(layer, x);
        else RequireInput.Image(layer, x);
        Check(layer, x.Shape, mode, alignCorners, isSequence);
        var rows = isSequence ? Resampling.None : targets.Height.Along(layer, x.Shape, 2, mode, alignCorners);
        var columns = targets.Width.Along(layer, x.Shape, isSequence ? 2 : 3, mode, alignCorners);
        return x.Layer("Upsample", name, () =>
        {
            var image = isSequence ? SequenceConvolutionLayers.AsImage(x) : x.Id;
            var resized = Resampling.Run(x.Builder, image, rows, columns);
            return isSequence ? SequenceConvolutionLayers.AsSequence(x.Builder, resized) : resized;
        });
    }

    private static void Check(string layer, Shape shape, UpsampleMode mode, bool alignCorners, bool isSequence)
    {
        if (mode is < UpsampleMode.Nearest or > UpsampleMode.Bicubic)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: {mode} is not an UpsampleMode; use UpsampleMode.Nearest or another one of its names.");
        if (isSequence && mode is UpsampleMode.Bilinear or UpsampleMode.Bicubic)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: UpsampleMode.{mode} is for images, but the input {shape} is a sequence; use {new ArgumentValue("mode", "UpsampleMode.Linear")}.");
        if (!isSequence && mode == UpsampleMode.Linear)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: UpsampleMode.Linear is for sequences, but the input {shape} is an image; use {new ArgumentValue("mode", "UpsampleMode.Bilinear")}.");
        if (alignCorners && mode is UpsampleMode.Nearest or UpsampleMode.NearestExact)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: alignCorners says where lines through neighbours are read, and UpsampleMode.{mode} has none; use {new ArgumentValue("alignCorners", "false")}, or UpsampleMode.{(isSequence ? "Linear" : "Bilinear")}.");
    }

    /// <summary>What is asked for along one axis: a size, or a factor.</summary>
    private readonly record struct Target(int Size, float Factor, bool Recomputes)
    {
        public Resampling Along(string layer, Shape shape, int axis, UpsampleMode mode, bool alignCorners)
        {
            var extent = shape.Dims[axis];
            var isWhole = Factor >= 1 && Factor == (int)Factor;
            if (!extent.IsConstant)
            {
                if (isWhole && !alignCorners && mode != UpsampleMode.Bicubic) return Resampling.By((int)Factor, mode);
                if (Size == 0 && Factor == 1) return Resampling.None;
                throw Require.Error(DiagnosticIds.Shape, $"{layer}: a call chooses {extent} of {shape}, and so it can grow by a whole scaleFactor only{(isWhole ? $", without alignCorners and not with UpsampleMode.Bicubic" : (Phrase)$"; use {new ArgumentValue("scaleFactor", "2")}")}.");
            }

            var size = Size > 0 ? Size : checked((int)Math.Floor((double)extent.Value * Factor));
            if (size < 1) throw Require.Error(DiagnosticIds.Range, $"{layer}: a scaleFactor of {Factor} leaves nothing of the {extent.Value} elements along an axis of {shape}; use {1f / extent.Value} or more.");
            if (size == extent.Value && (isWhole || Size > 0 || Recomputes)) return Resampling.None;
            if (size % extent.Value == 0 && (isWhole || Size > 0 || Recomputes) && !alignCorners && mode != UpsampleMode.Bicubic) return Resampling.By(size / extent.Value, mode);
            Require.Written(layer, "weights of its table", (long)extent.Value * size);

            // PyTorch takes the factor as it is given, also where the size was rounded down.
            var step = Size > 0 || Recomputes ? (double)extent.Value / size : 1.0 / Factor;
            return Resampling.Table(extent.Value, size, step, mode, alignCorners);
        }
    }
}
