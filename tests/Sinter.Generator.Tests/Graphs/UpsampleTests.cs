using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>Images and sequences made larger by interpolation.</summary>
public sealed class UpsampleTests
{
    private readonly GraphFixture fixture = new();

    [Fact]
    public void Nearest_RepeatsWhatThereIs()
    {
        var x = fixture.Input(1, 2, 2);
        (string, double[]) image = ("x", [1, 2, 3, 4]);
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], fixture.Evaluate(x.Upsample(scaleFactor: 2), 1, false, image));
        Assert.Equal([1, 1, 2, 3, 3, 4], fixture.Evaluate(x.Upsample((2, 3)), 1, false, image));
        Assert.Equal([1, 2], fixture.Evaluate(x.Upsample(scaleFactor: (0.5f, 1)), 1, false, image));
    }

    [Fact]
    public void Linear_DrawsLinesBetweenMiddles()
    {
        var x = fixture.Input(1, 3);
        (string, double[]) line = ("x", [0, 4, 8]);
        Assert.Equal([0, 1, 3, 5, 7, 8], fixture.Evaluate(x.Upsample(scaleFactor: 2, mode: UpsampleMode.Linear), 1, false, line));
        GraphFixture.Close([0, 2, 4, 6, 8], fixture.Evaluate(x.Upsample(size: 5, mode: UpsampleMode.Linear, alignCorners: true), 1, false, line));
    }

    // By a whole factor without a table: the same as with one.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Linear_ByAWholeFactor_IsWhatATableGives(int factor)
    {
        var x = fixture.Input(1, 2, 3);
        var y = x.Upsample(scaleFactor: factor, mode: UpsampleMode.Bilinear);
        Assert.DoesNotContain("MatMul", fixture.Operations());
        var table = x.With(Resampling.Run(
            x.Builder, x.Id, Resampling.Table(2, 2 * factor, 1.0 / factor, UpsampleMode.Bilinear, alignCorners: false), Resampling.Table(3, 3 * factor, 1.0 / factor, UpsampleMode.Bilinear, alignCorners: false)));
        (string, double[]) image = ("x", [1, -2, 3, 5, 0.5, -1]);
        GraphFixture.Close(fixture.Evaluate(table, 1, false, image), fixture.Evaluate(y, 1, false, image));
    }

    [Theory]
    [InlineData(UpsampleMode.Nearest)]
    [InlineData(UpsampleMode.Linear)]
    public void LengthsThatACallBinds_GrowByWholeFactors(UpsampleMode mode)
    {
        var builder = new GraphBuilder();
        var x = new Tensor(builder, builder.Add(new InputOp("x", Shape.Of(Dim.Batch, 2, Dim.Of(new DimSymbol("T", 1, 30))), DataType.Float32, IsTarget: false)));
        Assert.Equal("[B, 2, 3*T]", x.Upsample(scaleFactor: 3, mode: mode).Shape.ToString());
        Assert.Equal(
            "Upsample: a call chooses T of [B, 2, T], and so it can grow by a whole scaleFactor only; use 2.",
            Assert.Throws<NetworkDefinitionException>(() => x.Upsample(scaleFactor: 1.5f, mode: mode)).Message);
    }

    [Fact]
    public void WhatDoesNotFit_IsSaid()
    {
        GraphFixture.Fails("SNT2002", "Upsample needs either a size or a scaleFactor, but gets neither; for images twice as large, write scaleFactor: 2 alone.", f => f.Input(2, 3, 5).Upsample());
        GraphFixture.Fails("SNT2002", "Upsample: UpsampleMode.Linear is for sequences, but the input [B, 2, 3, 5] is an image; use UpsampleMode.Bilinear.", f => f.Input(2, 3, 5).Upsample(2, mode: UpsampleMode.Linear));
        GraphFixture.Fails("SNT2002", "Upsample: a scaleFactor of 0.2 leaves nothing of the 3 elements along an axis of [B, 2, 3, 5]; use 0.33333334 or more.", f => f.Input(2, 3, 5).Upsample(scaleFactor: 0.2f));
        GraphFixture.Fails(
            "SNT2002", "Upsample: alignCorners says where lines through neighbours are read, and UpsampleMode.Nearest has none; use false, or UpsampleMode.Bilinear.", f => f.Input(2, 3, 5).Upsample(scaleFactor: 2, alignCorners: true));
    }
}
