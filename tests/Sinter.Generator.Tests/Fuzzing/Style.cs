namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>What a random network is mostly made of.</summary>
internal enum Style
{
    /// <summary>Everything, in small sizes.</summary>
    Any,

    /// <summary>Everything, with extents that are bound at a call.</summary>
    Symbols,

    /// <summary>A sequence whose places see earlier ones only, and which is decoded call by call.</summary>
    Causal,

    /// <summary>Convolutions of images that are many times as large as the caches that are assumed.</summary>
    Images,

    /// <summary>Convolutions by Winograd's filtering.</summary>
    Filtered,

    /// <summary>A list of attributes.</summary>
    List,

    /// <summary>Images as large as those of photographs, which leave real caches.</summary>
    Large,
}

/// <summary>Which style a seed has.</summary>
internal static class Styles
{
    // Of a hundred. Large ones take as long as a hundred others.
    private static readonly (Style Style, int Share)[] Shares =
        [(Style.Any, 38), (Style.Symbols, 17), (Style.Causal, 15), (Style.Images, 13), (Style.Filtered, 6), (Style.List, 10), (Style.Large, 1)];

    public static Style Of(int seed)
    {
        // Neighbouring seeds of a generator begin alike; the product spreads them.
        var left = new Random(unchecked(seed * 7919)).Next(Shares.Sum(entry => entry.Share));
        return Shares.First(entry => (left -= entry.Share) < 0).Style;
    }
}
