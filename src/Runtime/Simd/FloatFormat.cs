namespace Sinter.Runtime;

/// <summary>The numbers of the 32-bit float format.</summary>
internal static class FloatFormat
{
    public const int MantissaBits = 23;
    public const int MantissaMask = (1 << MantissaBits) - 1;
    public const int ExponentBias = 127;

    /// <summary>The bits of sqrt(1/2).</summary>
    public const int RootHalfBits = 0x3F3504F3;

    /// <summary>2^-126; smaller numbers have fewer bits.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    /// <summary>How far denormals are moved up to become normal.</summary>
    public const float DenormalShift = 24f;

    /// <summary>2^24.</summary>
    public const float DenormalScale = 16777216f;
}
