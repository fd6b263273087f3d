namespace Sinter;

/// <summary>
/// How much memory one of a network's programs needs, as planned at build time. All lengths count floats.
/// </summary>
/// <param name="BatchedLength">Floats per sample: this part of the workspace grows with <c>maxBatch</c>.</param>
/// <param name="FixedLength">Floats whatever the batch.</param>
/// <param name="ScratchLength">Floats each worker thread keeps to itself inside a kernel.</param>
/// <param name="RandomStreams">How many independent streams of random numbers a training step draws from.</param>
public sealed record ArenaPlan(long BatchedLength, long FixedLength, long ScratchLength, int RandomStreams)
{
    /// <summary>A program that needs no memory.</summary>
    public static ArenaPlan Empty { get; } = new(0, 0, 0, 0);

    /// <summary>Floats of scratch memory that all workers share, whatever their number.</summary>
    public long SharedScratchLength { get; init; }

    /// <summary>Floats for the rows of a band of an image, for each worker.</summary>
    public long WindowLength { get; init; }

    /// <summary>What <see cref="BatchedLength"/> would be if every value had memory of its own.</summary>
    public long NaiveBatchedLength { get; init; }

    /// <summary>What <see cref="FixedLength"/> would be if every value had memory of its own.</summary>
    public long NaiveFixedLength { get; init; }

    /// <summary>
    /// The samples of a larger batch that are computed together, so that their values stay in a cache; 0 when all are. Memory is
    /// needed for so many only, once for each thread.
    /// </summary>
    public int SamplesTogether { get; init; }

    /// <summary>Bytes a session allocates for a batch of <paramref name="batch"/> samples on <paramref name="threads"/> threads.</summary>
    public long Bytes(long batch = 1, int threads = 1)
    {
        var together = ((Int128)BatchedLength * Together(batch)) + FixedLength;
        var apart = HasParts(batch, threads) ? threads * (together + Scratch(threads: 1)) : 0;
        return Bytes(Int128.Max(together + Scratch(threads), apart));
    }

    /// <summary>Bytes a session would allocate for its values if no two of them shared memory (scratch included, as planned).</summary>
    public long NaiveBytes(long batch = 1, int threads = 1) => Bytes(((Int128)NaiveBatchedLength * batch) + NaiveFixedLength + Scratch(threads));

    /// <summary>The floats of a workspace, however many: first the batched ones, then the fixed ones, then scratch memory; or as often as there are threads.</summary>
    internal Int128 Length(long batch, int threads) =>
        Int128.Max(BatchedLengthOf(batch) + Round(FixedLength) + Round(Scratch(threads)), PartLength(batch, threads) * threads);

    /// <summary>The floats of values that grow with the batch.</summary>
    internal Int128 BatchedLengthOf(long batch) => Round((Int128)BatchedLength * Together(batch));

    /// <summary>Floats from the memory of one thread to that of the next, where threads compute samples of their own; else 0.</summary>
    internal Int128 PartLength(long batch, int threads) =>
        HasParts(batch, threads) ? BatchedLengthOf(batch) + Round(FixedLength) + Round(Scratch(threads: 1)) : 0;

    /// <summary>The samples of a batch that are computed together.</summary>
    internal long Together(long batch) => SamplesTogether == 0 ? batch : Math.Min(batch, SamplesTogether);

    /// <summary>Whether threads may compute samples of their own, each with memory of its own.</summary>
    internal bool HasParts(long batch, int threads) => SamplesTogether > 0 && batch > 1 && threads > 1;

    /// <summary>Floats of scratch memory for <paramref name="threads"/> workers, their windows included.</summary>
    internal long Scratch(int threads) => WindowStart(threads) + (WindowLength * threads);

    /// <summary>Where in the scratch memory for <paramref name="threads"/> workers their windows begin.</summary>
    internal long WindowStart(int threads) => (ScratchLength * threads) + SharedScratchLength;

    /// <summary>Up to a multiple of 16 floats, where the next memory begins.</summary>
    internal static Int128 Round(Int128 length) => (length + 15) & ~(Int128)15;

    private static long Bytes(Int128 floats) => (long)Int128.Min(sizeof(float) * floats, long.MaxValue);
}
