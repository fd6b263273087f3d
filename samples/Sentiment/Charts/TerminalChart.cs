using System.Globalization;
using System.Text;

namespace Sentiment.Charts;

/// <summary>Draws a chart with the dots of Braille characters: two by four to a character.</summary>
internal sealed class TerminalChart
{
    private const int DotsAcross = 2, DotsDown = 4;

    private const int NoLine = -1;

    // The bit of each dot of a character, row by row.
    private static readonly int[] Bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    private readonly Chart chart;
    private readonly int width;
    private readonly int height;
    private readonly char[,] characters;
    private readonly int[,] owners;

    private TerminalChart(Chart chart, int width, int height)
    {
        (this.chart, this.width, this.height) = (chart, width, height);
        (characters, owners) = (new char[height, width], new int[height, width]);
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++) (characters[row, column], owners[row, column]) = (' ', NoLine);
        for (var line = 0; line < chart.Lines.Count; line++) Trace(line);
        for (var line = 0; line < chart.Lines.Count; line++) Mark(line);
    }

    /// <summary>The rows of the chart from its title to its legend.</summary>
    /// <param name="width">Characters across, without the numbers beside them.</param>
    /// <param name="height">Characters down, without title, axis and legend.</param>
    /// <param name="paint">Gives a text the colour of a line; it gets the line's number.</param>
    public static IReadOnlyList<string> Draw(Chart chart, int width, int height, Func<string, int, string> paint) =>
        new TerminalChart(chart, width, height).Rows(paint);

    private IReadOnlyList<string> Rows(Func<string, int, string> paint)
    {
        var numbers = chart.Y.Ticks.GroupBy(tick => Row(tick)).ToDictionary(group => group.Key, group => Number(group.First(), chart.Format));
        var margin = numbers.Values.Max(text => text.Length);
        var rows = new List<string> { $"{new string(' ', margin)}  {chart.Title}" };
        for (var row = 0; row < height; row++)
        {
            var text = new StringBuilder();
            text.Append(numbers.GetValueOrDefault(row, "").PadLeft(margin)).Append(numbers.ContainsKey(row) ? " ┤" : " │");
            for (var column = 0; column < width; column++)
            {
                var (character, owner) = (characters[row, column].ToString(), owners[row, column]);
                text.Append(owner == NoLine ? character : paint(character, owner));
            }

            rows.Add(text.ToString().TrimEnd());
        }

        var line = new StringBuilder(new string('─', width));
        var labels = new StringBuilder(new string(' ', width + 4));
        foreach (var tick in chart.X.Ticks)
        {
            var (column, label) = (Column(tick), Number(tick, "0.##"));
            line[column] = '┬';
            labels.Remove(column, label.Length).Insert(column, label);
        }

        rows.Add($"{new string(' ', margin)} └{line}");
        rows.Add($"{new string(' ', margin)}  {labels.ToString().TrimEnd()}  {chart.Horizontal}");
        rows.Add($"{new string(' ', margin)}  {string.Join("   ", chart.Lines.Select((each, index) => paint($"{Palette.Mark(index)} {each.Name}", index)))}");
        return rows;
    }

    private void Trace(int line)
    {
        var points = chart.Lines[line].Points;
        for (var i = 1; i < points.Count; i++)
        {
            var (fromX, fromY) = Dot(points[i - 1]);
            var (toX, toY) = Dot(points[i]);
            var steps = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY))));
            for (var step = 0; step <= steps; step++)
                Set((int)Math.Round(fromX + (toX - fromX) * step / steps), (int)Math.Round(fromY + (toY - fromY) * step / steps), line);
        }
    }

    private void Mark(int line)
    {
        foreach (var point in chart.Lines[line].Points.Where(point => point.X == Math.Floor(point.X)))
        {
            var (row, column) = (Row(point.Y), Column(point.X));
            (characters[row, column], owners[row, column]) = (Palette.Mark(line), line);
        }
    }

    private (double X, double Y) Dot(ChartPoint point) =>
        (chart.X.Place(point.X) * (width * DotsAcross - 1), (1 - chart.Y.Place(point.Y)) * (height * DotsDown - 1));

    private int Row(double y) => (int)Math.Round((1 - chart.Y.Place(y)) * (height * DotsDown - 1)) / DotsDown;

    private int Column(double x) => (int)Math.Round(chart.X.Place(x) * (width * DotsAcross - 1)) / DotsAcross;

    private void Set(int x, int y, int line)
    {
        var (row, column) = (y / DotsDown, x / DotsAcross);
        ref var character = ref characters[row, column];
        character = (char)((character == ' ' ? 0x2800 : character) | Bits[y % DotsDown * DotsAcross + x % DotsAcross]);
        owners[row, column] = line;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
