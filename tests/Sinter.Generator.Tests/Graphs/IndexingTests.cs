using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

public sealed class IndexingTests
{
    private static readonly double[] Six = [1, 2, 3, 4, 5, 6];

    private readonly GraphFixture fixture = new();

    [Fact]
    public void Constant_HasItsShapeAndNoBatch()
    {
        var x = fixture.Input(2, 3);
        Assert.Equal("[2]", x.Constant([1, 2]).Shape.ToString());
        Assert.Equal([10, 40, 90, 40, 100, 180], fixture.Evaluate(x * x.Constant([10, 20, 30], 1, 3), 1, false, ("x", Six)));
    }

    [Fact]
    public void Tables_ThatDifferInTheSignOfAZero_AreTwo() =>
        Assert.NotEqual(new TableOp(EquatableArray.Of(0f), Shape.Of(1)), new TableOp(EquatableArray.Of(-0f), Shape.Of(1)));

    [Theory]
    [InlineData(0, 4, 1, new double[] { 0, 1, 2, 3 })]
    [InlineData(1, 3, 0.5f, new double[] { 1, 1.5, 2, 2.5 })]
    [InlineData(5, -2, -3, new double[] { 5, 2, -1 })]
    [InlineData(0, 2.5f, 1, new double[] { 0, 1, 2 })]
    public void Arange_EndsBeforeItsEnd(float start, float end, float step, double[] expected) =>
        Assert.Equal(expected, fixture.Evaluate(fixture.Input(1).Arange(start, end, step), 1, false, ("x", [0])));

    [Fact]
    public void Arange_OfManyWholeNumbers_IsNotWrittenDown()
    {
        var x = fixture.Input(1);
        var y = x.Arange(1 << 24);
        Assert.IsNotType<TableOp>(fixture.Graph[y.Id].Op);
        GraphFixture.Fails("SNT2002", "Arange would write down 2000000 numbers, one for each of the steps, but can do so for 1048576 at most.", other => other.Input(1).Arange(0, 1_000_000, 0.5f));
    }

    [Fact]
    public void OneHot_AddsAnAxisOfClasses()
    {
        var y = fixture.Tokens(2).OneHot(3);
        Assert.Equal("[B, 2, 3]", y.Shape.ToString());
        Assert.Equal([0, 0, 1, 1, 0, 0], fixture.Evaluate(y, 1, false, ("tokens", [2, 0])));
        Assert.Equal(3, ((InputOp)fixture.Graph[0].Op).Limit);
    }

    [Fact]
    public void ToTensor_LimitsNothing()
    {
        var y = fixture.Tokens(2).ToTensor();
        Assert.Equal([-7, 9], fixture.Evaluate(y, 1, false, ("tokens", [-7, 9])));
        Assert.Equal(0, ((InputOp)fixture.Graph[0].Op).Limit);
    }

    [Theory]
    [InlineData(new[] { 2 }, "[B, 2, 6]", new double[] { 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6 })]
    [InlineData(new[] { 2, 1 }, "[B, 4, 3]", new double[] { 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6 })]
    [InlineData(new[] { 2, 1, 1 }, "[B, 2, 2, 3]", new double[] { 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6 })]
    [InlineData(new int[0], "[B, 2, 3]", new double[] { 1, 2, 3, 4, 5, 6 })]
    public void Tile_RepeatsTheWhole(int[] repeats, string shape, double[] expected)
    {
        var y = fixture.Input(2, 3).Tile(repeats);
        Assert.Equal(shape, y.Shape.ToString());
        Assert.Equal(expected, fixture.Evaluate(y, 1, false, ("x", Six)));
    }

    [Theory]
    [InlineData(null, "[B, 12]", new double[] { 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6 })]
    [InlineData(0, "[B, 4, 3]", new double[] { 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6 })]
    [InlineData(-1, "[B, 2, 6]", new double[] { 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6 })]
    public void RepeatInterleave_RepeatsEachElement(int? axis, string shape, double[] expected)
    {
        var y = fixture.Input(2, 3).RepeatInterleave(2, axis);
        Assert.Equal(shape, y.Shape.ToString());
        Assert.Equal(expected, fixture.Evaluate(y, 1, false, ("x", Six)));
    }

    [Fact]
    public void Cumsum_AddsUpWhatIsBefore()
    {
        var x = fixture.Input(6);
        Assert.Equal([1, 3, 6, 10, 15, 21], fixture.Evaluate(x.Cumsum(0), 1, false, ("x", Six)));
        Assert.Equal([1, 3, double.NaN, double.NaN, double.NaN, double.NaN], fixture.Evaluate(x.Cumsum(-1), 1, false, ("x", [1, 2, double.NaN, 4, 5, 6])));
    }

