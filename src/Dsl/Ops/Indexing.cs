namespace Sinter.Graphs;

/// <summary>Rows of a table <c>[V, D]</c> by index <c>[…]</c>: the result is <c>[…, D]</c>.</summary>
internal sealed record GatherOp : Op
{
    public override Shape InferShape(Shape[] inputs) => new(inputs[1].Dims.Concat([inputs[0].Dims[1]]));

    public override int? SharedInput => 0;

    public override bool TakesFirstAxis(Shape[] inputs, IReadOnlyList<bool> have) => !have[0];

    public override AxisMap MapAxes(Shape[] inputs, Shape result) => AxisMap.Of(inputs, (input, axis) => (input, axis) switch
    {
        (0, 0) => AxisLink.Mixed,
        (0, 1) => AxisLink.Kept(result.FullRank - 1),
        _ => AxisLink.Kept(axis),
    });
}

/// <summary>
/// A table of <paramref name="Rows"/> rows in which every value <c>[…, D]</c> is added to the row its index <c>[…]</c> names.
/// Inputs: values, indices. The order of additions is fixed.
/// </summary>
internal sealed record ScatterAddOp(int Rows) : Op
{
    public override Shape InferShape(Shape[] inputs) => Shape.Of(Rows, inputs[0].Dims[inputs[0].FullRank - 1]);

    public override AxisMap MapAxes(Shape[] inputs, Shape result) =>
        AxisMap.Of(inputs, (input, axis) => input == 0 && axis == inputs[0].FullRank - 1 ? AxisLink.Kept(1) : AxisLink.Mixed);
}

/// <summary>Of rows <c>[…, R, W]</c> those that the indices <c>[…, K]</c> name, each group of rows by indices of its own: the result is <c>[…, K, W]</c>.</summary>
internal sealed record SelectRowsOp : Op
{
    public override Shape InferShape(Shape[] inputs)
    {
        var (values, indices) = (inputs[0], inputs[1]);
        if (values.FullRank != indices.FullRank + 1 || !values.Dims.Take(values.FullRank - 2).SequenceEqual(indices.Dims.Take(indices.FullRank - 1)))
            throw NetworkDefinitionException.Shape($"Rows {values} cannot be selected by indices {indices}: both need the same leading extents.");
        return new(indices.Dims.Append(values.Dims[values.FullRank - 1]));
    }

    public override bool TakesFirstAxis(Shape[] inputs, IReadOnlyList<bool> have) => have[0] && have[1];

    public override AxisMap MapAxes(Shape[] inputs, Shape result) =>
        AxisMap.Of(inputs, (input, axis) => input == 0 && axis == inputs[0].FullRank - 2 ? AxisLink.Mixed : AxisLink.Kept(axis));
}

/// <summary>
/// Of each group of values <c>[…, K, W]</c>, those with the same index <c>[…, K]</c> as one row of <c>[…, Rows, W]</c>: their sum, or the
/// largest. A row without values is 0. The order of additions is fixed. Inputs: values, indices.
/// </summary>
internal sealed record SegmentOp(ReduceKind Kind, Dim Rows) : Op
{
    public override Shape InferShape(Shape[] inputs)
    {
        var (values, indices) = (inputs[0], inputs[1]);
        if (!indices.Dims.SequenceEqual(values.Dims.Take(values.FullRank - 1)))
            throw NetworkDefinitionException.Shape($"Values {values} cannot be combined by indices {indices}: there must be one for each row.");
        return new(values.Dims.Select((dim, axis) => axis == values.FullRank - 2 ? Rows : dim));
    }

    public override bool TakesFirstAxis(Shape[] inputs, IReadOnlyList<bool> have) => have[0] && have[1];

    public override AxisMap MapAxes(Shape[] inputs, Shape result) =>
        AxisMap.Of(inputs, (_, axis) => axis == inputs[0].FullRank - 2 ? AxisLink.Mixed : AxisLink.Kept(axis));

    public override long Operations(Shape[] inputs, Shape result) => OperationCount.PerSample(inputs[0]);
}
