namespace Sinter;

/// <summary>
/// Turns a partial class into a network: either one with a static method <c>Define</c> (and <c>Loss</c>, to train it), or
/// one whose layers are listed as attributes.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>
    /// Whether every convolution is the plain sum of products. Otherwise those of 3 x 3 windows may be computed by Winograd's filtering
    /// (Lavin and Gray 2016) at inference, where that is faster: rounding errors are up to four times as large then. For single layers
    /// there is <see cref="AlgorithmAttribute"/>.
    /// </summary>
    public bool Exact { get; set; }
}
