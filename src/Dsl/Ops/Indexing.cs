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
