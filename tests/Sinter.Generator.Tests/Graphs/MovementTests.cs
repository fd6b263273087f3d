using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

public sealed class MovementTests
{
    private static readonly double[] Six = [1, 2, 3, 4, 5, 6];

    private readonly GraphFixture fixture = new();

    [Theory]
    [InlineData(0, -1, "[B, 24]")]
    [InlineData(1, 2, "[B, 2, 12]")]
    [InlineData(0, 1, "[B, 6, 4]")]
    [InlineData(-1, -1, "[B, 2, 3, 4]")]
    public void Flatten_JoinsAxes(int start, int end, string output) =>
        Assert.Equal(output, fixture.Input(2, 3, 4).Flatten(start, end).Shape.ToString());

    [Fact]
    public void Flatten_OfANumber_MakesAnAxis() => Assert.Equal("[B, 1]", fixture.Input().Flatten().Shape.ToString());

    [Theory]
    [InlineData(new[] { 4, 6 }, "[B, 4, 6]")]
    [InlineData(new[] { 2, -1, 2 }, "[B, 2, 6, 2]")]
    [InlineData(new[] { -1 }, "[B, 24]")]
    [InlineData(new[] { 24, 1 }, "[B, 24, 1]")]
    public void Reshape_FillsInWhatIsLeft(int[] shape, string output) =>
        Assert.Equal(output, fixture.Input(2, 3, 4).Reshape(shape).Shape.ToString());

    [Fact]
    public void Reshape_ToNoAxes_LeavesOneNumberPerSample() => Assert.Equal("[B]", fixture.Input(1, 1).Reshape().Shape.ToString());

    [Fact]
    public void Permute_LeavesTheBatchInPlace()
    {
        var y = fixture.Input(1, 2, 3).Permute(2, 0, 1);
        Assert.Equal("[B, 3, 1, 2]", y.Shape.ToString());
        Assert.Equal([1, 4, 2, 5, 3, 6], fixture.Evaluate(y, 1, false, ("x", Six)));
    }

    [Fact]
    public void Flip_ReversesEachOfTheAxes()
    {
        var x = fixture.Input(2, 3);
        Assert.Equal([3, 2, 1, 6, 5, 4], fixture.Evaluate(x.Flip(-1), 1, false, ("x", Six)));
        Assert.Equal([6, 5, 4, 3, 2, 1], fixture.Evaluate(x.Flip(0, 1), 1, false, ("x", Six)));
    }

    [Fact]
    public void Transpose_ExchangesRowsAndColumns()
    {
        var x = fixture.Input(2, 3);
        Assert.Equal([1, 4, 2, 5, 3, 6], fixture.Evaluate(x.Transpose(), 1, false, ("x", Six)));
        Assert.Equal("[B, 5, 3, 2]", x.Unsqueeze(2).Expand(-1, -1, 5).Transpose(0, 2).Shape.ToString());
    }

    [Theory]
    [InlineData(1, 1, null, 1, new double[] { 2, 3, 5, 6 })]
    [InlineData(1, 0, -1, 1, new double[] { 1, 2, 4, 5 })]
    [InlineData(-1, 0, null, 2, new double[] { 1, 3, 4, 6 })]
    [InlineData(0, -1, null, 1, new double[] { 4, 5, 6 })]
    public void Slice_TakesAPart(int axis, int start, int? end, int step, double[] expected) =>
        Assert.Equal(expected, fixture.Evaluate(fixture.Input(2, 3).Slice(axis, start, end, step), 1, false, ("x", Six)));

    [Fact]
    public void Select_DropsItsAxis()
    {
        var y = fixture.Input(2, 3).Select(0, -1);
        Assert.Equal("[B, 3]", y.Shape.ToString());
        Assert.Equal([4, 5, 6], fixture.Evaluate(y, 1, false, ("x", Six)));
    }

    [Fact]
    public void Chunk_And_Concat_AreInverse()
    {
        var parts = fixture.Input(6, 2).Chunk(3);
        Assert.Equal(["[B, 2, 2]", "[B, 2, 2]", "[B, 2, 2]"], parts.Select(part => part.Shape.ToString()));
        Assert.Equal("[B, 6, 2]", Tensor.Concat(parts).Shape.ToString());
        Assert.Equal("[B, 2, 4]", parts[0].Concat(parts[1], axis: 1).Shape.ToString());
    }

    [Fact]
    public void Concat_PutsValuesOneAfterTheOther()
    {
        var y = fixture.Input(2, 1).Concat(fixture.Input(2, 2), axis: -1);
        Assert.Equal([1, 10, 20, 2, 30, 40], fixture.Evaluate(y, 1, false, ("x", [1, 2]), ("x2", [10, 20, 30, 40])));
    }

    [Fact]
    public void Pad_MakesAnAxisLonger()
    {
        var y = fixture.Input(2, 1).Pad(1, before: 1, after: 2, value: 9);
        Assert.Equal([9, 1, 9, 9, 9, 2, 9, 9], fixture.Evaluate(y, 1, false, ("x", [1, 2])));
    }

    [Fact]
    public void Squeeze_Unsqueeze_And_Expand()
    {
        var x = fixture.Input(3);
        Assert.Equal("[B, 1, 3]", x.Unsqueeze(0).Shape.ToString());
        Assert.Equal("[B, 3, 1]", x.Unsqueeze(-1).Shape.ToString());
        Assert.Equal("[B, 3]", x.Unsqueeze(1).Squeeze(-1).Shape.ToString());
        Assert.Equal("[B, 2, 3]", x.Unsqueeze(0).Expand(2, -1).Shape.ToString());
    }

    [Theory]
    [InlineData(false, "[B, 3]", new double[] { 5, 7, 9 })]
    [InlineData(true, "[B, 1, 3]", new double[] { 5, 7, 9 })]
    public void Sum_AlongAnAxis(bool keepDims, string shape, double[] expected)
    {
        var y = fixture.Input(2, 3).Sum(0, keepDims);
        Assert.Equal(shape, y.Shape.ToString());
        Assert.Equal(expected, fixture.Evaluate(y, 1, false, ("x", Six)));
    }

    [Fact]
    public void Reductions_WithoutAxes_CombineTheBatchToo()
    {
        var x = fixture.Input(3);
        Assert.Equal(Shape.Scalar, x.Mean().Shape);
        Assert.Equal([21], fixture.Evaluate(x.Sum(), 2, false, ("x", Six)));
        Assert.Equal([3.5], fixture.Evaluate(x.Mean(), 2, false, ("x", Six)));
        Assert.Equal([6], fixture.Evaluate(x.Max(), 2, false, ("x", Six)));
    }

    [Fact]
    public void Reductions_AlongSeveralAxes()
    {
        var x = fixture.Input(2, 3);
        GraphFixture.Close([3.5], fixture.Evaluate(x.Mean([0, -1]), 1, false, ("x", Six)));
        Assert.Equal("[B, 1, 1]", x.Max([1, 0], keepDims: true).Shape.ToString());
        Assert.Equal([3, 6], fixture.Evaluate(x.Max(1), 1, false, ("x", Six)));
        GraphFixture.Close([2, 5], fixture.Evaluate(x.Mean(-1), 1, false, ("x", Six)));
    }
}
