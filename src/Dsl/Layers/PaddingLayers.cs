using Sinter.Graphs;

namespace Sinter;

/// <summary>Axes made longer at both ends, by what <see cref="PaddingMode"/> says.</summary>
public static class PaddingLayers
{
    /// <summary>
    /// The last axes made longer, as PyTorch's <c>F.pad</c>: <c>x.Pad([1, 2])</c> adds one element before and two behind the last axis,
    /// <c>x.Pad([1, 1, 2, 2], PaddingMode.Reflect)</c> a column on each side and two rows above and below. Parts of an axis are taken
    /// away by <c>Slice</c>, not by negative numbers.
    /// </summary>
    /// <param name="x">Any shape with the axes.</param>
    /// <param name="pad">Two numbers for each axis, before and after, of the last axis first.</param>
    /// <param name="mode">What the new elements are.</param>
    /// <param name="value">What they are with <see cref="PaddingMode.Zeros"/>.</param>
    /// <param name="name">The name in the summary; by default <c>pad1</c>, …</param>
    /// <returns>The shape with the axes longer.</returns>
    /// <exception cref="NetworkDefinitionException">There are not two numbers for each of some axes, one is negative, an axis has too few elements for the mode, or a value is given that no element will have.</exception>
    public static Tensor Pad(this Tensor x, int[] pad, PaddingMode mode = PaddingMode.Zeros, float value = 0, string? name = null) => Pad(x, "Pad", pad, mode, value, name);

    /// <summary>Zeros around an image.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="padding">Rows and columns on each side.</param>
    /// <param name="name">The name in the summary; by default <c>zeropad1</c>, …</param>
    /// <returns><c>[channels, height + 2·padding, width + 2·padding]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or the padding is negative.</exception>
    public static Tensor ZeroPad2d(this Tensor x, int padding, string? name = null) => x.ZeroPad2d((padding, padding, padding, padding), name);

    /// <summary>Zeros around an image, as many on each side as stated.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="padding">Columns left and right, rows at the top and the bottom: PyTorch's order.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[channels, height + top + bottom, width + left + right]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or a padding is negative.</exception>
    public static Tensor ZeroPad2d(this Tensor x, (int Left, int Right, int Top, int Bottom) padding, string? name = null) => Around(x, "ZeroPad2d", padding, PaddingMode.Zeros, name);

    /// <summary>The image mirrored at its edges (Johnson et al. 2016), whose outermost pixels are not repeated.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>, larger than the padding.</param>
    /// <param name="padding">Rows and columns on each side.</param>
    /// <param name="name">The name in the summary; by default <c>reflectionpad1</c>, …</param>
    /// <returns><c>[channels, height + 2·padding, width + 2·padding]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or the padding is negative or not smaller than the image.</exception>
    public static Tensor ReflectionPad2d(this Tensor x, int padding, string? name = null) => x.ReflectionPad2d((padding, padding, padding, padding), name);

    /// <summary>The image mirrored at its edges, as far on each side as stated.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>, larger than the padding.</param>
    /// <param name="padding">Columns left and right, rows at the top and the bottom: PyTorch's order.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[channels, height + top + bottom, width + left + right]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or a padding is negative or not smaller than the image.</exception>
    public static Tensor ReflectionPad2d(this Tensor x, (int Left, int Right, int Top, int Bottom) padding, string? name = null) => Around(x, "ReflectionPad2d", padding, PaddingMode.Reflect, name);

    /// <summary>The outermost pixels of an image repeated.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="padding">Rows and columns on each side.</param>
    /// <param name="name">The name in the summary; by default <c>replicationpad1</c>, …</param>
    /// <returns><c>[channels, height + 2·padding, width + 2·padding]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or the padding is negative.</exception>
    public static Tensor ReplicationPad2d(this Tensor x, int padding, string? name = null) => x.ReplicationPad2d((padding, padding, padding, padding), name);

    /// <summary>The outermost pixels of an image repeated, as often on each side as stated.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="padding">Columns left and right, rows at the top and the bottom: PyTorch's order.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[channels, height + top + bottom, width + left + right]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or a padding is negative.</exception>
    public static Tensor ReplicationPad2d(this Tensor x, (int Left, int Right, int Top, int Bottom) padding, string? name = null) => Around(x, "ReplicationPad2d", padding, PaddingMode.Replicate, name);

    /// <summary>The image continued by itself, as on a torus.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>, at least as large as the padding.</param>
    /// <param name="padding">Rows and columns on each side.</param>
    /// <param name="name">The name in the summary; by default <c>circularpad1</c>, …</param>
    /// <returns><c>[channels, height + 2·padding, width + 2·padding]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or the padding is negative or larger than the image.</exception>
    public static Tensor CircularPad2d(this Tensor x, int padding, string? name = null) => x.CircularPad2d((padding, padding, padding, padding), name);

