namespace Sinter.Generator.LoweredOps;

/// <summary>How a convolution is computed.</summary>
/// <param name="IsWinograd">By Winograd's filtering; otherwise as the plain sum.</param>
/// <param name="Reason">Why, in a few words; empty where there was no choice.</param>
internal sealed record ConvolutionChoice(bool IsWinograd, string Reason)
{
    /// <summary>Whether the weight of a filtered one is packed as that of a plain sum, and transformed in every call.</summary>
    public bool IsPacked { get; init; }

    public static ConvolutionChoice Winograd(string reason) => new(true, reason);

    public static ConvolutionChoice Direct(string reason) => new(false, reason);
}
