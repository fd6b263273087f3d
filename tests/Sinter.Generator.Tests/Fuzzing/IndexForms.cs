namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>What random networks do with indices, and with numbers that are known at build time.</summary>
internal static class IndexForms
{
    private static readonly Choice Axis = (-1, 2);
    private static readonly Choice Few = (1, 4);

    /// <summary>All of them. A partner is often a weight, of which no rows are selected: most attempts fail.</summary>
    public static IReadOnlyList<Form> All { get; } =
    [
        Form.OfTokens((t, n) => t.OneHot(n[0]), [(1, 9)]), Form.OfTokens((t, n) => t.ToTensor() * (n[0] / 8f), [(-4, 4)]),
        Form.OfTokens(Partners.Sequence, (t, y) => y.IndexSelect(t)), Form.OfTokens(Partners.Sequence, (t, y) => y.IndexSelect(t, axis: 1)), Form.OfTokens(Partners.Sequence, (t, y) => (y * 0.5f).Tanh().IndexSelect(t, axis: -1)),
        Form.OfTokens(Partners.RowForEach, (t, y) => y.SegmentSum(t, 5)), Form.OfTokens(Partners.RowForEach, (t, y) => y.SegmentMean(t, 3)), Form.OfTokens(Partners.RowForEach, (t, y) => y.SegmentMax(t, 4)),
        Form.OfTokens(Partners.RowForEach, (t, y) => y.SegmentSum(t, like: y)), Form.OfTokens(Partners.RowForEach, (t, y) => y.SegmentSoftmax(t, like: y)), Form.OfTokens(Partners.RowForEach, (t, y) => y.IndexSelect(t).SegmentMax(t, like: y) + t.Degree(y).Unsqueeze(1)),
        Form.OfTokens(Partners.AlongOneAxis, (t, y) => y.Gather(0, t)), Form.OfTokens(Partners.AlongOneAxis, (t, y) => y.Gather(-1, t)), Form.OfTokens(Partners.Same, (t, y) => y.Sin().ScatterAdd(1, t, y)), Form.OfTokens(Partners.Same, (t, y) => y.ScatterAdd(0, t, y.Tanh())),
        Form.Of((x, n) => x.Tile(n[0], n[1]), [Few, Few]), Form.Of((x, n) => x.Repeat(n[0], n[1]), [Few, Few]), Form.Of((x, n) => x.RepeatInterleave(n[0], n[1]), [Few, Axis]),
        Form.Of((x, n) => x.Cumsum(n[0]) * 0.25f, [Axis], weight: 4), Form.Of((x, n) => x * (x.ArangeLike(n[0]).Mean() * 0.125f), [Axis]), Form.Of((x, n) => x + (x.ArangeLike(-1) * 0.125f), []), Form.Of((x, n) => x * x.Constant([n[0] / 8f, 0.5f, n[1] / 8f]), [(-8, 8), (-8, 8)]),
        Form.Of((x, n) => x + x.Arange(n[0], n[0] + (3 * n[1]), n[1]), [(-2, 2), Few]), Form.Of((x, n) => x.Clamp(min: n[0] / 8f), [(-8, 8)]), Form.Of((x, n) => x.Less(0).LogicalOr(x.Sin().Greater(n[0] / 8f)).LogicalNot().Where(x, 1), [(-8, 8)]),
        Form.Of((x, n) => x * (x.ArgMax(n[0], keepDims: true) * 0.25f), [Axis]), Form.Of((x, n) => x.ArgMin(n[0]) * 0.25f, [Axis]), Form.Of((x, n) => x + x.ArgMax(n[0], keepDims: true).ToTokens().ToTensor() * 0.25f, [Axis]), Form.Of((x, n) => x.ArgMin(n[0]).ToTokens().OneHot(n[1]), [Axis, (1, 6)]), Form.Of((x, n) => x.TopK(n[0], n[1], largest: n[2] == 1).Values, [Few, Axis, (0, 1)], weight: 3), Form.Of((x, n) => x.TopK(n[0], n[1]).Indices * 0.25f, [Few, Axis]),
        Form.Of(Partners.Broadcast, (x, y) => x.Less(y).LogicalXor(y.Less(0)) * x), Form.Of(Partners.Broadcast, (x, y) => x.Greater(0).LogicalAnd(y.Greater(0)) * y),
    ];
}
