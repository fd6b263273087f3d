using Sinter.Graphs;

namespace Sinter;

/// <summary>Channels exchanged for pixels, or with one another: the same elements in another order.</summary>
public static class ChannelLayers
{
    /// <summary>
    /// Channels turned into pixels (Shi et al. 2016): of every r² channels each pixel becomes a square of r x r pixels, r being the
    /// <paramref name="upscaleFactor"/>, row by row.
    /// </summary>
    /// <param name="x">Images <c>[channels·r², height, width]</c>.</param>
    /// <param name="upscaleFactor">How many times higher and wider the image becomes.</param>
    /// <param name="name">The name in the summary; by default <c>pixelshuffle1</c>, …</param>
    /// <returns><c>[channels, height·r, width·r]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or the square of the factor does not divide its channels.</exception>
    public static Tensor PixelShuffle(this Tensor x, int upscaleFactor, string? name = null)
    {
        var layer = Require.Title("PixelShuffle", name);
        var channels = Check(layer, x, nameof(upscaleFactor), upscaleFactor);
        var square = Square(layer, nameof(upscaleFactor), upscaleFactor);
        if (channels % square != 0)
            throw Require.Error(DiagnosticIds.Groups, $"{layer} makes a square of {upscaleFactor}x{upscaleFactor} pixels of every {square} channels, but {square} does not divide the {channels} of {x.Shape}; use {Fixes.Multiples(square, channels)} channels.");
        return x.Layer("PixelShuffle", name, () =>
        {
            var (builder, dims, factor, left) = (x.Builder, x.Shape.Dims, upscaleFactor, channels / square);
            var squares = builder.Transpose(builder.Reshape(x.Id, new Shape([dims[0], left, factor, factor, dims[2], dims[3]])), 0, 1, 4, 2, 5, 3);
            return builder.Reshape(squares, new Shape([dims[0], left, dims[2].Times(factor), dims[3].Times(factor)]));
        });
    }

    /// <summary>Pixels turned into channels, what <see cref="PixelShuffle"/> undoes: every square of r x r pixels becomes one pixel of r² times as many channels.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>, whose height and width r divides.</param>
    /// <param name="downscaleFactor">How many times lower and narrower the image becomes: r.</param>
    /// <param name="name">The name in the summary; by default <c>pixelunshuffle1</c>, …</param>
    /// <returns><c>[channels·r², height / r, width / r]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or the factor does not divide its height or width.</exception>
    public static Tensor PixelUnshuffle(this Tensor x, int downscaleFactor, string? name = null)
    {
        var layer = Require.Title("PixelUnshuffle", name);
        var channels = Check(layer, x, nameof(downscaleFactor), downscaleFactor);
        var square = Square(layer, nameof(downscaleFactor), downscaleFactor);
        var (height, width) = (Rest(2), Rest(3));
        return x.Layer("PixelUnshuffle", name, () =>
        {
            var (builder, dims, factor) = (x.Builder, x.Shape.Dims, downscaleFactor);
            var squares = builder.Transpose(builder.Reshape(x.Id, new Shape([dims[0], channels, height, factor, width, factor])), 0, 1, 3, 5, 2, 4);
            return builder.Reshape(squares, new Shape([dims[0], checked(channels * square), height, width]));
        });

        Dim Rest(int axis)
        {
            var (extent, what) = (x.Shape.Dims[axis], axis == 2 ? "rows" : "columns");
            return extent.DividedBy(downscaleFactor) ??
                throw Require.Error(DiagnosticIds.Range, $"{layer} cuts {x.Shape} into squares of {downscaleFactor}x{downscaleFactor} pixels, but {downscaleFactor} does not divide the {extent} {what}{(extent.IsConstant ? "" : " of every call")}; {(extent.IsConstant ? $"use {Fixes.Squares(x.Shape.Dims[2], x.Shape.Dims[3], downscaleFactor)}{Fixes.Multiples(downscaleFactor, extent.Value)} {what}" : (Phrase)$"state MultipleOf = {downscaleFactor} of {extent.Symbol}")}.");
        }
    }

    /// <summary>
    /// Channels dealt out to groups (Zhang et al. 2018): those of the groups take turns, so that a convolution in groups behind it sees
    /// channels of all of them. Channel <c>i·groups + g</c> of the result is channel <c>g·(channels / groups) + i</c> of the input.
    /// </summary>
    /// <param name="x"><c>[channels, …]</c>.</param>
    /// <param name="groups">The number of groups; it divides the channels.</param>
    /// <param name="name">The name in the summary; by default <c>channelshuffle1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">The groups do not divide the channels.</exception>
    public static Tensor ChannelShuffle(this Tensor x, int groups, string? name = null)
    {
        var layer = Require.Title("ChannelShuffle", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Vector(layer, x);
        Require.Positive(layer, nameof(groups), groups);
        var channels = RequireInput.Channels(layer, x);
        RequireInput.Groups(layer, x, channels, groups);
        return x.Layer("ChannelShuffle", name, () =>
        {
            var (builder, lead, dims) = (x.Builder, x.Shape.IsBatched ? 1 : 0, x.Shape.Dims);
            var grouped = builder.Reshape(x.Id, new Shape(dims.Take(lead).Concat([groups, channels / groups]).Concat(dims.Skip(lead + 1))));
            var order = Enumerable.Range(0, dims.Count + 1).ToArray();
            (order[lead], order[lead + 1]) = (lead + 1, lead);
            return builder.Reshape(builder.Transpose(grouped, order), x.Shape);
        });
    }

    private static int Check(string layer, Tensor x, string argument, int factor)
    {
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        Require.Positive(layer, argument, factor);
        return RequireInput.Channels(layer, x);
    }

    private static int Square(string layer, string argument, int factor) =>
        factor <= 46_340 ? factor * factor : throw Require.Error(DiagnosticIds.Range, $"{layer}: {argument} is {factor}, but must be {new ArgumentValue(argument, "46340")} or less.");
}
