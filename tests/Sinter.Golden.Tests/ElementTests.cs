using Sinter.Golden.Elements;

namespace Sinter.Golden;

/// <summary>An index for each element, along an axis that is not the last, against what the layers say they do.</summary>
public sealed class ElementTests
{
    private const int Batch = 2, Rows = 5, Indices = 3, Columns = 4;

    [Fact]
    public void Elements_AreChosenAndAddedColumnByColumn()
    {
        var (x, more) = (Formula.Uniform("elements/x", Batch * Rows * Columns, -1, 1), Formula.Uniform("elements/more", Batch * Indices * Columns, -1, 1));
        var index = Formula.Choices("elements/index", Batch * Indices * Columns, Rows);
        var (expected, sums) = (new float[more.Length], x.ToArray());
        for (var i = 0; i < more.Length; i++)
        {
            var place = (((i / (Indices * Columns) * Rows) + index[i]) * Columns) + (i % Columns);
            expected[i] = x[place];
            sums[place] += more[i];
        }

        var (chosen, added) = (new float[more.Length], new float[x.Length]);
        using var session = new ElementsOfTwoAxes(1).CreateSession(maxBatch: Batch + 1);
        session.Forward(x, index, more, chosen, added);
        Assert.Equal(expected, chosen);
        Close.To(sums, added, Close.Forward, "sums");
    }
}
