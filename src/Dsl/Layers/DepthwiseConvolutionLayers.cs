using Sinter.Graphs;

namespace Sinter;

/// <summary>Convolutions of every channel by itself.</summary>
public static class DepthwiseConvolutionLayers
{
    /// <summary>
    /// A convolution of every channel by itself (Howard et al. 2017), the first half of a depthwise-separable one.
    /// Parameters: <c>weight [channels·multiplier, 1, kernel, kernel]</c> and <c>bias [channels·multiplier]</c>.
    /// </summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Rows and columns added on each side.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="multiplier">The number of filters of each channel.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="paddingMode">What the rows and columns of the padding are.</param>
    /// <param name="initializer">How the weight is filled; by default uniform within ±1/√fanIn.</param>
    /// <param name="biasInitializer">How the bias is filled; by default uniform within ±1/√fanIn.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>depthwiseconv1</c>, …</param>
    /// <returns><c>[channels·multiplier, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, or the window does not fit.</exception>
    public static Tensor DepthwiseConv2d(
        this Tensor x,
        int kernel,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        int multiplier = 1,
        bool bias = true,
        PaddingMode paddingMode = PaddingMode.Zeros,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null) =>
        x.DepthwiseConv2d((kernel, kernel), (stride, stride), (padding, padding), (dilation, dilation), multiplier, bias, paddingMode, initializer, biasInitializer, name);

    /// <summary>A convolution of every channel by itself, its padding stated by intent.</summary>
    /// <param name="padding"><see cref="Padding.Same"/> keeps height and width, or what of them a stride leaves.</param>
    /// <returns><c>[channels·multiplier, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">As above, or <see cref="Padding.Same"/> with a stride along an extent that every call chooses.</exception>
    /// <inheritdoc cref="DepthwiseConv2d(Tensor, int, int, int, int, int, bool, PaddingMode, Initializer, Initializer, string)" path="/param"/>
    public static Tensor DepthwiseConv2d(
        this Tensor x,
        int kernel,
        Padding padding,
        int stride = 1,
        int dilation = 1,
        int multiplier = 1,
        bool bias = true,
        PaddingMode paddingMode = PaddingMode.Zeros,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null) =>
        x.DepthwiseConv2d((kernel, kernel), padding, (stride, stride), (dilation, dilation), multiplier, bias, paddingMode, initializer, biasInitializer, name);

    /// <summary>A convolution of every channel by itself with a window that need not be square.</summary>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; (1, 1) by default.</param>
    /// <param name="padding">Rows and columns added on each side; none by default.</param>
    /// <param name="dilation">The distance between the elements of a window; (1, 1) by default.</param>
    /// <returns><c>[channels·multiplier, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, or the window does not fit.</exception>
    /// <inheritdoc cref="DepthwiseConv2d(Tensor, int, int, int, int, int, bool, PaddingMode, Initializer, Initializer, string)" path="/param"/>
    public static Tensor DepthwiseConv2d(
        this Tensor x,
        (int Height, int Width) kernel,
        (int Height, int Width)? stride = null,
        (int Height, int Width)? padding = null,
        (int Height, int Width)? dilation = null,
        int multiplier = 1,
        bool bias = true,
        PaddingMode paddingMode = PaddingMode.Zeros,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("DepthwiseConv2d", name);
        var window = Windows.Of(layer, kernel, stride ?? (1, 1), padding ?? (0, 0), dilation ?? (1, 1));
        return Convolve(x, name, window, multiplier, bias, paddingMode, initializer, biasInitializer);
    }

    /// <summary>A convolution of every channel by itself with a window that need not be square, its padding stated by intent.</summary>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="padding"><see cref="Padding.Same"/> keeps height and width, or what of them a stride leaves.</param>
    /// <param name="stride">The distance between neighbouring windows; (1, 1) by default.</param>
    /// <param name="dilation">The distance between the elements of a window; (1, 1) by default.</param>
    /// <returns><c>[channels·multiplier, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">As above, or <see cref="Padding.Same"/> with a stride along an extent that every call chooses.</exception>
    /// <inheritdoc cref="DepthwiseConv2d(Tensor, int, int, int, int, int, bool, PaddingMode, Initializer, Initializer, string)" path="/param"/>
    public static Tensor DepthwiseConv2d(
        this Tensor x,
        (int Height, int Width) kernel,
        Padding padding,
        (int Height, int Width)? stride = null,
        (int Height, int Width)? dilation = null,
        int multiplier = 1,
        bool bias = true,
        PaddingMode paddingMode = PaddingMode.Zeros,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("DepthwiseConv2d", name);
        var window = Windows.Of(layer, x, kernel, stride ?? (1, 1), padding, dilation ?? (1, 1));
        return Convolve(x, name, window, multiplier, bias, paddingMode, initializer, biasInitializer);
    }

    private static Tensor Convolve(Tensor x, string? name, Window window, int multiplier, bool bias, PaddingMode paddingMode, Initializer? initializer, Initializer? biasInitializer)
    {
        var layer = Require.Title("DepthwiseConv2d", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        Require.Positive(layer, nameof(multiplier), multiplier);
        var channels = RequireInput.Channels(layer, x);
        return ConvolutionLayers.Convolve(x, "DepthwiseConv2d", name, channels * multiplier, window, channels, bias, paddingMode, initializer, biasInitializer);
    }
}
