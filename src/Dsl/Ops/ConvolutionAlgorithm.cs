namespace Sinter;

/// <summary>How a convolution is computed at inference; see <see cref="AlgorithmAttribute"/>.</summary>
public enum ConvolutionAlgorithm
{
    /// <summary>What a model of products and memory takes for the faster at build time.</summary>
    Automatic,

    /// <summary>The plain sum of products.</summary>
    Direct,

    /// <summary>
    /// Winograd's minimal filtering F(4 x 4, 3 x 3) (Lavin and Gray 2016): a quarter of the products, rounding errors up to four times as
    /// large, and four times the memory for weights. For windows of 3 x 3 with a stride of 1 over channels in multiples of 16.
    /// </summary>
    Winograd,
}
