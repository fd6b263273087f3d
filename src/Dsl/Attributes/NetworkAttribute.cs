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

    /// <summary>
    /// Whether memory counts for more than time at inference. Convolutions that are computed by Winograd's filtering read four times the
    /// weights of others. Those of small images, where weights outweigh pixels, keep them as they are instead and transform them in every call:
    /// to the same bits, but such a layer takes up to three quarters longer for a single image. (Of more, other groups may be computed at a
    /// time, and a sample alone is rounded otherwise than among others.) Where it is not stated, it is so for networks of 32 million weights and more,
    /// 128 MB.
    /// </summary>
    public bool Compact { get; set; }
}
