using Sinter.Generator.Passes;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Where a convolution of 3 x 3 windows is faster by Winograd's filtering. It takes a quarter of the products at best, but four times
/// the weights, which have to be read from memory in every call.
/// </summary>
internal static class ChooseWinograd
{
    public const string Name = nameof(ChooseWinograd);

    // Products that a core makes while it reads one float of a weight from memory.
    private const double ProductsPerFloat = 28;

    // What is saved must pay for the transforms too.
    private const double WorthIt = 0.8;

    private const int Widest = 16, LeastChannels = 32, Side = 4;

    public static bool IsFaster(ConvolutionOp op, Shape image, Shape result, int outChannels)
    {
        var window = op.Window;
        var (_, inChannels, _, _) = ImageShape.Read(image, channelsLast: true, "Convolution");
        var (_, _, height, width) = ImageShape.Read(result, channelsLast: true, "Convolution");
        var isPossible = window is { KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1 } &&
            op is { Groups: 1, InputStrideHeight: 1, InputStrideWidth: 1 } && inChannels % Widest == 0 && outChannels % Widest == 0;
        if (!isPossible || Math.Min(inChannels, outChannels) < LeastChannels) return false;

        // For a single image: with more, Winograd's filtering only gains.
        double tiles = ((height + Side - 1) / Side) * ((width + Side - 1) / Side);
        return Cost(ScratchSizes.WinogradPositions, tiles) <= WorthIt * Cost(9, (double)height * width);

        // For one pair of channels: its weights, each read once and used for every tile or pixel.
        static double Cost(int weights, double uses) => weights * (uses + ProductsPerFloat);
    }
}
