namespace Sinter.Generator.Passes;

/// <summary>
/// How many floats the caches of a processor hold, as far as it decides what is computed together. It changes no result; with small
/// caches small networks are computed as large ones are.
/// </summary>
internal sealed record CacheSizes
{
    /// <summary>Those of most processors.</summary>
    public static CacheSizes Usual { get; } = new();

    /// <summary>An image of more is written and read again from beyond the cache.</summary>
    public long Image { get; init; } = 256 * 1024;

    /// <summary>The rows of all images of a band, as many as stay in a cache.</summary>
    public long Band { get; init; } = 320 * 1024;

    /// <summary>The values of the samples that are computed together.</summary>
    public long Samples { get; init; } = 512 * 1024;

    /// <summary>Weights that a recurrence reads in every step without waiting for them.</summary>
    public long RecurrentWeights { get; init; } = 192 * 1024;
}
