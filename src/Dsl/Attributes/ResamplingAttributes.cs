namespace Sinter;

/// <summary>Adds <see cref="UpsampleLayers.Upsample(Tensor, int?, float?, UpsampleMode, bool, bool, string)"/>.</summary>
/// <param name="size">The height and width, or the length, of the result; 0 where a factor is given.</param>
/// <param name="scaleFactor">How many times as high and wide, or as long, the result is; 0 where a size is given.</param>
/// <param name="mode">How new elements are made.</param>
/// <param name="alignCorners">Whether the middles of the outermost elements stay where they are, rather than their outer edges.</param>
/// <param name="recomputeScaleFactor">Whether places follow from the extents, rather than from a factor whose result was rounded down.</param>
public sealed class UpsampleAttribute(int size = 0, float scaleFactor = 0, UpsampleMode mode = UpsampleMode.Nearest, bool alignCorners = false, bool recomputeScaleFactor = false) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Upsample(size == 0 ? null : size, scaleFactor == 0 ? null : scaleFactor, mode, alignCorners, recomputeScaleFactor, Name);
}
