using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>The extents of scaled dot-product attention, and which of its optional operands are there.</summary>
/// <remarks>
/// Query <c>i</c> stands where key <c>i + Keys - Queries</c> stands: the last query beside the last key, so that a cache of keys may be
/// longer than the queries of one call. This file has no dependencies, because the generator links it beside <see cref="ScratchSizes"/>.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct AttentionShape
{
    // Stored less one, or as zero or nothing where it follows from others, so that the default value of the struct means what the properties say.
    private readonly int heads, keyHeads, valueSize;
    private readonly float? scale;

    /// <summary>Independent samples.</summary>
    public long Batch { get; init; }

    /// <summary>Queries of a sample.</summary>
    public long Queries { get; init; }

    /// <summary>Keys, and values, of a sample.</summary>
    public long Keys { get; init; }

    /// <summary>Heads of the queries and of the output; 1 unless set.</summary>
    public int Heads { get => heads + 1; init => heads = value - 1; }

    /// <summary>
    /// Heads of the keys and values, a divisor of <see cref="Heads"/> and the same number unless set: query head <c>h</c> reads key head
    /// <c>h / (Heads / KeyHeads)</c> (Ainslie et al. 2023, "GQA: Training Generalized Multi-Query Transformer Models from Multi-Head
    /// Checkpoints").
    /// </summary>
    public int KeyHeads { get => keyHeads == 0 ? Heads : keyHeads; init => keyHeads = value; }

    /// <summary>Floats of one head of a query or a key.</summary>
    public int Size { get; init; }

    /// <summary>Floats of one head of a value, and of the output; as many as of a key unless set.</summary>
    public int ValueSize { get => valueSize == 0 ? Size : valueSize; init => valueSize = value; }

    /// <summary>What products of queries and keys are multiplied with; <c>1 / sqrt(Size)</c> unless set.</summary>
    public float Scale { get => scale ?? (float)(1 / Math.Sqrt(Size)); init => scale = value; }

    /// <summary>Whether a query sees no key behind its own place.</summary>
    public bool Causal { get; init; }

    /// <summary>If not 0, a query sees no key this many places or more before its own.</summary>
    public int Window { get; init; }

    /// <summary>Whether there is a bias.</summary>
    public bool HasBias { get; init; }

    /// <summary>Whether every sample has a bias of its own.</summary>
    public bool BiasPerSample { get; init; }

    /// <summary>Whether every head has a bias of its own.</summary>
    public bool BiasPerHead { get; init; }

    /// <summary>Whether a bias is the same for all queries, <c>[Keys]</c> beside what it has of samples and heads.</summary>
    public bool BiasForAllQueries { get; init; }

    /// <summary>Whether keys have a number of their own that is added to all scores with them.</summary>
    public bool HasPadding { get; init; }

    /// <summary>Whether the keys of every sample have.</summary>
    public bool PaddingPerSample { get; init; }

    /// <summary>Whether the gradient of what is added to the scores is wanted.</summary>
    public bool HasBiasGradient { get; init; }

    /// <summary>Whether that gradient is one for every sample; otherwise it is the sum over them.</summary>
    public bool BiasGradientPerSample { get; init; }

    /// <summary>Whether that gradient is one for every head; otherwise it is the sum over them.</summary>
    public bool BiasGradientPerHead { get; init; }

    /// <summary>Whether samples have fewer keys than <see cref="Keys"/>, each its own number.</summary>
    public bool HasLengths { get; init; }

    /// <summary>Whether heads have slopes.</summary>
    public bool HasSlopes { get; init; }

    /// <summary>The share of the probabilities that are dropped, at least 0 and less than 1.</summary>
    public float Dropout { get; init; }

    /// <summary>Query heads of one key head.</summary>
    internal int Group => Heads / KeyHeads;

    /// <summary>The key that query 0 stands beside.</summary>
    internal long Offset => Keys - Queries;

    /// <summary>Whether some queries see a key that others do not.</summary>
    internal bool HidesKeys => Causal || Window > 0 || HasBias || HasPadding;

    /// <summary>From a query to the next.</summary>
    internal long QueryStride => (long)Heads * Size;

    /// <summary>From the output of a query to that of the next.</summary>
    internal long OutputStride => (long)Heads * ValueSize;

    /// <summary>From a key to the next.</summary>
    internal long KeyStride => (long)KeyHeads * Size;

    /// <summary>From a value to the next.</summary>
    internal long ValueStride => (long)KeyHeads * ValueSize;

    /// <summary>Matrices of the bias gradient of one sample, or of all together.</summary>
    internal int BiasGradientHeads => BiasGradientPerHead ? Heads : 1;
}
