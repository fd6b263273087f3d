using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>Convolutions and pools along sequences.</summary>
public sealed class SequenceWindowTests
{
    private readonly GraphFixture fixture = new();

    [Theory]
    [InlineData(3, 1, 0, 1, "[B, 8, 10]")]
    [InlineData(3, 1, 1, 1, "[B, 8, 12]")]
    [InlineData(3, 2, 1, 1, "[B, 8, 6]")]
    [InlineData(3, 1, 2, 2, "[B, 8, 12]")]
    [InlineData(5, 3, 0, 1, "[B, 8, 3]")]
    public void Conv1d_HasTheShapesOfPyTorch(int kernel, int stride, int padding, int dilation, string output)
    {
        Assert.Equal(output, fixture.Input(4, 12).Conv1d(8, kernel, stride, padding, dilation).Shape.ToString());
        Assert.Equal([$"conv1.weight [8, 4, {kernel}]", "conv1.bias [8]"], fixture.Parameters());
    }

    [Fact]
    public void Conv1d_InGroups_ReadsAPartOfTheChannels()
    {
        Assert.Equal("[B, 6, 9]", fixture.Input(4, 9).Conv1d(6, 3, padding: 1, groups: 2, bias: false).Shape.ToString());
        Assert.Equal(["conv1.weight [6, 2, 3]"], fixture.Parameters());
    }

    [Fact]
    public void Conv1d_WithCausalPadding_LooksBackOnly()
    {
        var x = fixture.Input(1, 4);
        var y = x.Conv1d(x.Parameter("weight", [1, 1, 2]), stride: 1);
        var causal = x.Conv1d(1, 2, Padding.Causal, dilation: 2, bias: false, name: "c");
        (string, double[])[] values = [("x", [1, 2, 3, 4]), ("weight", [10, 1]), ("c.weight", [10, 1])];
        Assert.Equal([12, 23, 34], fixture.Evaluate(y, 1, false, values));
        Assert.Equal([1, 2, 13, 24], fixture.Evaluate(causal, 1, false, values));
        Assert.Equal([1, 2, 13, 24], fixture.Evaluate(x.Conv1d(x.Parameter("w", [1, 1, 2]), bias: null, Padding.Causal, dilation: 2), 1, false, [.. values, ("w", [10, 1])]));
        Assert.Equal("[B, 1, 2]", x.Conv1d(1, 3, Padding.Causal, stride: 2).Shape.ToString());
    }

    [Fact]
    public void Pools_AreThoseOfImagesOfOneRow()
    {
        var x = fixture.Input(1, 5);
        (string, double[]) values = ("x", [1, 5, 2, 4, 3]);
        Assert.Equal([5, 4], fixture.Evaluate(x.MaxPool1d(2), 1, false, values));
        Assert.Equal([5, 4, 3], fixture.Evaluate(x.MaxPool1d(2, ceilMode: true), 1, false, values));
        Assert.Equal([3, 3], fixture.Evaluate(x.AvgPool1d(2), 1, false, values));
        GraphFixture.Close([1, 3.5, 3.5], fixture.Evaluate(x.AvgPool1d(2, padding: 1, countIncludePad: false), 1, false, values));
    }

    // PyTorch's rule for every length at once: what a constant length gives, a bound one gives as well.
    [Fact]
    public void LengthsThatACallBinds_AreThoseOfConstantOnes()
    {
        for (var kernel = 1; kernel <= 4; kernel++)
        for (var stride = 1; stride <= 5; stride++)
        for (var padding = 0; padding <= kernel / 2; padding++)
        for (var dilation = 1; dilation <= 2; dilation++)
        {
            var least = Math.Max(1, (dilation * (kernel - 1)) + 1 - (2 * padding));
            var open = new GraphBuilder();
            var x = new Tensor(open, open.Add(new InputOp("x", Shape.Of(Dim.Batch, 2, Dim.Of(new DimSymbol("T", least, 30))), DataType.Float32, IsTarget: false)));
            foreach (var ceilMode in new[] { false, true })
            {
                var length = x.MaxPool1d(kernel, stride, padding, dilation, ceilMode).Shape.Dims[2];
                for (var t = least; t <= 30; t++)
                {
                    var bound = t;
                    var expected = new GraphFixture().Input(2, t).MaxPool1d(kernel, stride, padding, dilation, ceilMode).Shape.Dims[2];
                    Assert.Equal(expected.Value, length.Evaluate(_ => bound));
                }
            }
        }
    }

    [Fact]
    public void WindowsThatDoNotFit_SayWhatWould()
    {
        var error = Assert.Throws<NetworkDefinitionException>(() => fixture.Input(4, 5).Conv1d(8, 7));
        Assert.Equal("Conv1d looks at windows of 7, but the input [B, 4, 5] is only 5; use a kernel of 5 or less, padding: 1 or more, or one reduction of the length less before it.", error.Message);
        Assert.Equal(
            "MaxPool1d needs sequences [B, channels, length], but gets [B, 5]; insert Unsqueeze(0) before it for one channel: [B, 1, 5].",
            Assert.Throws<NetworkDefinitionException>(() => fixture.Input(5).MaxPool1d(2)).Message);
        Assert.Equal(
            "Conv1d needs a weight [outChannels, 4, kernel] for the input [B, 4, 5], but gets [6, 3, 2]; declare it with [6, 4, 2].",
            Assert.Throws<NetworkDefinitionException>(() => fixture.Input(4, 5).Conv1d(fixture.Input(1).Parameter("w", [6, 3, 2]))).Message);
    }
}
