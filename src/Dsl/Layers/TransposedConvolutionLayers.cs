using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Convolutions the other way, which make images and sequences larger: every element of the input adds a multiple of the filter to the
/// result. They are what the gradient of a convolution with respect to its image is, and are computed alike: no zero is multiplied.
/// PyTorch's <c>output_size</c> is no argument: what it works out is <c>outputPadding</c>. Its <c>padding_mode</c> can only be zeros.
/// </summary>
public static class TransposedConvolutionLayers
{
    /// <summary>
    /// A two-dimensional transposed convolution (Zeiler et al. 2010; Dumoulin and Visin 2016). Parameters, as in PyTorch:
    /// <c>weight [inChannels, outChannels/groups, kernel, kernel]</c> and <c>bias [outChannels]</c>.
    /// </summary>
    /// <param name="x">Images <c>[inChannels, height, width]</c>.</param>
    /// <param name="outChannels">The channels of the result.</param>
    /// <param name="kernel">Height and width of the filter.</param>
    /// <param name="stride">How far the filters of neighbouring pixels are apart: by how much the image grows.</param>
    /// <param name="padding">Rows and columns taken off each side of the result.</param>
    /// <param name="outputPadding">Rows and columns added to the result at the bottom and the right; less than the stride or the dilation.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="dilation">The distance between the elements of a filter.</param>
    /// <param name="initializer">How the weight is filled; by default uniform within ±1/√fanIn with <c>fanIn = outChannels/groups·kernel²</c>, as PyTorch does.</param>
    /// <param name="biasInitializer">How the bias is filled; by default uniform within the same bounds.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>convtranspose1</c>, …</param>
    /// <returns><c>[outChannels, height', width']</c> with <c>height' = (height - 1)·stride - 2·padding + dilation·(kernel - 1) + outputPadding + 1</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, the groups do not divide the channels, or the padding leaves nothing.</exception>
    public static Tensor ConvTranspose2d(
        this Tensor x,
        int outChannels,
        int kernel,
        int stride = 1,
        int padding = 0,
        int outputPadding = 0,
        int groups = 1,
        bool bias = true,
        int dilation = 1,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null) =>
        x.ConvTranspose2d(outChannels, (kernel, kernel), (stride, stride), (padding, padding), (outputPadding, outputPadding), groups, bias, (dilation, dilation), initializer, biasInitializer, name);

    /// <summary>A two-dimensional transposed convolution with a filter that need not be square.</summary>
    /// <param name="kernel">Height and width of the filter.</param>
    /// <param name="stride">How far the filters of neighbouring pixels are apart; (1, 1) by default.</param>
    /// <param name="padding">Rows and columns taken off each side of the result; none by default.</param>
    /// <param name="outputPadding">Rows and columns added at the bottom and the right; none by default.</param>
    /// <param name="dilation">The distance between the elements of a filter; (1, 1) by default.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no image, a number is out of range, the groups do not divide the channels, or the padding leaves nothing.</exception>
    /// <inheritdoc cref="ConvTranspose2d(Tensor, int, int, int, int, int, int, bool, int, Initializer, Initializer, string)" path="/param"/>
    public static Tensor ConvTranspose2d(
        this Tensor x,
        int outChannels,
        (int Height, int Width) kernel,
        (int Height, int Width)? stride = null,
        (int Height, int Width)? padding = null,
        (int Height, int Width)? outputPadding = null,
        int groups = 1,
        bool bias = true,
        (int Height, int Width)? dilation = null,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("ConvTranspose2d", name);
        var window = Windows.OfTransposed(layer, kernel, stride ?? (1, 1), padding ?? (0, 0), outputPadding ?? (0, 0), dilation ?? (1, 1), groups);
        return Convolve(x, "ConvTranspose2d", name, outChannels, window, bias, initializer, biasInitializer);
    }

