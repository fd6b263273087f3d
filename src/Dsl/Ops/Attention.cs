namespace Sinter.Graphs;

/// <summary>A primitive with several results and no value of its own: <see cref="ResultOp"/> reads them.</summary>
internal abstract record MultipleOp : Op
{
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
internal sealed record ResultOp(int Index, Shape Shape) : Op
{
    public override Shape InferShape(Shape[] inputs) => Shape;
}

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017) that never stores the scores (Dao et al. 2022). Inputs: queries
/// <c>[B, Q, H, D]</c>, keys and values <c>[B, K, G, D]</c> where <c>G</c> divides <c>H</c>, then the options that are there, in
/// the order of the parameters. Results: the output <c>[B, Q, H, D]</c>, and the logarithm of the sum of each row's
/// exponentials <c>[B, H, Q]</c>, which is all the backward pass needs.
/// </summary>
/// <param name="Scale">What scores are multiplied by.</param>
/// <param name="Causal">Whether query <c>i</c> sees only keys up to <c>i + K - Q</c>.</param>
/// <param name="Window">How many of the last keys up to there it sees; 0 for all.</param>
/// <param name="HasBias">An input <c>[B or 1, H or 1, Q, K]</c> is added to the scores.</param>
/// <param name="HasLengths">An input <c>[B]</c> of integers says how many keys each sample has.</param>
/// <param name="HasSlopes">An input <c>[H]</c> holds the slopes of ALiBi (Press et al. 2022).</param>
internal sealed record AttentionOp(float Scale, bool Causal, int Window, bool HasBias, bool HasLengths, bool HasSlopes) : MultipleOp
{
    /// <summary>The probability with which a weight is dropped, and the stream that decides.</summary>
    public float Dropout { get; init; }

    /// <inheritdoc cref="Dropout"/>
    public int Stream { get; init; } = -1;

    public override Shape Result(int index, Shape[] inputs)
    {
        var query = inputs[0].Dims;
        return index == 0 ? inputs[0] : Shape.Of(query[0], query[2], query[1]);
    }

    protected override void Check(Shape[] inputs)
    {
        var (query, key, value) = (inputs[0], inputs[1], inputs[2]);
        var fits = query.FullRank == 4 && key.FullRank == 4 && key.Equals(value) && query.Dims[0] == key.Dims[0] &&
            query.Dims[3] == key.Dims[3] && query.Dims[2].Value % key.Dims[2].Value == 0;
        if (!fits) throw NetworkDefinitionException.Shape($"Attention needs queries [B, Q, H, D] and keys and values [B, K, G, D] with G dividing H, but gets {query}, {key} and {value}.");
    }
}

/// <summary>
/// The gradients of attention. Inputs: queries, keys, values, the output, the row statistics, the gradient of the output, then
/// the options of <paramref name="Forward"/>. Results: the gradients of queries, keys and values.
/// </summary>
internal sealed record AttentionGradientOp(AttentionOp Forward) : MultipleOp
{
    public override Shape Result(int index, Shape[] inputs) => inputs[index];
}
