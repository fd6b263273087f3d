namespace Sinter;

/// <summary>Adds <see cref="LinearLayers.Linear(Tensor, int, bool, Initializer, Initializer, string)"/>.</summary>
/// <param name="outFeatures">The extent of the last axis of the result.</param>
/// <param name="bias">Whether a learned number is added to each output.</param>
public sealed class LinearAttribute(int outFeatures, bool bias = true) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Linear(outFeatures, bias, name: Name);
}

/// <summary>Adds <see cref="ConvolutionLayers.Conv2d(Tensor, int, int, int, int, int, int, bool, PaddingMode, Initializer, Initializer, string)"/>.</summary>
public sealed class Conv2dAttribute : LayerAttribute
{
    private readonly Func<Tensor, string?, Tensor> apply;

    /// <summary>A convolution with its padding as a number.</summary>
    /// <param name="outChannels">The number of filters.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Rows and columns added on each side.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="paddingMode">What the padding is made of.</param>
    public Conv2dAttribute(int outChannels, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true, PaddingMode paddingMode = PaddingMode.Zeros) =>
        apply = (x, name) => x.Conv2d(outChannels, kernel, stride, padding, dilation, groups, bias, paddingMode, name: name);

    /// <summary>A convolution with its padding by intent.</summary>
    /// <param name="outChannels">The number of filters.</param>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="padding"><see cref="Padding.Same"/> keeps height and width, or what of them a stride leaves.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="paddingMode">What the padding is made of.</param>
    public Conv2dAttribute(int outChannels, int kernel, Padding padding, int stride = 1, int dilation = 1, int groups = 1, bool bias = true, PaddingMode paddingMode = PaddingMode.Zeros) =>
        apply = (x, name) => x.Conv2d(outChannels, kernel, padding, stride, dilation, groups, bias, paddingMode, name: name);

    internal override Tensor Apply(Tensor x) => apply(x, Name);
}

/// <summary>Adds <see cref="SequenceConvolutionLayers.Conv1d(Tensor, int, int, int, int, int, int, bool, PaddingMode, Initializer, Initializer, string)"/>.</summary>
public sealed class Conv1dAttribute : LayerAttribute
{
    private readonly Func<Tensor, string?, Tensor> apply;

    /// <summary>A convolution along a sequence with its padding as a number.</summary>
    /// <param name="outChannels">The number of filters.</param>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Elements added at each end.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="paddingMode">What the padding is made of.</param>
    public Conv1dAttribute(int outChannels, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true, PaddingMode paddingMode = PaddingMode.Zeros) =>
        apply = (x, name) => x.Conv1d(outChannels, kernel, stride, padding, dilation, groups, bias, paddingMode, name: name);

    /// <summary>A convolution along a sequence with its padding by intent.</summary>
    /// <param name="outChannels">The number of filters.</param>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="padding"><see cref="Padding.Same"/> keeps the length, or what of it a stride leaves; <see cref="Padding.Causal"/> looks back only.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="groups">Channels are split into this many independent convolutions.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="paddingMode">What the padding is made of.</param>
    public Conv1dAttribute(int outChannels, int kernel, Padding padding, int stride = 1, int dilation = 1, int groups = 1, bool bias = true, PaddingMode paddingMode = PaddingMode.Zeros) =>
        apply = (x, name) => x.Conv1d(outChannels, kernel, padding, stride, dilation, groups, bias, paddingMode, name: name);

    internal override Tensor Apply(Tensor x) => apply(x, Name);
}

/// <summary>Adds <see cref="DepthwiseConvolutionLayers.DepthwiseConv2d(Tensor, int, int, int, int, int, bool, PaddingMode, Initializer, Initializer, string)"/>.</summary>
public sealed class DepthwiseConv2dAttribute : LayerAttribute
{
    private readonly Func<Tensor, string?, Tensor> apply;

    /// <summary>A convolution of every channel by itself, with its padding as a number.</summary>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="padding">Rows and columns added on each side.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="multiplier">The number of filters of each channel.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="paddingMode">What the padding is made of.</param>
    public DepthwiseConv2dAttribute(int kernel, int stride = 1, int padding = 0, int dilation = 1, int multiplier = 1, bool bias = true, PaddingMode paddingMode = PaddingMode.Zeros) =>
        apply = (x, name) => x.DepthwiseConv2d(kernel, stride, padding, dilation, multiplier, bias, paddingMode, name: name);

    /// <summary>A convolution of every channel by itself, with its padding by intent.</summary>
    /// <param name="kernel">Height and width of the window.</param>
    /// <param name="padding"><see cref="Padding.Same"/> keeps height and width, or what of them a stride leaves.</param>
    /// <param name="stride">The distance between neighbouring windows.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="multiplier">The number of filters of each channel.</param>
    /// <param name="bias">Whether a learned number is added to each output channel.</param>
    /// <param name="paddingMode">What the padding is made of.</param>
    public DepthwiseConv2dAttribute(int kernel, Padding padding, int stride = 1, int dilation = 1, int multiplier = 1, bool bias = true, PaddingMode paddingMode = PaddingMode.Zeros) =>
        apply = (x, name) => x.DepthwiseConv2d(kernel, padding, stride, dilation, multiplier, bias, paddingMode, name: name);

    internal override Tensor Apply(Tensor x) => apply(x, Name);
}
