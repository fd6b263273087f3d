using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

public sealed class ConvolutionTests
{
    private readonly GraphFixture fixture = new();

    [Theory]
    [InlineData(3, 1, 0, 1, "[B, 8, 10, 8]")]
    [InlineData(3, 1, 1, 1, "[B, 8, 12, 10]")]
    [InlineData(3, 2, 1, 1, "[B, 8, 6, 5]")]
    [InlineData(3, 1, 2, 2, "[B, 8, 12, 10]")]
    [InlineData(5, 3, 0, 1, "[B, 8, 3, 2]")]
    [InlineData(1, 1, 0, 1, "[B, 8, 12, 10]")]
    public void Conv2d_HasTheShapeOfPyTorch(int kernel, int stride, int padding, int dilation, string output)
    {
        var y = fixture.Input(4, 12, 10).Conv2d(8, kernel, stride, padding, dilation);
        Assert.Equal(output, y.Shape.ToString());
        Assert.Equal([$"conv1.weight [8, 4, {kernel}, {kernel}]", "conv1.bias [8]"], fixture.Parameters());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    public void Conv2d_WithSamePadding_KeepsHeightAndWidth(int kernel, int dilation)
    {
        Assert.Equal("[B, 8, 12, 10]", fixture.Input(4, 12, 10).Conv2d(8, kernel, Padding.Same, dilation: dilation).Shape.ToString());
        var window = fixture.Graph.Nodes.Select(node => node.Op).OfType<ConvolutionOp>().Single().Window;
        Assert.Equal(dilation * (kernel - 1) / 2, window.PadTop);
        Assert.Equal(dilation * (kernel - 1), window.PadTop + window.PadBottom);
    }

    // What TensorFlow adds: as many windows as there are steps, and less padding where the last step is cut off.
    [Theory]
    [InlineData(5, 3, 2, 1, "1 1")]
    [InlineData(6, 3, 2, 1, "0 1")]
    [InlineData(6, 1, 2, 1, "0 0")]
    [InlineData(7, 4, 3, 1, "1 2")]
    [InlineData(8, 2, 4, 1, "0 0")]
    [InlineData(7, 3, 2, 2, "2 2")]
    public void Conv2d_WithSamePaddingAndAStride_HasAWindowForEveryStep(int length, int kernel, int stride, int dilation, string padding)
    {
        var y = fixture.Input(4, length, 10).Conv2d(8, (kernel, 3), Padding.Same, (stride, 1), (dilation, 1));
        Assert.Equal($"[B, 8, {(length + stride - 1) / stride}, 10]", y.Shape.ToString());
        var window = fixture.Graph.Nodes.Select(node => node.Op).OfType<ConvolutionOp>().Single().Window;
        Assert.Equal(padding, $"{window.PadTop} {window.PadBottom}");
    }

    [Fact]
    public void Conv2d_WithValidPadding_HasNone() =>
        Assert.Equal("[B, 8, 5, 4]", fixture.Input(4, 12, 10).Conv2d(8, 3, Padding.Valid, stride: 2).Shape.ToString());

    [Fact]
    public void Conv2d_TakesPairs()
    {
        var y = fixture.Input(4, 12, 10).Conv2d(8, kernel: (3, 5), stride: (2, 1), padding: (0, 2));
        Assert.Equal("[B, 8, 5, 10]", y.Shape.ToString());
        Assert.Equal("[B, 2, 5, 10]", y.Conv2d(2, (1, 3), Padding.Same).Shape.ToString());
        Assert.Equal(["conv1.weight [8, 4, 3, 5]", "conv1.bias [8]", "conv2.weight [2, 8, 1, 3]", "conv2.bias [2]"], fixture.Parameters());
    }

    [Fact]
    public void Conv2d_InGroups_ReadsAPartOfTheChannels()
    {
        Assert.Equal("[B, 6, 3, 3]", fixture.Input(4, 5, 5).Conv2d(6, 3, groups: 2, bias: false).Shape.ToString());
        Assert.Equal(["conv1.weight [6, 2, 3, 3]"], fixture.Parameters());
    }

    [Fact]
    public void Conv2d_StartsAsInPyTorch()
    {
        fixture.Input(4, 5, 5).Conv2d(6, 3, groups: 2);
        var bound = 1 / Math.Sqrt(2 * 3 * 3);
        Assert.Equal(bound, fixture.Parameter("conv1.weight").Initializer.Second, 1e-6);
        Assert.Equal(bound, fixture.Parameter("conv1.bias").Initializer.Second, 1e-6);
        Assert.False(fixture.Parameter("conv1.bias").Decays);
    }

    [Fact]
    public void Conv2d_CorrelatesWithItsFilters()
    {
        var y = fixture.Input(1, 2, 3).Conv2d(1, 2, padding: 1, name: "c");
        var values = fixture.Evaluate(y, 1, false, ("x", [1, 2, 3, 4, 5, 6]), ("c.weight", [1, 10, 100, 1000]), ("c.bias", [0.5]));
        Assert.Equal([1000.5, 2100.5, 3200.5, 300.5, 4010.5, 5421.5, 6532.5, 603.5, 40.5, 54.5, 65.5, 6.5], values);
    }

    [Fact]
    public void Conv2d_WithAWeightOfItsOwn_SharesIt()
    {
        var x = fixture.Input(4, 8, 8);
        var weight = x.Parameter("filters", [4, 2, 3, 3]);
        var y = x.Conv2d(weight, padding: 1, groups: 2).Relu().Conv2d(weight, x.Parameter("offset", [4]), stride: 2, groups: 2);
        Assert.Equal("[B, 4, 3, 3]", y.Shape.ToString());
        Assert.Equal(["filters [4, 2, 3, 3]", "offset [4]"], fixture.Parameters());
    }

    [Fact]
    public void DepthwiseConv2d_HasAFilterForEachChannel()
    {
        var y = fixture.Input(6, 8, 8).DepthwiseConv2d(3, stride: 2, padding: 1, multiplier: 2, name: "dw");
        Assert.Equal("[B, 12, 4, 4]", y.Shape.ToString());
        Assert.Equal(["dw.weight [12, 1, 3, 3]", "dw.bias [12]"], fixture.Parameters());
        Assert.Equal(["DepthwiseConv2d dw [B, 12, 4, 4]"], fixture.Layers());
        Assert.Equal("[B, 12, 4, 4]", y.DepthwiseConv2d(5, Padding.Same).Shape.ToString());
    }

    [Fact]
    public void DeepStack_OfResidualBlocks_HasTheKeysOfPyTorch()
    {
        var x = fixture.Input(16, 8, 8);
        for (var i = 0; i < 2; i++) x = x.Scope($"layer1.{i}", Block);
        Assert.Equal(
            ["layer1.0.conv1.weight [16, 16, 3, 3]", "layer1.0.bn1.weight [16]", "layer1.0.bn1.bias [16]", "layer1.1.conv1.weight [16, 16, 3, 3]", "layer1.1.bn1.weight [16]", "layer1.1.bn1.bias [16]"],
            fixture.Parameters());
        Assert.Equal("layer1.1.bn1.num_batches_tracked [] 0", fixture.States()[^1]);

        static Tensor Block(Tensor x) => (x + x.Conv2d(16, 3, padding: 1, bias: false, name: "conv1").BatchNorm2d(name: "bn1")).Relu();
    }
}
