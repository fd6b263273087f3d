using Sinter.Graphs;

namespace Sinter;

/// <summary>Convolutions over images.</summary>
public static class ConvolutionLayers
{
    /// <summary>
    /// A two-dimensional convolution (LeCun et al. 1989; cross-correlation, as in PyTorch).
    /// Parameters: <c>weight [outChannels, inChannels/groups, kernel, kernel]</c> and <c>bias [outChannels]</c>.
    /// </summary>
    /// <param name="x">Images <c>[inChannels, height, width]</c>.</param>
    /// <param name="outChannels">The number of filters.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Rows and columns of zeros added on each side.</param>
    /// <param name="dilation">The distance between the elements of a window (Yu and Koltun 2016).</param>
    /// <param name="groups">Channels are split into this many independent convolutions (Krizhevsky et al. 2012).</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="initializer">How the weight is filled; by default uniform within ±1/√fanIn, as PyTorch does.</param>
    /// <param name="biasInitializer">How the bias is filled; by default uniform within ±1/√fanIn.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>conv1</c>, <c>conv2</c>, …</param>
    /// <returns><c>[outChannels, height', width']</c> with <c>height' = ⌊(height + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, the groups do not divide the channels, or the window does not fit.</exception>
    public static Tensor Conv2d(
        this Tensor x,
        int outChannels,
        int kernel,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        int groups = 1,
        bool bias = true,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null) =>
        x.Conv2d(outChannels, (kernel, kernel), (stride, stride), (padding, padding), (dilation, dilation), groups, bias, initializer, biasInitializer, name);

    /// <summary>A two-dimensional convolution whose padding is stated by intent; see <see cref="Conv2d(Tensor, int, int, int, int, int, int, bool, Initializer, Initializer, string)"/>.</summary>
    /// <param name="padding"><see cref="Padding.Same"/> keeps height and width and needs a stride of 1.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">As above, or <see cref="Padding.Same"/> with another stride than 1.</exception>
    /// <inheritdoc cref="Conv2d(Tensor, int, int, int, int, int, int, bool, Initializer, Initializer, string)" path="/param"/>
    public static Tensor Conv2d(
        this Tensor x,
        int outChannels,
        int kernel,
        Padding padding,
        int stride = 1,
        int dilation = 1,
        int groups = 1,
        bool bias = true,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null) =>
        x.Conv2d(outChannels, (kernel, kernel), padding, (stride, stride), (dilation, dilation), groups, bias, initializer, biasInitializer, name);

    /// <summary>A two-dimensional convolution with a window that need not be square.</summary>
    /// <param name="x">Images <c>[inChannels, height, width]</c>.</param>
    /// <param name="outChannels">The number of filters.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; (1, 1) by default.</param>
    /// <param name="padding">Rows and columns of zeros added on each side; none by default.</param>
    /// <param name="dilation">The distance between the elements of a window; (1, 1) by default.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="initializer">How the weight is filled; by default uniform within ±1/√fanIn.</param>
    /// <param name="biasInitializer">How the bias is filled; by default uniform within ±1/√fanIn.</param>
    /// <param name="name">The name in checkpoints and the summary.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, the groups do not divide the channels, or the window does not fit.</exception>
    public static Tensor Conv2d(
        this Tensor x,
        int outChannels,
        (int Height, int Width) kernel,
        (int Height, int Width)? stride = null,
        (int Height, int Width)? padding = null,
        (int Height, int Width)? dilation = null,
        int groups = 1,
        bool bias = true,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("Conv2d", name);
        var window = Windows.Of(layer, kernel, stride ?? (1, 1), padding ?? (0, 0), dilation ?? (1, 1));
        return Convolve(x, "Conv2d", name, outChannels, window, groups, bias, initializer, biasInitializer);
    }

    /// <summary>A two-dimensional convolution with a window that need not be square, its padding stated by intent.</summary>
    /// <param name="padding"><see cref="Padding.Same"/> keeps height and width and needs a stride of 1.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">As above, or <see cref="Padding.Same"/> with another stride than 1.</exception>
    /// <inheritdoc cref="Conv2d(Tensor, int, ValueTuple{int, int}, ValueTuple{int, int}?, ValueTuple{int, int}?, ValueTuple{int, int}?, int, bool, Initializer, Initializer, string)" path="/param"/>
    public static Tensor Conv2d(
        this Tensor x,
        int outChannels,
        (int Height, int Width) kernel,
        Padding padding,
        (int Height, int Width)? stride = null,
        (int Height, int Width)? dilation = null,
        int groups = 1,
        bool bias = true,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("Conv2d", name);
        var window = Windows.Of(layer, kernel, stride ?? (1, 1), padding, dilation ?? (1, 1));
        return Convolve(x, "Conv2d", name, outChannels, window, groups, bias, initializer, biasInitializer);
    }

