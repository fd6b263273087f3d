using Sinter.Generator.LoweredOps;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Where a convolution of 3 x 3 windows is faster by Winograd's filtering. It takes a quarter of the products at best, but four times
/// the weights, which have to be read from memory in every call. What the author asks for comes first.
/// </summary>
internal static class ChooseWinograd
{
    public const string Name = nameof(ChooseWinograd);

    // Products that a core makes while it reads one float of a weight from memory.
    private const double ProductsPerFloat = 28;

    // What is saved must pay for the transforms too.
    private const double WorthIt = 0.8;

    private const int LeastChannels = 32;

    /// <param name="asked">What the author asks for.</param>
    /// <param name="shape">The convolution.</param>
    /// <param name="isFixed">Whether many calls use the same weight, so that it need not be transformed in each.</param>
    public static ConvolutionChoice Choose(ConvolutionAlgorithm asked, in ConvolutionShape shape, bool isFixed)
    {
        if (asked == ConvolutionAlgorithm.Direct) return ConvolutionChoice.Direct("as asked for");
        if (Obstacle(shape) is { } obstacle) return ConvolutionChoice.Direct(obstacle);
        if (ScratchSizes.WinogradWeight(shape.InChannels, shape.OutChannels) > KernelLimits.Columns) return ConvolutionChoice.Direct("weights too many to be transformed");
        if (asked == ConvolutionAlgorithm.Winograd) return ConvolutionChoice.Winograd("as asked for");
        if (!isFixed) return ConvolutionChoice.Direct("a weight that every call computes");
        if (Math.Min(shape.InChannels, shape.OutChannels) < LeastChannels) return ConvolutionChoice.Direct("few channels");

        // For a single image: with more, Winograd's filtering only gains.
        const int Side = ConvolutionShape.WinogradSide;
        double tiles = ((shape.OutHeight + Side - 1) / Side) * ((shape.OutWidth + Side - 1) / Side);
        var isFaster = Cost(ScratchSizes.WinogradPositions, tiles) <= WorthIt * Cost(9, (double)shape.OutHeight * shape.OutWidth);
        return isFaster ? ConvolutionChoice.Winograd("faster for one image") : ConvolutionChoice.Direct("few pixels for their weights");

        // For one pair of channels: its weights, each read once and used for every tile or pixel.
        static double Cost(int weights, double uses) => weights * (uses + ProductsPerFloat);
    }

    /// <summary>Whether a weight can be packed as that of a plain sum, and a call of one image transforms all of it once: with more, it is transformed as often as it would be read.</summary>
    public static bool CanKeepWeight(in ConvolutionShape shape) => ScratchSizes.IsOneWinogradChunk(shape) && PackOp.CanHold(1, 9L * shape.InChannels, shape.OutChannels);

    private static string? Obstacle(in ConvolutionShape shape) => shape.WinogradObstacle switch
    {
        WinogradObstacle.None => null,
        WinogradObstacle.Window => $"windows of {shape.KernelHeight}x{shape.KernelWidth}",
        WinogradObstacle.Stride => "a stride",
        WinogradObstacle.Dilation => "a dilation",
        WinogradObstacle.Groups => "channels in groups",
        WinogradObstacle.Zeros => "zeros between the pixels",
        _ => $"channels that are no multiples of {ConvolutionShape.WinogradChannels}",
    };
}
