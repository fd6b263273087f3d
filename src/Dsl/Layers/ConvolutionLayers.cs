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
    /// <param name="padding">Rows and columns added on each side.</param>
    /// <param name="dilation">The distance between the elements of a window (Yu and Koltun 2016).</param>
    /// <param name="groups">Channels are split into this many independent convolutions (Krizhevsky et al. 2012).</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="paddingMode">What the rows and columns of the padding are.</param>
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
        PaddingMode paddingMode = PaddingMode.Zeros,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null) =>
        x.Conv2d(outChannels, (kernel, kernel), (stride, stride), (padding, padding), (dilation, dilation), groups, bias, paddingMode, initializer, biasInitializer, name);

    /// <summary>A two-dimensional convolution whose padding is stated by intent; see <see cref="Conv2d(Tensor, int, int, int, int, int, int, bool, PaddingMode, Initializer, Initializer, string)"/>.</summary>
    /// <param name="padding"><see cref="Padding.Same"/> keeps height and width, or what of them a stride leaves.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">As above, or <see cref="Padding.Same"/> with a stride along an extent that every call chooses.</exception>
    /// <inheritdoc cref="Conv2d(Tensor, int, int, int, int, int, int, bool, PaddingMode, Initializer, Initializer, string)" path="/param"/>
    public static Tensor Conv2d(
        this Tensor x,
        int outChannels,
        int kernel,
        Padding padding,
        int stride = 1,
        int dilation = 1,
        int groups = 1,
        bool bias = true,
        PaddingMode paddingMode = PaddingMode.Zeros,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null) =>
        x.Conv2d(outChannels, (kernel, kernel), padding, (stride, stride), (dilation, dilation), groups, bias, paddingMode, initializer, biasInitializer, name);

    /// <summary>A two-dimensional convolution with a window that need not be square.</summary>
    /// <param name="x">Images <c>[inChannels, height, width]</c>.</param>
    /// <param name="outChannels">The number of filters.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; (1, 1) by default.</param>
    /// <param name="padding">Rows and columns added on each side; none by default.</param>
    /// <param name="dilation">The distance between the elements of a window; (1, 1) by default.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="paddingMode">What the rows and columns of the padding are.</param>
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
        PaddingMode paddingMode = PaddingMode.Zeros,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("Conv2d", name);
        var window = Windows.Of(layer, kernel, stride ?? (1, 1), padding ?? (0, 0), dilation ?? (1, 1));
        return Convolve(x, "Conv2d", name, outChannels, window, groups, bias, paddingMode, initializer, biasInitializer);
    }

    /// <summary>A two-dimensional convolution with a window that need not be square, its padding stated by intent.</summary>
    /// <param name="padding"><see cref="Padding.Same"/> keeps height and width, or what of them a stride leaves.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">As above, or <see cref="Padding.Same"/> with a stride along an extent that every call chooses.</exception>
    /// <inheritdoc cref="Conv2d(Tensor, int, ValueTuple{int, int}, ValueTuple{int, int}?, ValueTuple{int, int}?, ValueTuple{int, int}?, int, bool, PaddingMode, Initializer, Initializer, string)" path="/param"/>
    public static Tensor Conv2d(
        this Tensor x,
        int outChannels,
        (int Height, int Width) kernel,
        Padding padding,
        (int Height, int Width)? stride = null,
        (int Height, int Width)? dilation = null,
        int groups = 1,
        bool bias = true,
        PaddingMode paddingMode = PaddingMode.Zeros,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("Conv2d", name);
        var window = Windows.Of(layer, x, kernel, stride ?? (1, 1), padding, dilation ?? (1, 1));
        return Convolve(x, "Conv2d", name, outChannels, window, groups, bias, paddingMode, initializer, biasInitializer);
    }

    /// <summary>A two-dimensional convolution with a weight of your own, to share it between layers.</summary>
    /// <param name="x">Images <c>[inChannels, height, width]</c>.</param>
    /// <param name="weight">The filters <c>[outChannels, inChannels/groups, kernelHeight, kernelWidth]</c>, from <see cref="Tensor.Parameter"/>.</param>
    /// <param name="bias">What is added to each output channel, <c>[outChannels]</c>, or null.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Rows and columns of zeros added on each side; for others, put <c>Pad</c> before it.</param>
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
        string? name = null) =>
        x.Conv2d(weight, bias, (stride, stride), (padding, padding), (dilation, dilation), groups, name);

    /// <summary>A two-dimensional convolution with a weight of your own and a stride for each axis.</summary>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Rows and columns of zeros added on each side; none by default.</param>
    /// <param name="dilation">The distance between the elements of a window; (1, 1) by default.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The weight or the bias does not fit the input, or a number is out of range.</exception>
    /// <inheritdoc cref="Conv2d(Tensor, Tensor, Tensor, int, int, int, int, string)" path="/param"/>
    public static Tensor Conv2d(
        this Tensor x,
        Tensor weight,
        Tensor? bias,
        (int Height, int Width) stride,
        (int Height, int Width)? padding = null,
        (int Height, int Width)? dilation = null,
        int groups = 1,
        string? name = null)
    {
        var layer = Require.Title("Conv2d", name);
        CheckWeight(layer, x, weight, bias, groups);
        var window = Windows.Of(layer, (weight.Shape[2], weight.Shape[3]), stride, padding ?? (0, 0), dilation ?? (1, 1));
        return Convolve(x, layer, name, weight, bias, window, groups);
    }

    /// <summary>A two-dimensional convolution with a weight of your own, its padding stated by intent.</summary>
    /// <param name="padding"><see cref="Padding.Same"/> keeps height and width, or what of them a stride leaves.</param>
    /// <param name="stride">The distance between neighbouring windows; (1, 1) by default.</param>
    /// <param name="dilation">The distance between the elements of a window; (1, 1) by default.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">As above, or <see cref="Padding.Same"/> with a stride along an extent that every call chooses.</exception>
    /// <inheritdoc cref="Conv2d(Tensor, Tensor, Tensor, int, int, int, int, string)" path="/param"/>
    public static Tensor Conv2d(
        this Tensor x,
        Tensor weight,
        Tensor? bias,
        Padding padding,
        (int Height, int Width)? stride = null,
        (int Height, int Width)? dilation = null,
        int groups = 1,
        string? name = null)
    {
        var layer = Require.Title("Conv2d", name);
        CheckWeight(layer, x, weight, bias, groups);
        var window = Windows.Of(layer, x, (weight.Shape[2], weight.Shape[3]), stride ?? (1, 1), padding, dilation ?? (1, 1));
        return Convolve(x, layer, name, weight, bias, window, groups);
    }

    private static Tensor Convolve(Tensor x, string layer, string? name, Tensor weight, Tensor? bias, Window window, int groups)
    {
        RequireInput.Fits(layer, x, window);
        return x.Layer("Conv2d", name, () => Apply(x, weight, bias, window, groups).Id);
    }

    private static void CheckWeight(string layer, Tensor x, Tensor weight, Tensor? bias, int groups)
    {
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
    }

    /// <summary>Adds a convolution with parameters of its own.</summary>
    internal static Tensor Convolve(
        Tensor x,
        string kind,
        string? name,
        int outChannels,
        Window window,
        int groups,
        bool bias,
        PaddingMode paddingMode,
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
        Borders.Check(layer, x.Shape, window, paddingMode);
        var perGroup = channels / groups;
        return x.Layer(kind, name, () =>
        {
            var weight = x.Weight("weight", Shape.Of(outChannels, perGroup, window.KernelHeight, window.KernelWidth), initializer);
            var offset = bias ? x.Bias(outChannels, (long)perGroup * window.KernelHeight * window.KernelWidth, biasInitializer) : null;
            return Apply(x, weight, offset, window, groups, paddingMode).Id;
        });
    }

    private static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Window window, int groups, PaddingMode paddingMode = PaddingMode.Zeros)
    {
        var (image, inner) = Borders.Around(x.Builder, x.Id, window, paddingMode);
        var product = x.With(x.Builder.Add(new ConvolutionOp(inner, groups), image, weight.Id));
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
