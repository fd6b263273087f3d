namespace Sinter;

/// <summary>How elements between those that are known are made, by PyTorch's names. Its <c>trilinear</c> is for volumes, which no layer has.</summary>
public enum UpsampleMode
{
    /// <summary>The element at or before the place.</summary>
    Nearest,

    /// <summary>The element whose middle is nearest: PyTorch's <c>nearest-exact</c>.</summary>
    NearestExact,

    /// <summary>Of sequences, the line through two neighbours.</summary>
    Linear,

    /// <summary>Of images, the line along each axis through two neighbours.</summary>
    Bilinear,

    /// <summary>Of images, the cubic along each axis through four neighbours, with a = -3/4 (Keys 1981).</summary>
    Bicubic,
}
