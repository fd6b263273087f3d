namespace Sinter;

/// <summary>Adds <see cref="TransposedConvolutionLayers.ConvTranspose2d(Tensor, int, int, int, int, int, int, bool, int, Initializer, Initializer, string)"/>.</summary>
/// <param name="outChannels">The channels of the result.</param>
/// <param name="kernel">Height and width of the filter.</param>
/// <param name="stride">How far the filters of neighbouring pixels are apart: by how much the image grows.</param>
/// <param name="padding">Rows and columns taken off each side of the result.</param>
/// <param name="outputPadding">Rows and columns added at the bottom and the right.</param>
/// <param name="groups">Channels are split into this many independent convolutions.</param>
/// <param name="bias">Whether a learned number is added to each output channel.</param>
/// <param name="dilation">The distance between the elements of a filter.</param>
public sealed class ConvTranspose2dAttribute(int outChannels, int kernel, int stride = 1, int padding = 0, int outputPadding = 0, int groups = 1, bool bias = true, int dilation = 1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.ConvTranspose2d(outChannels, kernel, stride, padding, outputPadding, groups, bias, dilation, name: Name);
}

/// <summary>Adds <see cref="TransposedConvolutionLayers.ConvTranspose1d(Tensor, int, int, int, int, int, int, bool, int, Initializer, Initializer, string)"/>.</summary>
/// <param name="outChannels">The channels of the result.</param>
/// <param name="kernel">The length of the filter.</param>
/// <param name="stride">How far the filters of neighbouring elements are apart: by how much the sequence grows.</param>
/// <param name="padding">Elements taken off each end of the result.</param>
/// <param name="outputPadding">Elements added to the end of the result.</param>
/// <param name="groups">Channels are split into this many independent convolutions.</param>
/// <param name="bias">Whether a learned number is added to each output channel.</param>
/// <param name="dilation">The distance between the elements of a filter.</param>
public sealed class ConvTranspose1dAttribute(int outChannels, int kernel, int stride = 1, int padding = 0, int outputPadding = 0, int groups = 1, bool bias = true, int dilation = 1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.ConvTranspose1d(outChannels, kernel, stride, padding, outputPadding, groups, bias, dilation, name: Name);
}
