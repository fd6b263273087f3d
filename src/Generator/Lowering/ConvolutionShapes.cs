using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Lowering;

/// <summary>Convolutions of a graph as the kernels describe them, with every symbol at its largest.</summary>
internal static class ConvolutionShapes
{
    public static ConvolutionShape Of(ConvolutionOp op, Shape image, Shape output) =>
        Of(op.Window, op.Groups, op.InputStrideHeight, op.InputStrideWidth, op.ChannelsLast, image, output);

    public static ConvolutionShape Of(Window window, int groups, int inputStrideHeight, int inputStrideWidth, bool channelsLast, Shape image, Shape output)
    {
        var (_, inChannels, inHeight, inWidth) = ImageShape.Read(image, channelsLast, "Convolution");
        var (_, outChannels, outHeight, outWidth) = ImageShape.Read(output, channelsLast, "Convolution");
        return new ConvolutionShape
        {
            InHeight = (int)inHeight.Maximum, InWidth = (int)inWidth.Maximum, InChannels = inChannels,
            OutHeight = (int)outHeight.Maximum, OutWidth = (int)outWidth.Maximum, OutChannels = outChannels,
            KernelHeight = window.KernelHeight, KernelWidth = window.KernelWidth, StrideHeight = window.StrideHeight, StrideWidth = window.StrideWidth,
            PadTop = window.PadTop, PadLeft = window.PadLeft, DilationHeight = window.DilationHeight, DilationWidth = window.DilationWidth,
            InputStrideHeight = inputStrideHeight, InputStrideWidth = inputStrideWidth, Groups = groups,
        };
    }
}
