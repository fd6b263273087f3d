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

    // PyTorch's divisors: what lies beyond the padding never counts, the padding if asked for.
    [Fact]
    public void AvgPool2d_InCeilMode_DividesByWhatTheWindowHas()
    {
        var x = fixture.Input(1, 1, 4);
        (string, double[]) image = ("x", [1, 2, 3, 6]);
        GraphFixture.Close([2, 6], fixture.Evaluate(x.AvgPool2d((1, 3), ceilMode: true), 1, false, image));
        GraphFixture.Close([1, 3], fixture.Evaluate(x.AvgPool2d((1, 3), stride: (1, 3), padding: (0, 1), ceilMode: true), 1, false, image));
        GraphFixture.Close([1, 11 / 3.0, 3], fixture.Evaluate(x.AvgPool2d((1, 3), stride: (1, 2), padding: (0, 1), ceilMode: true), 1, false, image));
        GraphFixture.Close([1.5, 11 / 3.0, 6], fixture.Evaluate(x.AvgPool2d((1, 3), stride: (1, 2), padding: (0, 1), ceilMode: true, countIncludePad: false), 1, false, image));
        GraphFixture.Close([3, 9], fixture.Evaluate(x.AvgPool2d((1, 2), divisorOverride: 1), 1, false, image));
    }

    [Theory]
    [InlineData(4, 2, 1)]
    [InlineData(5, 4, 1)]
    [InlineData(13, 6, 1)]
    [InlineData(7, 5, 3)]
    [InlineData(3, 3, 0)]
    [InlineData(3, 5, 2)]
    public void AdaptivePools_ArePlainWhereTheirWindowsAreAlike(int length, int size, int pools)
    {
        var y = fixture.Input(2, length).AdaptiveMaxPool1d(size);
        Assert.Equal($"[B, 2, {size}]", y.Shape.ToString());
        Assert.Equal(pools, fixture.Operations().Count(name => name == "MaxPool"));
        for (var i = 0; i < size; i++)
        {
            var (start, end) = (i * length / size, (((i + 1) * length) + size - 1) / size);
            var values = Enumerable.Range(0, 2 * length).Select(place => (double)(place * 7 % 13)).ToArray();
            Assert.Equal(values[start..end].Max(), fixture.Evaluate(y, 1, false, ("x", values))[i]);
        }
    }

    [Fact]
    public void AdaptivePools_OfMoreUnlikePartsThanAProgramCanHave_AreRefused()
    {
        GraphFixture.Fails(
            "SNT2002", "AdaptiveAvgPool1d would cut 5000 elements into 3001 parts of which 2005 are unlike their neighbours, but can do so with 1024 at most; use an outputSize that divides 5000.",
            f => f.Input(1, 5000).AdaptiveAvgPool1d(3001));
        Assert.Equal("[B, 1, 100000]", fixture.Input(1, 200000).AdaptiveAvgPool1d(100000).Shape.ToString());
    }

    [Fact]
    public void AdaptivePools_OfAnExtentThatACallChooses_CutItIntoEqualParts()
    {
        var builder = new GraphBuilder();
        var x = new Tensor(builder, builder.Add(new InputOp("x", Shape.Of(Dim.Batch, 2, Dim.Of(new DimSymbol("T", 1, 30))), DataType.Float32, IsTarget: false)));
        Assert.Equal("[B, 2, 1]", x.AdaptiveMaxPool1d(1).Shape.ToString());
        Assert.Equal("[B, 2, 3]", x.ConvTranspose1d(2, 3, stride: 3).AdaptiveAvgPool1d(3).Shape.ToString());
        Assert.Equal("[B, 2, T, 4]", x.Unsqueeze(2).Expand(-1, -1, 7).AdaptiveAvgPool2d((null, 4)).Shape.ToString());
        Assert.Equal(
            "AdaptiveAvgPool1d cannot cut T elements, whatever a call chooses, into 3 equal parts; state MultipleOf = 3 of T.",
            Assert.Throws<NetworkDefinitionException>(() => x.AdaptiveAvgPool1d(3)).Message);
    }
}
