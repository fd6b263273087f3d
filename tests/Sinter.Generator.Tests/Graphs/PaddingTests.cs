using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>What stands beyond the ends of axes.</summary>
public sealed class PaddingTests
{
    private readonly GraphFixture fixture = new();

    [Theory]
    [InlineData(PaddingMode.Zeros, "0 0 1 2 3 0 0")]
    [InlineData(PaddingMode.Reflect, "3 2 1 2 3 2 1")]
    [InlineData(PaddingMode.Replicate, "1 1 1 2 3 3 3")]
    [InlineData(PaddingMode.Circular, "2 3 1 2 3 1 2")]
    public void Pad_ContinuesAnAxis(PaddingMode mode, string expected)
    {
        var y = fixture.Input(3).Pad([2, 2], mode);
        Assert.Equal(expected, string.Join(' ', fixture.Evaluate(y, 1, false, ("x", [1, 2, 3]))));
    }

    [Fact]
    public void Pad_TakesTheLastAxisFirst()
    {
        var x = fixture.Input(2, 3, 4);
        Assert.Equal("[B, 2, 6, 7]", x.Pad([1, 2, 3, 0], PaddingMode.Replicate).Shape.ToString());
        Assert.Equal("[B, 4, 3, 4]", x.Pad([0, 0, 0, 0, 1, 1]).Shape.ToString());
        Assert.Equal("[B, 2, 7, 8]", x.ZeroPad2d(2).Shape.ToString());
        Assert.Equal("[B, 2, 5, 9]", x.CircularPad2d((1, 4, 2, 0)).Shape.ToString());
        Assert.Equal(["Pad pad1 [B, 2, 6, 7]", "Pad pad2 [B, 4, 3, 4]", "ZeroPad2d zeropad1 [B, 2, 7, 8]", "CircularPad2d circularpad1 [B, 2, 5, 9]"], fixture.Layers());
    }

    [Fact]
    public void Convolutions_ContinueTheirImages()
    {
        var x = fixture.Input(1, 3);
        var weight = x.Parameter("w", [1, 1, 3]);
        var y = x.Pad([1, 1], PaddingMode.Circular).Conv1d(weight);
        var z = x.Conv1d(1, 3, padding: 1, bias: false, paddingMode: PaddingMode.Circular, name: "c");
        (string, double[])[] values = [("x", [1, 2, 3]), ("w", [1, 10, 100]), ("c.weight", [1, 10, 100])];
        Assert.Equal([213, 321, 132], fixture.Evaluate(y, 1, false, values));
        Assert.Equal([213, 321, 132], fixture.Evaluate(z, 1, false, values));
        Assert.Equal("[B, 2, 3]", x.Conv1d(2, 3, Padding.Causal, paddingMode: PaddingMode.Replicate).Shape.ToString());
    }

    [Fact]
    public void LengthsThatACallBinds_HaveToBeLongEnough()
    {
        var builder = new GraphBuilder();
        var x = new Tensor(builder, builder.Add(new InputOp("x", Shape.Of(Dim.Batch, 2, Dim.Of(new DimSymbol("T", 2, 30))), DataType.Float32, IsTarget: false)));
        Assert.Equal("[B, 2, T+2]", x.ReflectionPad1d(1).Shape.ToString());
        Assert.Equal("[B, 2, T+8]", x.ReplicationPad1d(4).Shape.ToString());
        Assert.Equal(
            "ReflectionPad1d: a padding of 2 by PaddingMode.Reflect needs 3 elements, but axis 1 of [B, 2, T] can have 2; use a padding of 1 or less, or state Min = 3 of T.",
            Assert.Throws<NetworkDefinitionException>(() => x.ReflectionPad1d(2)).Message);
    }

    [Fact]
    public void WhatDoesNotFit_IsSaid()
    {
        GraphFixture.Fails("SNT2002", "CircularPad2d: a padding of 4 by PaddingMode.Circular needs 4 elements, but axis 1 of [B, 2, 3, 5] has 3; use a padding of 3 or less.", f => f.Input(2, 3, 5).CircularPad2d(4));
        GraphFixture.Fails("SNT2002", "Conv2d: a padding of 1 by PaddingMode.Reflect needs 2 elements, but axis 2 of [B, 2, 3, 1] has 1; use a padding of 0.", f => f.Input(2, 3, 1).Conv2d(4, 3, padding: 1, paddingMode: PaddingMode.Reflect));
        GraphFixture.Fails("SNT2002", "Pad: with PaddingMode.Reflect no element is the value 1; leave it out, or use PaddingMode.Zeros.", f => f.Input(5).Pad([1, 1], PaddingMode.Reflect, value: 1));
        GraphFixture.Fails("SNT2002", "Pad: pad is -1, but must be 0 or more.", f => f.Input(5).Pad([1, -1]));
    }
}
