using Sinter.Graphs;

namespace Sinter.Generator.Tests.Symbols;

/// <summary>Whole parts of extents that a call binds: what strides leave.</summary>
public sealed class QuotientTests
{
    private static readonly DimSymbol Time = new("T", 3, 60), Quarters = new("Q", 4, 64, MultipleOf: 4);

    private static Dim T => Dim.Of(Time);

    private static Dim Q => Dim.Of(Quarters);

    [Fact]
    public void WholeParts_AreThoseOfEveryLength()
    {
        foreach (var symbol in new[] { Time, Quarters })
        {
            foreach (var extent in new[] { Dim.Of(symbol), Dim.Of(symbol).Plus(5), Dim.Of(symbol).Plus(-2), Dim.Of(symbol).Times(3).Plus(1), Dim.Of(symbol).Times(-1).Plus(70) })
            {
                for (var first = 1; first <= 6; first++)
                {
                    for (var second = 1; second <= 4; second++)
                    {
                        foreach (var (scale, offset) in new[] { (1, 0), (1, 3), (2, -1) })
                        {
                            var (outer, inner) = (extent.Floor(first).Times(scale).Plus(offset).Floor(second), extent.Floor(first));
                            for (var value = symbol.MinUnits * symbol.MultipleOf; value <= symbol.Max; value += symbol.MultipleOf)
                            {
                                var bound = value;
                                var expected = (long)Math.Floor(Math.Floor(extent.Evaluate(_ => bound) / (double)first) * scale + offset);
                                Assert.Equal((long)Math.Floor(expected / (double)second), outer.Evaluate(_ => bound));
                                Assert.InRange(outer.Evaluate(_ => bound), outer.Minimum, outer.Maximum);
                                Assert.InRange(inner.Evaluate(_ => bound), inner.Minimum, inner.Maximum);
                            }
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void EqualWholeParts_AreTheSameExtent()
    {
        Assert.Equal(T.Floor(4), T.Floor(2).Floor(2));
        Assert.Equal(T.Plus(3).Floor(4), T.Plus(1).Floor(2).Plus(1).Floor(2));
        Assert.Equal(T.Plus(-1).Floor(2).Plus(1), T.Plus(1).Floor(2));
        Assert.Equal(T.Times(2).Floor(4), T.Floor(2));
        Assert.Equal(Q.DividedBy(4), Q.Floor(4));
        Assert.Equal(Q.Floor(8), Q.Floor(2).Floor(4));
        Assert.Equal((Dim)1, T.Plus(60).Floor(63).Plus(0).Floor(1));
        Assert.NotEqual(T.Floor(2), T.Plus(1).Floor(2));
    }

    [Fact]
    public void WholeParts_PrintAsTheyAreWorkedOut() => Assert.Equal(
        ["⌊T/2⌋", "⌊(T+1)/2⌋", "⌊T/2⌋+3", "2*⌊T/3⌋", "⌊(2*T+1)/3⌋", "⌊(Q/4)/2⌋", "Q/4"],
        new[] { T.Floor(2), T.Plus(1).Floor(2), T.Plus(6).Floor(2), T.Floor(3).Times(2), T.Times(2).Plus(1).Floor(3), Q.Floor(8), Q.Floor(4) }.Select(dim => dim.ToString()));

    [Fact]
    public void RestsOfWholeParts_FollowFromWhatTheyArePartsOf()
    {
        // Twice the half, rounded up, is never less than the whole; rounded down, less by 1 at most.
        Assert.Equal(0, Unification.LeastRest(T.Plus(1).Floor(2).Times(2), T));
        Assert.Equal(-1, Unification.LeastRest(T.Floor(2).Times(2), T));
        Assert.Equal(0, Unification.LeastRest(T, T.Floor(2), T.Floor(2)));
    }
}
