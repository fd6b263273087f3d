using Sinter.Generator.Emit;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Symbols;

/// <summary>Arithmetic of extents whose symbols are not bound yet.</summary>
public sealed class ExtentTests
{
    private static readonly DimSymbol Time = new("T", 1, 512), Other = new("U", 3, 9), Quarters = new("Q", 4, 64, MultipleOf: 4);

    private static Dim T => Dim.Of(Time);

    private static Dim U => Dim.Of(Other);

    private static Dim Q => Dim.Of(Quarters);

    [Fact]
    public void Dims_PrintAsTheyAreWritten() => Assert.Equal(
        ["T", "T+1", "T-1", "2*T", "2*T+3", "Q", "Q/2", "3*Q/4", "Q/4-1", "8*Q", "-T+512"],
        new[] { T, T.Plus(1), T.Plus(-1), T.Times(2), T.Times(2).Plus(3), Q, Half(Q), Q.DividedBy(4)!.Value.Times(3), Q.DividedBy(4)!.Value.Plus(-1), Q.Times(8), T.Times(-1).Plus(512) }.Select(dim => dim.ToString()));

    [Fact]
    public void Dims_OfOneSymbolAddUp()
    {
        Assert.Equal(T.Times(2).Plus(1), Dim.Add(T, T.Plus(1)));
        Assert.Equal((Dim)1, Dim.Subtract(T.Plus(1), T));
        Assert.Equal(Q, Dim.Add(Half(Q), Half(Q)));
        Assert.Null(Dim.Add(T, U));
        Assert.Null(T.DividedBy(2));
        Assert.Equal(Half(Q), Q.Steps(2));
        Assert.Equal(Half(Q).Plus(1), Q.Plus(1).Steps(2));
        Assert.Null(T.Steps(2));
    }

    [Fact]
    public void Bounds_FollowTheSymbol()
    {
        Assert.Equal((2, 513), (T.Plus(1).Minimum, T.Plus(1).Maximum));
        Assert.Equal((0, 511), (T.Times(-1).Plus(512).Minimum, T.Times(-1).Plus(512).Maximum));
        Assert.Equal((2, 32), (Half(Q).Minimum, Half(Q).Maximum));
        Assert.Equal((4, 8), (new DimSymbol("R", 3, 10, 4).MinUnits * 4, new DimSymbol("R", 3, 10, 4).MaxUnits * 4));
        Assert.Equal(3 - 1, Unification.LeastRest(U, 1));
        Assert.Equal(0, Unification.LeastRest(T.Times(2), T, T));
        Assert.Equal(4 - 9, Unification.LeastRest(Q, U));
    }

    [Fact]
    public void Extents_AreEqualWhateverTheirOrder()
    {
        var extent = Extent.Of([Dim.Batch, 8, T, T.Times(2).Plus(2)]);
        Assert.Equal(Extent.Of([T.Plus(1), 16, T, Dim.Batch]), extent);
        Assert.Equal("16*B*T*(T+1)", extent.ToString());
        Assert.Equal(16 * 512 * 513, extent.MaximumPerSample);
        Assert.Equal(16 * 3 * 5 * 6, extent.Evaluate(symbol => symbol.IsBatch ? 3 : 5));
        Assert.True(extent.IsBatched);
        Assert.NotEqual(Extent.Of(U), Extent.Of(T));
        Assert.Equal(Extent.Of(Q), 2 * Extent.Of(Half(Q)));
        Assert.Equal("3*Q", (6 * Extent.Of(Half(Q))).ToString());
    }

    [Fact]
    public void Division_IsExactOrNothing()
    {
        var extent = Extent.Of([Dim.Batch, 12, T, T.Plus(1)]);
        Assert.Equal(Extent.Of([Dim.Batch, 3, T]), extent.DividedBy(Extent.Of([4, T.Plus(1)])));
        Assert.Equal(Extent.One, extent.DividedBy(extent));
        Assert.Null(extent.DividedBy(Extent.Of(T.Plus(2))));
        Assert.Null(extent.DividedBy(5));
        Assert.Null(extent.DividedBy(Extent.Of([T, T])));
        Assert.Equal(Extent.Of(Half(Q)), Extent.Of(Q).DividedBy(2));
        Assert.Null(Extent.Of(Q).DividedBy(8));
    }

    [Fact]
    public void Products_AreOneExtentOfAShapeOnlyWithOneSymbol()
    {
        Assert.Equal(T.Times(6).Plus(6), (6 * Extent.Of(T.Plus(1))).ToDim());
        Assert.Equal(Q, Extent.Of([2, Half(Q)]).ToDim());
        Assert.Equal((Dim)12, Extent.Of([3, 4]).ToDim());
        Assert.Null(Extent.Of([T, T]).ToDim());
    }

    [Fact]
    public void TwoBatches_CannotBePlanned() =>
        Assert.Contains("B*B", Assert.Throws<NotSupportedException>(() => Extent.Of([Dim.Batch, Dim.Batch]).MaximumPerSample).Message);

    [Theory]
    [InlineData("T", "U", "T and U are bound apart at every call, so that nothing makes them equal; name both extents by one symbol")]
    [InlineData("T", "T+1", "T and T+1 always differ")]
    [InlineData("T", "5", "T and 5 are equal at some calls only, 1 <= T <= 512; extents must be equal at every call")]
    [InlineData("T", "600", "T and 600 always differ: 1 <= T <= 512")]
    [InlineData("2*T", "T", "2*T and T always differ")]
    [InlineData("3", "4", "3 and 4 differ")]
    public void Unification_SaysWhy(string left, string right, string reason)
    {
        Dim Parse(string text) => text switch { "T" => T, "U" => U, "T+1" => T.Plus(1), "2*T" => T.Times(2), _ => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) };
        Assert.Equal(reason, Unification.Explain(Parse(left), Parse(right)));
    }

    [Fact]
    public void Code_UsesTheNamesOfTheSymbols()
    {
        var sizes = SizeNames.OfLoop(new([Time, Quarters]), new NameAllocator("row"));
        string[] texts =
        [
            sizes.Of(Extent.Of([Dim.Batch, 64, T])), sizes.Of(Extent.Of(T.Plus(1))), sizes.Product(Extent.Of(T.Plus(1))), sizes.Atom(Extent.Of([2, T])),
            sizes.Int(Extent.Of(T.Plus(-1))), sizes.Of(Extent.Of(Half(Q))), sizes.Of(Extent.Of([3, Q])), sizes.Of(Extent.Of([3, T, Half(Q)])), sizes.Float(Extent.Of([6, Dim.Batch])),
            sizes.Of(Extent.Of(T.Times(-1).Plus(512))), sizes.Of(Extent.Of(Q.DividedBy(4)!.Value.Times(3).Plus(1))), sizes.Long(Extent.Of([80, T])), sizes.Of(7),
        ];
        Assert.Equal(
            ["64 * batch * T", "T + 1", "(T + 1)", "(2 * T)", "(int)(T - 1)", "Q / 2", "3 * Q", "3 * (Q / 2) * T", "6f * batch", "512 - T", "3 * Q / 4 + 1", "80L * T", "7"], texts);
        var writer = new SourceWriter();
        using (writer.Block("loop"))
        {
            var mark = writer.Here();
            writer.Line("body;");
            sizes.WriteUsed(writer, mark);
        }

        Assert.Equal("loop\n{\n    var batch = sizes.Batch;\n    var T = sizes[0];\n    var Q = sizes[1];\n    body;\n}\n", writer.ToString());
    }

    private static Dim Half(Dim dim) => dim.DividedBy(2)!.Value;
}
