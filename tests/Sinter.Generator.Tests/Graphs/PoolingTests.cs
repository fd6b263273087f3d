using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

public sealed class PoolingTests
{
    private readonly GraphFixture fixture = new();

    [Theory]
    [InlineData(2, null, 0, 1, false, "[B, 3, 6, 5]")]
    [InlineData(3, 2, 1, 1, false, "[B, 3, 6, 6]")]
    [InlineData(3, 2, 0, 1, false, "[B, 3, 5, 5]")]
    [InlineData(3, 2, 0, 1, true, "[B, 3, 6, 5]")]
    [InlineData(2, 3, 0, 1, true, "[B, 3, 4, 4]")]
    [InlineData(2, 2, 1, 1, true, "[B, 3, 7, 6]")]
    [InlineData(2, 1, 0, 3, false, "[B, 3, 9, 8]")]
    public void MaxPool2d_HasTheShapeOfPyTorch(int kernel, int? stride, int padding, int dilation, bool ceilMode, string output) =>
        Assert.Equal(output, fixture.Input(3, 12, 11).MaxPool2d(kernel, stride, padding, dilation, ceilMode).Shape.ToString());

    [Fact]
    public void MaxPool2d_OfANegativeImage_NeverPicksPadding()
    {
        var y = fixture.Input(1, 2, 2).MaxPool2d(3, stride: 1, padding: 1);
        Assert.Equal([-1, -1, -1, -1], fixture.Evaluate(y, 1, false, ("x", [-4, -3, -2, -1])));
    }

    [Fact]
    public void MaxPool2d_InCeilMode_TakesWhatIsLeftOver()
    {
        var y = fixture.Input(1, 3, 3).MaxPool2d(2, ceilMode: true);
        Assert.Equal([5, 6, 8, 9], fixture.Evaluate(y, 1, false, ("x", [1, 2, 3, 4, 5, 6, 7, 8, 9])));
    }

    [Fact]
    public void MaxPool2d_InCeilMode_AcceptsAWindowThatReachesOver() =>
        Assert.Equal("[B, 1, 1, 1]", fixture.Input(1, 1, 1).MaxPool2d(2, ceilMode: true).Shape.ToString());

    [Fact]
    public void AvgPool2d_CountsPaddingUnlessToldNotTo()
    {
        var x = fixture.Input(1, 2, 2);
        (string, double[]) image = ("x", [1, 2, 3, 4]);
        Assert.Equal([10 / 9.0, 10 / 9.0, 10 / 9.0, 10 / 9.0], fixture.Evaluate(x.AvgPool2d(3, stride: 1, padding: 1), 1, false, image));
        GraphFixture.Close([2.5, 2.5, 2.5, 2.5], fixture.Evaluate(x.AvgPool2d(3, stride: 1, padding: 1, countIncludePad: false), 1, false, image));
        GraphFixture.Close([1, 2, 3, 4], fixture.Evaluate(x.AvgPool2d(2, stride: 2, padding: 1, countIncludePad: false), 1, false, image));
        Assert.Equal([2.5], fixture.Evaluate(x.AvgPool2d(2), 1, false, image));
    }

    [Fact]
    public void Pools_TakePairs()
    {
        var x = fixture.Input(1, 6, 8);
        Assert.Equal("[B, 1, 2, 4]", x.MaxPool2d((3, 2)).Shape.ToString());
        Assert.Equal("[B, 1, 4, 4]", x.AvgPool2d((3, 2), stride: (1, 2)).Shape.ToString());
    }

    [Fact]
    public void GlobalAvgPool2d_LeavesOneNumberPerChannel()
    {
        var x = fixture.Input(2, 1, 2);
        var y = x.GlobalAvgPool2d();
        Assert.Equal("[B, 2]", y.Shape.ToString());
        Assert.Equal("[B, 2, 1, 1]", x.GlobalAvgPool2d(keepDims: true).Shape.ToString());
        Assert.Equal([2, 6], fixture.Evaluate(y, 1, false, ("x", [1, 3, 5, 7])));
    }
}