    /// <summary>A two-dimensional convolution with a weight of your own, to share it between layers.</summary>
    /// <param name="x">Images <c>[inChannels, height, width]</c>.</param>
    /// <param name="weight">The filters <c>[outChannels, inChannels/groups, kernelHeight, kernelWidth]</c>, from <see cref="Tensor.Parameter"/>.</param>
    /// <param name="bias">What is added to each output channel, <c>[outChannels]</c>, or null.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Rows and columns of zeros added on each side.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The weight or the bias does not fit the input, or a number is out of range.</exception>
    public static Tensor Conv2d(
        this Tensor x,
        Tensor weight,
        Tensor? bias = null,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        int groups = 1,
        string? name = null)
    {
        var layer = Require.Title("Conv2d", name);
        Require.NotNull(layer, "the input", x);
        Require.NotNull(layer, nameof(weight), weight);
        RequireInput.Image(layer, x);
        var shape = weight.Shape;
        if (shape.IsBatched || shape.Rank != 4)
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a weight [outChannels, inChannels/groups, kernelHeight, kernelWidth], but gets {shape}.");
        var channels = RequireInput.Channels(layer, x);
        CheckGroups(layer, channels, shape[0], groups);
        if (shape[1] * groups != channels)
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a weight [outChannels, {channels / groups}, kernelHeight, kernelWidth] for the input {x.Shape}{(groups == 1 ? "" : $" in {groups} groups")}, but gets {shape}{Fixes.Weight(shape[0], channels / groups, shape[2], shape[3])}.");
        if (bias is not null && !bias.Shape.Equals(Shape.Of(shape[0])))
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a bias [{shape[0]}] for the weight {shape}, but gets {bias.Shape}{Fixes.Weight(shape[0])}.");
        var window = Windows.Of(layer, (shape[2], shape[3]), (stride, stride), (padding, padding), (dilation, dilation));
        RequireInput.Fits(layer, x, window);
        return x.Layer("Conv2d", name, () => Apply(x, weight, bias, window, groups).Id);
    }

    /// <summary>
    /// A convolution of every channel by itself (Howard et al. 2017), the first half of a depthwise-separable one.
    /// Parameters: <c>weight [channels·multiplier, 1, kernel, kernel]</c> and <c>bias [channels·multiplier]</c>.
    /// </summary>
    /// <param name="x">Images <c>[channels, height, width]</c>.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Rows and columns of zeros added on each side.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="multiplier">The number of filters of each channel.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
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
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("DepthwiseConv2d", name);
        var window = Windows.Of(layer, (kernel, kernel), (stride, stride), (padding, padding), (dilation, dilation));
        return Depthwise(x, name, window, multiplier, bias, initializer, biasInitializer);
    }

    /// <summary>A convolution of every channel by itself, its padding stated by intent.</summary>
    /// <param name="padding"><see cref="Padding.Same"/> keeps height and width and needs a stride of 1.</param>
    /// <returns><c>[channels·multiplier, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">As above, or <see cref="Padding.Same"/> with another stride than 1.</exception>
    /// <inheritdoc cref="DepthwiseConv2d(Tensor, int, int, int, int, int, bool, Initializer, Initializer, string)" path="/param"/>
    public static Tensor DepthwiseConv2d(
        this Tensor x,
        int kernel,
        Padding padding,
        int stride = 1,
        int dilation = 1,
        int multiplier = 1,
        bool bias = true,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("DepthwiseConv2d", name);
        var window = Windows.Of(layer, (kernel, kernel), (stride, stride), padding, (dilation, dilation));
        return Depthwise(x, name, window, multiplier, bias, initializer, biasInitializer);
    }

    private static Tensor Depthwise(Tensor x, string? name, Window window, int multiplier, bool bias, Initializer? initializer, Initializer? biasInitializer)
    {
        var layer = Require.Title("DepthwiseConv2d", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        Require.Positive(layer, nameof(multiplier), multiplier);
        var channels = RequireInput.Channels(layer, x);
        return Convolve(x, "DepthwiseConv2d", name, channels * multiplier, window, channels, bias, initializer, biasInitializer);
    }

    private static Tensor Convolve(
        Tensor x,
        string kind,
        string? name,
        int outChannels,
        Window window,
        int groups,
        bool bias,
        Initializer? initializer,
        Initializer? biasInitializer)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        Require.Positive(layer, nameof(outChannels), outChannels);
        var channels = RequireInput.Channels(layer, x);
        CheckGroups(layer, channels, outChannels, groups);
        RequireInput.Fits(layer, x, window);
        var perGroup = channels / groups;
        return x.Layer(kind, name, () =>
        {
            var weight = x.Weight("weight", Shape.Of(outChannels, perGroup, window.KernelHeight, window.KernelWidth), initializer);
            var offset = bias ? x.Bias(outChannels, (long)perGroup * window.KernelHeight * window.KernelWidth, biasInitializer) : null;
            return Apply(x, weight, offset, window, groups).Id;
        });
    }

    private static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Window window, int groups)
    {
        var product = x.With(x.Builder.Add(new ConvolutionOp(window, groups), x.Id, weight.Id));
        return bias is null ? product : product + bias.PerChannel(product);
    }

    /// <summary>Refuses groups that do not divide the channels.</summary>
    internal static void CheckGroups(string layer, int inChannels, int outChannels, int groups)
    {
        Require.Positive(layer, nameof(groups), groups);
        if (inChannels % groups != 0)
            throw Require.Error(DiagnosticIds.Groups, $"{layer}: the {inChannels} input channels cannot be split into {groups} groups; use {Fixes.Groups(inChannels, outChannels, groups)}.");
        if (outChannels % groups != 0)
            throw Require.Error(DiagnosticIds.Groups, $"{layer}: the {outChannels} output channels cannot be split into {groups} groups; use {Fixes.Multiples(groups, outChannels)} as outChannels.");
    }
}
