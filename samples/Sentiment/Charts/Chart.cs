namespace Sentiment.Charts;

/// <summary>A point of a line.</summary>
internal readonly record struct ChartPoint(double X, double Y);

/// <summary>A line of a chart. Points at whole numbers of X are marked.</summary>
internal sealed record ChartLine(string Name, IReadOnlyList<ChartPoint> Points);

/// <summary>Lines over common axes; they can be drawn on a terminal and as SVG.</summary>
/// <param name="Format">How a number of the vertical axis is written.</param>
internal sealed record Chart(string Title, string Horizontal, string Vertical, string Format, IReadOnlyList<ChartLine> Lines)
{
    /// <summary>From 0, where training begins, to the last point, at whole numbers.</summary>
    public Axis X { get; } = Axis.Over(Points(Lines).Select(point => point.X).Append(0), ticks: 10, leastStep: 1);

    public Axis Y { get; } = Axis.Over(Points(Lines).Select(point => point.Y), ticks: 6);

    private static IEnumerable<ChartPoint> Points(IEnumerable<ChartLine> lines) => lines.SelectMany(line => line.Points);
}