    [Fact]
    public void Logic_TakesEveryNumberButZeroForYes()
    {
        var x = fixture.Input(4);
        var y = fixture.Input(4);
        double[] Of(Tensor value) => fixture.Evaluate(value, 1, false, ("x", [0, 0, 2, double.NaN]), ("x2", [0, -3, 0, 1]));
        Assert.Equal([0, 0, 0, 1], Of(x.LogicalAnd(y)));
        Assert.Equal([0, 1, 1, 1], Of(x.LogicalOr(y)));
        Assert.Equal([0, 1, 1, 0], Of(x.LogicalXor(y)));
        Assert.Equal([1, 1, 0, 0], Of(x.LogicalNot()));
        Assert.Equal([0, 1, 1, 1], Of(x.NotEqualTo(y)));
        Assert.Equal([1, 1, 0, 1], Of(x.NotEqualTo(2)));
    }

    [Fact]
    public void IndexSelect_TakesPlacesOfAnyAxis()
    {
        var x = fixture.Input(2, 3);
        var tokens = fixture.Tokens(2);
        Assert.Equal([3, 1, 6, 4], fixture.Evaluate(x.IndexSelect(tokens, axis: 1), 1, false, ("x", Six), ("tokens", [2, 0])));
        Assert.Equal([4, 5, 6, 1, 2, 3, 1, 2, 3, 1, 2, 3], fixture.Evaluate(x.IndexSelect(tokens), 2, false, ("x", [.. Six, 1, 2, 3, 0, 0, 0]), ("tokens", [1, 0, 0, 0])));
    }

    [Fact]
    public void Gather_And_ScatterAdd_TakeAnIndexForEachElement()
    {
        var x = fixture.Input(2, 3);
        var tokens = fixture.Tokens(2, 1);
        Assert.Equal([3, 4], fixture.Evaluate(x.Gather(1, tokens), 1, false, ("x", Six), ("tokens", [2, 0])));
        var added = x.ScatterAdd(-1, tokens, x.Slice(1, 0, 1));
        Assert.Equal([1, 2, 4, 8, 5, 6], fixture.Evaluate(added, 1, false, ("x", Six), ("tokens", [2, 0])));
    }

    [Fact]
    public void Gather_AlongTheFirstAxis()
    {
        var x = fixture.Input(3, 2);
        Assert.Equal([1, 6, 5, 4], fixture.Evaluate(x.Gather(0, fixture.Tokens(2, 2)), 1, false, ("x", Six), ("tokens", [0, 2, 2, 1])));
    }

    [Fact]
    public void Segments_WithoutValues_AreZero()
    {
        var x = fixture.Input(3, 1);
        var tokens = fixture.Tokens(3);
        double[] Of(Tensor value) => fixture.Evaluate(value, 1, false, ("x", [-4, -2, -3]), ("tokens", [2, 0, 2]));
        Assert.Equal([-2, 0, -7, 0], Of(x.SegmentSum(tokens, rows: 4)));
        Assert.Equal([-2, 0, -3.5, 0], Of(x.SegmentMean(tokens, rows: 4)));
        Assert.Equal([-2, 0, -3, 0], Of(x.SegmentMax(tokens, rows: 4)));
        Assert.Equal([1, 0, 2], Of(tokens.Degree(like: x)));
        GraphFixture.Close([1 / (1 + Math.E), 1, Math.E / (1 + Math.E)], Of(x.SegmentSoftmax(tokens, rows: 4)));
    }

    [Fact]
    public void ArgMax_TakesTheFirstOfEqualsAndNaN()
    {
        var x = fixture.Input(2, 3);
        Assert.Equal([1, 0], fixture.Evaluate(x.ArgMax(-1), 1, false, ("x", [1, 3, 3, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity])));
        Assert.Equal([2, 1], fixture.Evaluate(x.ArgMax(-1), 1, false, ("x", [1, 3, double.NaN, 1, double.NaN, double.NaN])));
        Assert.Equal([0, 1, 0], fixture.Evaluate(x.ArgMin(0), 1, false, ("x", [1, 3, 3, 1, 2, 4])));
        Assert.Equal("[B, 1, 3]", x.ArgMax(0, keepDims: true).Shape.ToString());
    }

    [Fact]
    public void TopK_TakesEachElementOnce()
    {
        var (values, places) = fixture.Input(5).TopK(4);
        double[] Of(Tensor value, params double[] x) => fixture.Evaluate(value, 1, false, ("x", x));
        Assert.Equal([9, 5, 5, 2], Of(values, 5, 2, 9, 5, -1));
        Assert.Equal([2, 0, 3, 1], Of(places, 5, 2, 9, 5, -1));
        Assert.Equal([3, 0, 1, 2], Of(places, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity, 4, double.NegativeInfinity));
        Assert.Equal([double.NaN, 7, 3, 1], Of(values, 3, 1, double.NaN, 7, 0));
        Assert.Equal([2, 3, 0, 1], Of(places, 3, 1, double.NaN, 7, 0));
    }
}
