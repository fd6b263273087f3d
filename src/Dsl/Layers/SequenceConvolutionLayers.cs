using Sinter.Graphs;

namespace Sinter;

/// <summary>Convolutions along sequences, whose length a call may choose.</summary>
public static class SequenceConvolutionLayers
{
    /// <summary>
    /// A one-dimensional convolution (Waibel et al. 1989; cross-correlation, as in PyTorch).
    /// Parameters: <c>weight [outChannels, inChannels/groups, kernel]</c> and <c>bias [outChannels]</c>.
    /// </summary>
    /// <param name="x">Sequences <c>[inChannels, length]</c>; of <c>[length, features]</c>, take the <see cref="MovementLayers.Transpose"/>.</param>
    /// <param name="outChannels">The number of filters.</param>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Elements added at each end.</param>
    /// <param name="dilation">The distance between the elements of a window (Yu and Koltun 2016).</param>
    /// <param name="groups">Channels are split into this many independent convolutions; as many as there are channels for a depthwise one.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="paddingMode">What the elements of the padding are.</param>
    /// <param name="initializer">How the weight is filled; by default uniform within ±1/√fanIn, as PyTorch does.</param>
    /// <param name="biasInitializer">How the bias is filled; by default uniform within ±1/√fanIn.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>conv1</c>, <c>conv2</c>, …</param>
    /// <returns><c>[outChannels, length']</c> with <c>length' = ⌊(length + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence of channels, a number is out of range, the groups do not divide the channels, or the window does not fit at every call.</exception>
    public static Tensor Conv1d(
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
        Convolve(x, name, outChannels, Windows.OfSequence(Require.Title("Conv1d", name), kernel, stride, padding, dilation), groups, bias, paddingMode, initializer, biasInitializer);

    /// <summary>A one-dimensional convolution whose padding is stated by intent; see <see cref="Conv1d(Tensor, int, int, int, int, int, int, bool, PaddingMode, Initializer, Initializer, string)"/>.</summary>
    /// <param name="padding"><see cref="Padding.Same"/> keeps the length, or what of it a stride leaves; <see cref="Padding.Causal"/> does so, too, and looks back only.</param>
    /// <returns><c>[outChannels, length']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">As above, or <see cref="Padding.Same"/> with a stride along an extent that every call chooses.</exception>
    /// <inheritdoc cref="Conv1d(Tensor, int, int, int, int, int, int, bool, PaddingMode, Initializer, Initializer, string)" path="/param"/>
    public static Tensor Conv1d(
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
        Convolve(x, name, outChannels, Windows.OfSequence(Require.Title("Conv1d", name), x, kernel, stride, padding, dilation), groups, bias, paddingMode, initializer, biasInitializer);

    /// <summary>A one-dimensional convolution with a weight of your own, to share it between layers.</summary>
    /// <param name="x">Sequences <c>[inChannels, length]</c>.</param>
    /// <param name="weight">The filters <c>[outChannels, inChannels/groups, kernel]</c>, from <see cref="Tensor.Parameter"/>.</param>
    /// <param name="bias">What is added to each output channel, <c>[outChannels]</c>, or null.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Zeros added at each end; for others, put <c>Pad</c> before it.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns><c>[outChannels, length']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The weight or the bias does not fit the input, or a number is out of range.</exception>
    public static Tensor Conv1d(this Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, string? name = null)
    {
        var layer = Require.Title("Conv1d", name);
        CheckWeight(layer, x, weight, bias, groups);
        return Convolve(x, layer, name, weight, bias, Windows.OfSequence(layer, weight.Shape[2], stride, padding, dilation), groups);
    }

    /// <summary>A one-dimensional convolution with a weight of your own, its padding stated by intent.</summary>
    /// <param name="padding"><see cref="Padding.Same"/> keeps the length, or what of it a stride leaves; <see cref="Padding.Causal"/> does so, too, and looks back only.</param>
    /// <returns><c>[outChannels, length']</c>.</returns>
    /// <exception cref="NetworkDefinitionException">As above, or <see cref="Padding.Same"/> with a stride along an extent that every call chooses.</exception>
    /// <inheritdoc cref="Conv1d(Tensor, Tensor, Tensor, int, int, int, int, string)" path="/param"/>
    public static Tensor Conv1d(this Tensor x, Tensor weight, Tensor? bias, Padding padding, int stride = 1, int dilation = 1, int groups = 1, string? name = null)
    {
        var layer = Require.Title("Conv1d", name);
        CheckWeight(layer, x, weight, bias, groups);
        return Convolve(x, layer, name, weight, bias, Windows.OfSequence(layer, x, weight.Shape[2], stride, padding, dilation), groups);
    }

    private static Tensor Convolve(Tensor x, string layer, string? name, Tensor weight, Tensor? bias, Window window, int groups)
    {
        RequireInput.FitsSequence(layer, x, window);
        return x.Layer("Conv1d", name, () => Apply(x, weight, bias, window, groups).Id);
    }

    private static void CheckWeight(string layer, Tensor x, Tensor weight, Tensor? bias, int groups)
    {
        Require.NotNull(layer, "the input", x);
        Require.NotNull(layer, nameof(weight), weight);
        RequireInput.Sequence(layer, x);
        var shape = weight.Shape;
        if (shape.IsBatched || shape.Rank != 3)
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a weight [outChannels, inChannels/groups, kernel], but gets {shape}.");
        var channels = RequireInput.Channels(layer, x);
        ConvolutionLayers.CheckGroups(layer, channels, shape[0], groups);
        if (shape[1] * groups != channels)
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a weight [outChannels, {channels / groups}, kernel] for the input {x.Shape}{(groups == 1 ? "" : $" in {groups} groups")}, but gets {shape}{Fixes.Weight(shape[0], channels / groups, shape[2])}.");
        if (bias is not null && !bias.Shape.Equals(Shape.Of(shape[0])))
            throw Require.Error(DiagnosticIds.Weight, $"{layer} needs a bias [{shape[0]}] for the weight {shape}, but gets {bias.Shape}{Fixes.Weight(shape[0])}.");
    }

    /// <summary>A sequence as images of one row.</summary>
    internal static int AsImage(Tensor x) => x.Builder.Reshape(x.Id, Shape.Of(x.Shape.Dims[0], x.Shape.Dims[1], 1, x.Shape.Dims[2]));

    /// <summary>Images of one row as sequences.</summary>
    internal static int AsSequence(GraphBuilder builder, int image) => builder.Reshape(image, builder.ShapeOf(image).Without(2));

    private static Tensor Convolve(Tensor x, string? name, int outChannels, Window window, int groups, bool bias, PaddingMode paddingMode, Initializer? initializer, Initializer? biasInitializer)
    {
        var layer = Require.Title("Conv1d", name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Sequence(layer, x);
        Require.Positive(layer, nameof(outChannels), outChannels);
        var channels = RequireInput.Channels(layer, x);
        ConvolutionLayers.CheckGroups(layer, channels, outChannels, groups);
        RequireInput.FitsSequence(layer, x, window);
        Borders.Check(layer, x.Shape, window, paddingMode);
        var perGroup = channels / groups;
        return x.Layer("Conv1d", name, () =>
        {
            var weight = x.Weight("weight", Shape.Of(outChannels, perGroup, window.KernelWidth), initializer);
            return Apply(x, weight, bias ? x.Bias(outChannels, (long)perGroup * window.KernelWidth, biasInitializer) : null, window, groups, paddingMode).Id;
        });
    }

    private static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Window window, int groups, PaddingMode paddingMode = PaddingMode.Zeros)
    {
        var (image, inner) = Borders.Around(x.Builder, AsImage(x), window, paddingMode);
        var filters = x.Builder.Reshape(weight.Id, Shape.Of(weight.Shape[0], weight.Shape[1], 1, weight.Shape[2]));
        var product = x.With(AsSequence(x.Builder, x.Builder.Add(new ConvolutionOp(inner, groups), image, filters)));
        return bias is null ? product : product + bias.PerChannel(product);
    }
}
