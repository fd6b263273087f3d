namespace Sinter.Graphs;

/// <summary>A primitive with several results and no value of its own: <see cref="ResultOp"/> reads them.</summary>
internal abstract record MultipleOp : Op
{
    public override OpTraits Traits => OpTraits.Parts;

    public override Shape InferShape(Shape[] inputs)
    {
        Check(inputs);
        return Shape.Scalar;
    }

    /// <summary>The shape of result number <paramref name="index"/>.</summary>
    public abstract Shape Result(int index, Shape[] inputs);

    protected virtual void Check(Shape[] inputs)
    {
    }
}

/// <summary>Result number <paramref name="Index"/> of a <see cref="MultipleOp"/>.</summary>
internal sealed record ResultOp(int Index, Shape Shape) : PartOp(Shape);

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017) that never stores the scores (Dao et al. 2022). Inputs: queries
/// <c>[B, Q, H, D]</c>, keys <c>[B, K, G, D]</c> and values <c>[B, K, G, E]</c> where <c>G</c> divides <c>H</c>, then the options that are
/// there: bias, padding, lengths, slopes. Results: the output <c>[B, Q, H, E]</c>, and the logarithm of the sum of each row's
/// exponentials <c>[B, H, Q]</c>, which is all the backward pass needs.
/// </summary>
/// <param name="Scale">What scores are multiplied by.</param>
/// <param name="Causal">Whether query <c>i</c> sees only keys up to <c>i + K - Q</c>.</param>
/// <param name="Window">How many of the last keys up to there it sees; 0 for all.</param>
/// <param name="HasBias">An input <c>[B or 1, H or 1, Q or 1, K]</c> is added to the scores.</param>
/// <param name="HasLengths">An input <c>[B]</c> of integers says how many keys each sample has.</param>
/// <param name="HasSlopes">An input <c>[H]</c> holds the slopes of ALiBi (Press et al. 2022).</param>
internal sealed record AttentionOp(float Scale, bool Causal, int Window, bool HasBias, bool HasLengths, bool HasSlopes) : MultipleOp
{
    /// <summary>Whether an input <c>[B or 1, K]</c> is added to all scores with a key.</summary>
    public bool HasPadding { get; init; }

    /// <summary>The number of the input that is the bias, if there is one; the options of the gradient have the same order.</summary>
    public const int BiasInput = 3;

    /// <summary>The number of the input that is the padding, if there is one.</summary>
    public int PaddingInput => BiasInput + (HasBias ? 1 : 0);

    /// <summary>The number of the input that is the lengths, if there are any.</summary>
    public int LengthsInput => PaddingInput + (HasPadding ? 1 : 0);

    /// <summary>The probability with which a weight is dropped, and the stream that decides.</summary>
    public float Dropout { get; init; }

    /// <inheritdoc cref="Dropout"/>
    public int Stream { get; init; } = -1;

    public override Shape Result(int index, Shape[] inputs)
    {
        var query = inputs[0].Dims;
        return index == 0 ? Shape.Of(query[0], query[1], query[2], inputs[2].Dims[3]) : Shape.Of(query[0], query[2], query[1]);
    }

    public override OpTraits Traits => OpTraits.Parts | OpTraits.Cached | (Dropout > 0 ? OpTraits.Random : OpTraits.None);

    public override AxisMap MapAxesOf(PartOp part, Shape[] inputs, Shape result)
    {
        // Batch, places and heads of the output; the statistics of the rows have no features.
        var isOutput = ((ResultOp)part).Index == 0;
        var (places, heads) = isOutput ? (1, 2) : (2, 1);
        var isOneToOne = inputs[0].Dims[2] == inputs[1].Dims[2];
        var head = isOneToOne ? AxisLink.Kept(heads) : AxisLink.Mixed;
        var seen = Causal || HasSlopes ? new WindowedAxis(places, Seen(inputs[0].Dims[1], inputs[1].Dims[1])) : AxisLink.Reduced;
        AxisLink Option(int axis, int extent, Shape option) => option.Dims[axis].IsOne && !result.Dims[extent].IsOne ? new RepeatedAxis(extent) : AxisLink.Kept(extent);
        return AxisMap.Of(inputs, (input, axis) => (input, axis) switch
        {
            (0, 0) or (1, 0) or (2, 0) => AxisLink.Kept(0),
            (0, 1) => AxisLink.Kept(places),
            (0, 2) => AxisLink.Kept(heads),
            (1, 1) or (2, 1) => seen,
            (1, 2) or (2, 2) => head,
            (0, 3) or (1, 3) => AxisLink.Reduced,
            (2, 3) => isOutput ? AxisLink.Kept(3) : AxisLink.Reduced,
            (BiasInput, 0) when HasBias => Option(0, 0, inputs[3]),
            (BiasInput, 1) when HasBias => Option(1, heads, inputs[3]),
            (BiasInput, 2) when HasBias => Option(2, places, inputs[3]),
            (BiasInput, 3) when HasBias => seen,
            (_, 0) when HasPadding && input == PaddingInput => Option(0, 0, inputs[input]),
            (_, 1) when HasPadding && input == PaddingInput => seen,
            // Lengths, then slopes.
            _ => inputs[input].Dims[0].IsBatch || (HasLengths && input == LengthsInput) ? AxisLink.Kept(0) : AxisLink.Kept(heads),
        });
    }