    /// <summary>The image continued by itself, as far on each side as stated.</summary>
    /// <param name="x">Images <c>[channels, height, width]</c>, at least as large as the padding.</param>
    /// <param name="padding">Columns left and right, rows at the top and the bottom: PyTorch's order.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[channels, height + top + bottom, width + left + right]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, or a padding is negative or larger than the image.</exception>
    public static Tensor CircularPad2d(this Tensor x, (int Left, int Right, int Top, int Bottom) padding, string? name = null) => Around(x, "CircularPad2d", padding, PaddingMode.Circular, name);

    /// <summary>Zeros before and behind a sequence.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>.</param>
    /// <param name="padding">Elements at each end.</param>
    /// <param name="name">The name in the summary; by default <c>zeropad1</c>, …</param>
    /// <returns><c>[channels, length + 2·padding]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence of channels, or the padding is negative.</exception>
    public static Tensor ZeroPad1d(this Tensor x, int padding, string? name = null) => Along(x, "ZeroPad1d", padding, PaddingMode.Zeros, name);

    /// <summary>A sequence mirrored at its ends, whose outermost elements are not repeated.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>, longer than the padding.</param>
    /// <param name="padding">Elements at each end.</param>
    /// <param name="name">The name in the summary; by default <c>reflectionpad1</c>, …</param>
    /// <returns><c>[channels, length + 2·padding]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence of channels, or the padding is negative or not shorter than the sequence at every call.</exception>
    public static Tensor ReflectionPad1d(this Tensor x, int padding, string? name = null) => Along(x, "ReflectionPad1d", padding, PaddingMode.Reflect, name);

    /// <summary>The first and the last element of a sequence repeated.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>.</param>
    /// <param name="padding">Elements at each end.</param>
    /// <param name="name">The name in the summary; by default <c>replicationpad1</c>, …</param>
    /// <returns><c>[channels, length + 2·padding]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence of channels, or the padding is negative.</exception>
    public static Tensor ReplicationPad1d(this Tensor x, int padding, string? name = null) => Along(x, "ReplicationPad1d", padding, PaddingMode.Replicate, name);

    /// <summary>A sequence continued by itself, as on a circle.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>, at least as long as the padding.</param>
    /// <param name="padding">Elements at each end.</param>
    /// <param name="name">The name in the summary; by default <c>circularpad1</c>, …</param>
    /// <returns><c>[channels, length + 2·padding]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence of channels, or the padding is negative or longer than the sequence at some call.</exception>
    public static Tensor CircularPad1d(this Tensor x, int padding, string? name = null) => Along(x, "CircularPad1d", padding, PaddingMode.Circular, name);

    private static Tensor Around(Tensor x, string kind, (int Left, int Right, int Top, int Bottom) padding, PaddingMode mode, string? name)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        return Pad(x, kind, [padding.Left, padding.Right, padding.Top, padding.Bottom], mode, 0, name);
    }

    private static Tensor Along(Tensor x, string kind, int padding, PaddingMode mode, string? name)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Sequence(layer, x);
        return Pad(x, kind, [padding, padding], mode, 0, name);
    }

    private static Tensor Pad(Tensor x, string kind, int[] pad, PaddingMode mode, float value, string? name)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        Require.NotNull(layer, nameof(pad), pad);
        var argument = kind == "Pad" ? nameof(pad) : "padding";
        if (pad.Length % 2 != 0 || pad.Length > 2 * x.Shape.Rank)
            throw Require.Error(DiagnosticIds.Range, $"{layer} needs two numbers, before and after, for each of up to {x.Shape.Rank} axes of {x.Shape}, the last axis first, but gets {pad.Length}; for the last axis alone, write [{(pad.Length > 0 ? pad[0] : 0)}, {(pad.Length > 1 ? pad[1] : 0)}].");
        foreach (var size in pad) Require.NotNegative(layer, argument, size);
        if (mode != PaddingMode.Zeros && value != 0)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: with PaddingMode.{mode} no element is the value {value}; leave it out, or use PaddingMode.Zeros.");
        for (var i = 0; i < pad.Length; i += 2) Borders.Check(layer, x.Shape, x.Shape.FullRank - 1 - (i / 2), pad[i], pad[i + 1], mode);
        return x.Layer(kind, name, () =>
        {
            var padded = x.Id;
            for (var i = 0; i < pad.Length; i += 2) padded = Borders.Pad(x.Builder, padded, x.Shape.FullRank - 1 - (i / 2), pad[i], pad[i + 1], mode, value);
            return padded;
        });
    }
}