    /// <summary>A two-dimensional transposed convolution with a weight of your own, to share it: also with <c>Conv2d</c>, whose filters have the same layout from the other side.</summary>
    /// <param name="x">Images <c>[inChannels, height, width]</c>.</param>
    /// <param name="weight">The filters <c>[inChannels, outChannels/groups, kernelHeight, kernelWidth]</c>, from <see cref="Tensor.Parameter"/>.</param>
    /// <param name="bias">What is added to each output channel, <c>[outChannels]</c>, or null.</param>
    /// <param name="stride">How far the filters of neighbouring pixels are apart.</param>
    /// <param name="padding">Rows and columns taken off each side of the result.</param>
    /// <param name="outputPadding">Rows and columns added to the result at the bottom and the right; less than the stride or the dilation.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="dilation">The distance between the elements of a filter.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The weight or the bias does not fit the input, a number is out of range, or the padding leaves nothing.</exception>
    public static Tensor ConvTranspose2d(
        this Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int outputPadding = 0, int groups = 1, int dilation = 1, string? name = null) =>
        x.ConvTranspose2d(weight, bias, (stride, stride), (padding, padding), (outputPadding, outputPadding), groups, (dilation, dilation), name);

    /// <summary>A two-dimensional transposed convolution with a weight of your own and a stride for each axis.</summary>
    /// <param name="stride">How far the filters of neighbouring pixels are apart.</param>
    /// <param name="padding">Rows and columns taken off each side of the result; none by default.</param>
    /// <param name="outputPadding">Rows and columns added at the bottom and the right; none by default.</param>
    /// <param name="dilation">The distance between the elements of a filter; (1, 1) by default.</param>
    /// <returns><c>[outChannels, height', width']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The weight or the bias does not fit the input, a number is out of range, or the padding leaves nothing.</exception>
    /// <inheritdoc cref="ConvTranspose2d(Tensor, Tensor, Tensor, int, int, int, int, int, string)" path="/param"/>
    public static Tensor ConvTranspose2d(
        this Tensor x,
        Tensor weight,
        Tensor? bias,
        (int Height, int Width) stride,
        (int Height, int Width)? padding = null,
        (int Height, int Width)? outputPadding = null,
        int groups = 1,
        (int Height, int Width)? dilation = null,
        string? name = null)
    {
        var layer = Require.Title("ConvTranspose2d", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Image(layer, x);
        CheckWeight(layer, x, weight, bias, groups, "kernelHeight, kernelWidth");
        var shape = weight.Shape;
        var window = Windows.OfTransposed(layer, (shape[2], shape[3]), stride, padding ?? (0, 0), outputPadding ?? (0, 0), dilation ?? (1, 1), groups);
        return Convolve(x, "ConvTranspose2d", name, weight, bias, window);
    }

    /// <summary>
    /// A one-dimensional transposed convolution along a sequence, whose length a call may choose. Parameters, as in PyTorch:
    /// <c>weight [inChannels, outChannels/groups, kernel]</c> and <c>bias [outChannels]</c>.
    /// </summary>
    /// <param name="x">Sequences <c>[inChannels, length]</c>.</param>
    /// <param name="outChannels">The channels of the result.</param>
    /// <param name="kernel">The length of the filter.</param>
    /// <param name="stride">How far the filters of neighbouring elements are apart: by how much the sequence grows.</param>
    /// <param name="padding">Elements taken off each end of the result.</param>
    /// <param name="outputPadding">Elements added to the end of the result; less than the stride or the dilation.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="dilation">The distance between the elements of a filter.</param>
    /// <param name="initializer">How the weight is filled; by default uniform within ±1/√fanIn with <c>fanIn = outChannels/groups·kernel</c>, as PyTorch does.</param>
    /// <param name="biasInitializer">How the bias is filled; by default uniform within the same bounds.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>convtranspose1</c>, …</param>
    /// <returns><c>[outChannels, length']</c> with <c>length' = (length - 1)·stride - 2·padding + dilation·(kernel - 1) + outputPadding + 1</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence of channels, a number is out of range, the groups do not divide the channels, or the padding leaves nothing at some call.</exception>
    public static Tensor ConvTranspose1d(
        this Tensor x,
        int outChannels,
        int kernel,
        int stride = 1,
        int padding = 0,
        int outputPadding = 0,
        int groups = 1,
        bool bias = true,
        int dilation = 1,
        Initializer? initializer = null,
        Initializer? biasInitializer = null,
        string? name = null)
    {
        var layer = Require.Title("ConvTranspose1d", name);
        var window = Windows.OfTransposedSequence(layer, kernel, stride, padding, outputPadding, dilation, groups);
        return Convolve(x, "ConvTranspose1d", name, outChannels, window, bias, initializer, biasInitializer);
    }

    /// <summary>A one-dimensional transposed convolution with a weight of your own, to share it.</summary>
    /// <param name="x">Sequences <c>[inChannels, length]</c>.</param>
    /// <param name="weight">The filters <c>[inChannels, outChannels/groups, kernel]</c>, from <see cref="Tensor.Parameter"/>.</param>
    /// <param name="bias">What is added to each output channel, <c>[outChannels]</c>, or null.</param>
    /// <param name="stride">How far the filters of neighbouring elements are apart.</param>
    /// <param name="padding">Elements taken off each end of the result.</param>
    /// <param name="outputPadding">Elements added to the end of the result; less than the stride or the dilation.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="dilation">The distance between the elements of a filter.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[outChannels, length']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The weight or the bias does not fit the input, a number is out of range, or the padding leaves nothing at some call.</exception>
    public static Tensor ConvTranspose1d(
        this Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int outputPadding = 0, int groups = 1, int dilation = 1, string? name = null)
    {
        var layer = Require.Title("ConvTranspose1d", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Sequence(layer, x);
        CheckWeight(layer, x, weight, bias, groups, "kernel");
        return Convolve(x, "ConvTranspose1d", name, weight, bias, Windows.OfTransposedSequence(layer, weight.Shape[2], stride, padding, outputPadding, dilation, groups));
    }

    private static void CheckWeight(string layer, Tensor x, Tensor weight, Tensor? bias, int groups, string kernel)
    {
        Require.NotNull(layer, nameof(weight), weight);
        var (shape, channels) = (weight.Shape, RequireInput.Channels(layer, x));
        if (shape.IsBatched || shape.Rank != x.Shape.Rank + 1)
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a weight [inChannels, outChannels/groups, {kernel}], but gets {shape}.");
        Require.Positive(layer, nameof(groups), groups);
        if (shape[0] != channels)
        {
            int[] fitting = [channels, .. Enumerable.Range(1, shape.Rank - 1).Select(axis => shape[axis])];
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a weight [{channels}, outChannels/groups, {kernel}] for the input {x.Shape}, but gets {shape}{Fixes.Weight(fitting)}.");
        }

        var outChannels = checked(shape[1] * groups);
        ConvolutionLayers.CheckGroups(layer, channels, outChannels, groups);
        if (bias is not null && !bias.Shape.Equals(Shape.Of(outChannels)))
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a bias [{outChannels}] for the weight {shape}{(groups == 1 ? "" : $" in {groups} groups")}, but gets {bias.Shape}{Fixes.Weight(outChannels)}.");
    }

    private static Tensor Convolve(Tensor x, string kind, string? name, int outChannels, ConvolutionOp op, bool bias, Initializer? initializer, Initializer? biasInitializer)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        var isSequence = kind == "ConvTranspose1d";
        if (isSequence) RequireInput.Sequence(layer, x);
        else RequireInput.Image(layer, x);
        Require.Positive(layer, nameof(outChannels), outChannels);
        var channels = RequireInput.Channels(layer, x);
        ConvolutionLayers.CheckGroups(layer, channels, outChannels, op.Groups);
        RequireInput.Leaves(layer, x, op);
        var (window, perGroup) = (op.Window, outChannels / op.Groups);
        return x.Layer(kind, name, () =>
        {
            var shape = isSequence ? Shape.Of(channels, perGroup, window.KernelWidth) : Shape.Of(channels, perGroup, window.KernelHeight, window.KernelWidth);
            var weight = x.Weight("weight", shape, initializer);
            return Apply(x, weight, bias ? x.Bias(outChannels, (long)perGroup * window.KernelHeight * window.KernelWidth, biasInitializer) : null, op).Id;
        });
    }

    private static Tensor Convolve(Tensor x, string kind, string? name, Tensor weight, Tensor? bias, ConvolutionOp op)
    {
        RequireInput.Leaves(Require.Title(kind, name), x, op);
        return x.Layer(kind, name, () => Apply(x, weight, bias, op).Id);
    }

    private static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, ConvolutionOp op)
    {
        var (builder, shape, isSequence) = (x.Builder, weight.Shape, x.Shape.Rank == 2);
        var filters = isSequence ? builder.Reshape(weight.Id, Shape.Of(shape[0], shape[1], 1, shape[2])) : weight.Id;
        var image = builder.Add(op, isSequence ? SequenceConvolutionLayers.AsImage(x) : x.Id, builder.ReversedFilters(filters, op.Groups));
        var product = x.With(isSequence ? SequenceConvolutionLayers.AsSequence(builder, image) : image);
        return bias is null ? product : product + bias.PerChannel(product);
    }
}