    /// <summary>Two products for every key that a query sees.</summary>
    public override long Operations(Shape[] inputs, Shape result)
    {
        var (query, key) = (inputs[0].Dims, inputs[1].Dims);
        var (queries, keys) = (Extent.Of(query[1]).MaximumPerSample, Extent.Of(key[1]).MaximumPerSample);
        var seen = queries * keys;
        if (Causal)
        {
            // The first query sees this many keys, or none, and every other one more, up to the window.
            var (first, last) = (Math.Max(1, 1 + keys - queries), keys);
            var most = Window > 0 ? Math.Min(Window, last) : last;
            var growing = Math.Max(0, most - first + 1);
            seen = (growing * (first + most) / 2) + (most * (last - Math.Max(first - 1, most)));
        }

        var (ofKeys, ofValues) = (Extent.Of(new[] { query[2], query[3] }).MaximumPerSample, Extent.Of(new[] { query[2], inputs[2].Dims[3] }).MaximumPerSample);
        return OperationCount.Times(OperationCount.Times(2, seen), ofKeys + ofValues);
    }

    // Which keys query i sees: those up to i + K - Q, and of them the last ones.
    private AxisWindow Seen(Dim queries, Dim keys)
    {
        if (!Causal || Dim.Subtract(keys, queries) is not { } ahead) return new(null, null);
        return new(Window > 0 ? ahead.Plus(1 - Window) : null, ahead);
    }

    protected override void Check(Shape[] inputs)
    {
        var (query, key, value) = (inputs[0], inputs[1], inputs[2]);
        var fits = query.FullRank == 4 && key.FullRank == 4 && value.FullRank == 4 && key.Dims.Take(3).SequenceEqual(value.Dims.Take(3)) && query.Dims[0] == key.Dims[0] &&
            query.Dims[3] == key.Dims[3] && query.Dims[2].Value % key.Dims[2].Value == 0;
        if (!fits) throw NetworkDefinitionException.Shape($"Attention needs queries [B, Q, H, D], keys [B, K, G, D] and values [B, K, G, E] with G dividing H, but gets {query}, {key} and {value}.");
    }
}

/// <summary>
/// The gradients of attention. Inputs: queries, keys, values, the output, the row statistics, the gradient of the output, then
/// the options of <paramref name="Forward"/>. Results: the gradients of queries, keys and values, and, if it is wanted, that of what is
/// added to the scores.
/// </summary>
internal sealed record AttentionGradientOp(AttentionOp Forward) : MultipleOp
{
    /// <summary>The number of the result that is the gradient of what is added to the scores.</summary>
    public const int BiasResult = 3;

    /// <summary>Its shape, <c>[B or 1, H or 1, Q, K]</c>: summed where it is 1. Null if it is not wanted.</summary>
    public Shape? Bias { get; init; }

    /// <summary>Whether it is one for every sample.</summary>
    public bool IsPerSample => Bias is not null && !Bias.Dims[0].IsOne;

    /// <summary>Whether it is one for every head.</summary>
    public bool IsPerHead => Bias is not null && !Bias.Dims[1].IsOne;

    public override Shape Result(int index, Shape[] inputs) => index == BiasResult ? Bias! : inputs[index];

    /// <summary>Every key gets something back from every query, but samples and, where each has its own, heads stay apart.</summary>
    public override AxisMap MapAxesOf(PartOp part, Shape[] inputs, Shape result)
    {
        const int Statistics = 4, Options = 6;
        var isOneToOne = inputs[0].Dims[2] == inputs[1].Dims[2] && ((ResultOp)part).Index != BiasResult;
        return AxisMap.Of(inputs, (input, axis) => axis switch
        {
            0 when inputs[input].Dims[0] == result.Dims[0] && (input < Options || inputs[input].FullRank != 1 || inputs[input].IsBatched) => AxisLink.Kept(0),
            1 when isOneToOne && input == Statistics => AxisLink.Kept(2),
            2 when isOneToOne && input < Options && input != Statistics => AxisLink.Kept(2),
            _ => AxisLink.Mixed,
        });
    }
}
