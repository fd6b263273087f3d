using System.Globalization;
using System.Xml.Linq;
using global::Sentiment.Charts;
using global::Sentiment.Training;

namespace Sinter.Samples.Tests.Sentiment;

public sealed class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Convergence[] Convergences =
    [
        new("rnn", [new(0.5, 0.7), new(1, 0.6), new(1.5, 0.5), new(2, 0.45)], [new(1, 0.65, 0.7, TimeSpan.FromSeconds(8)), new(2, 0.475, 0.8, TimeSpan.FromSeconds(9.4))]),
        new("a & b", [new(0.5, 0.6), new(1, 0.4), new(1.5, 0.3), new(2, 0.2)], [new(1, 0.5, 0.8125, TimeSpan.FromSeconds(20)), new(2, 0.25, 0.87654, TimeSpan.FromSeconds(21))]),
    ];

    [Theory]
    [InlineData(0.2, 0.7, 6, 0.2, 0.7, 0.1)]
    [InlineData(71.3, 87.6, 6, 70, 90, 5)]
    [InlineData(0, 4, 4, 0, 4, 1)]
    [InlineData(3, 3, 5, 3, 6, 1)]
    [InlineData(-0.013, 0.004, 4, -0.015, 0.005, 0.005)]
    public void Axis_HasRoundNumbers(double least, double most, int ticks, double low, double high, double step)
    {
        var axis = Axis.Over([most, least], ticks);
        Assert.Equal((low, high, step), (Math.Round(axis.Low, 9), Math.Round(axis.High, 9), Math.Round(axis.Step, 9)));
        Assert.Equal(high, axis.Ticks.Last(), 9);
        Assert.Equal(0.5, axis.Place((low + high) / 2), 9);
    }

    [Fact]
    public void Axis_OfNothing_IsStillOne()
    {
        var axis = Axis.Over([double.NaN, double.PositiveInfinity], 5);
        Assert.Equal((0, 1), (axis.Low, axis.High));
    }

    [Fact]
    public void Svg_IsWellFormed_AndStaysInside()
    {
        // As in a country that writes 0,5.
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = culture;
        var root = XDocument.Parse(SvgChart.Draw(ConvergenceReport.Charts(Convergences))).Root!;
        var texts = root.Descendants(Svg + "text").Select(text => text.Value).ToList();
        foreach (var text in new[] { "Training loss", "Test accuracy", "epochs", "rnn", "a & b", "0.7", "85" }) Assert.Contains(text, texts);
        var lines = root.Descendants(Svg + "polyline").ToList();
        Assert.Equal(4, lines.Count);
        Assert.Equal(2, lines.Select(line => line.Attribute("stroke")!.Value).Distinct().Count());
        foreach (var point in lines.SelectMany(line => line.Attribute("points")!.Value.Split(' ')))
        {
            var numbers = point.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            Assert.InRange(numbers[0], 70, 450);
            Assert.InRange(numbers[1], 74, 342);
        }
    }

    [Fact]
    public void Terminal_DrawsAxesLinesAndLegend()
    {
        var chart = ConvergenceReport.Charts(Convergences)[1];
        var rows = TerminalChart.Draw(chart, width: 40, height: 8, (text, _) => text);
        Assert.Equal("    Test accuracy", rows[0]);
        Assert.EndsWith("▲", rows[2]);
        Assert.EndsWith("●", rows[5]);
        Assert.Contains(rows.Skip(1).Take(8), row => row.Any(character => character is > '\u2800' and <= '\u28FF'));
        Assert.Equal("   └┬───────────────────┬──────────────────┬", rows[9]);
        Assert.Equal("    0                   1                  2  epochs", rows[10]);
        Assert.Equal("    ● rnn   ▲ a & b", rows[11]);
    }

    [Fact]
    public void Terminal_PaintsEachLine()
    {
        var rows = TerminalChart.Draw(ConvergenceReport.Charts(Convergences)[0], 40, 8, (text, line) => line == 0 ? "" : text);
        Assert.DoesNotContain(rows, row => row.Contains('●'));
        Assert.Contains(rows, row => row.Contains('▲'));
    }

    [Fact]
    public void Table_HasARowForEachEpoch() => Assert.Equal(
        [
            "| epoch | rnn loss | test accuracy | seconds | a & b loss | test accuracy | seconds |",
            "| ----: | -------: | ------------: | ------: | ---------: | ------------: | ------: |",
            "|     1 |   0.6500 |       70.00 % |       8 |     0.5000 |       81.25 % |      20 |",
            "|     2 |   0.4750 |       80.00 % |       9 |     0.2500 |       87.65 % |      21 |",
        ],
        ConvergenceReport.Table(Convergences));
}
