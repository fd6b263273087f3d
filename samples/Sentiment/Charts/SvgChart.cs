using System.Globalization;
using System.Net;
using System.Text;

namespace Sentiment.Charts;

/// <summary>Draws charts side by side as one SVG image.</summary>
internal static class SvgChart
{
    private const int PanelWidth = 470, Height = 400;

    private const int Left = 70, Right = 20, Top = 74, Bottom = 58;

    private const double MarkSize = 4.5;

    /// <summary>The text of the SVG file.</summary>
    public static string Draw(IReadOnlyList<Chart> charts)
    {
        var svg = new StringBuilder();
        var width = PanelWidth * charts.Count;
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{Height}" viewBox="0 0 {width} {Height}" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#333333">""");
        Add(svg, $"""<rect width="{width}" height="{Height}" fill="#ffffff"/>""");
        for (var i = 0; i < charts.Count; i++)
        {
            Add(svg, $"""<g transform="translate({i * PanelWidth} 0)">""");
            Panel(svg, charts[i]);
            Add(svg, $"</g>");
        }

        Add(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Panel(StringBuilder svg, Chart chart)
    {
        Add(svg, $"""<text x="{Left}" y="26" font-size="16" font-weight="bold">{Text(chart.Title)}</text>""");
        Legend(svg, chart);
        Grid(svg, chart);
        for (var line = 0; line < chart.Lines.Count; line++) Line(svg, chart, line);
    }

    private static void Legend(StringBuilder svg, Chart chart)
    {
        var x = Left + MarkSize;
        for (var line = 0; line < chart.Lines.Count; line++)
        {
            Mark(svg, line, x, 48);
            Add(svg, $"""<text x="{x + 10:0.##}" y="52.5">{Text(chart.Lines[line].Name)}</text>""");
            x += 34 + 7.5 * chart.Lines[line].Name.Length;
        }
    }

    private static void Grid(StringBuilder svg, Chart chart)
    {
        foreach (var tick in chart.Y.Ticks)
        {
            Add(svg, $"""<line x1="{Left}" y1="{Y(chart, tick):0.##}" x2="{PanelWidth - Right}" y2="{Y(chart, tick):0.##}" stroke="#e3e3e3"/>""");
            Add(svg, $"""<text x="{Left - 9}" y="{Y(chart, tick) + 4.5:0.##}" text-anchor="end">{tick.ToString(chart.Format, CultureInfo.InvariantCulture)}</text>""");
        }

        foreach (var tick in chart.X.Ticks)
        {
            Add(svg, $"""<line x1="{X(chart, tick):0.##}" y1="{Height - Bottom}" x2="{X(chart, tick):0.##}" y2="{Height - Bottom + 5}" stroke="#333333"/>""");
            Add(svg, $"""<text x="{X(chart, tick):0.##}" y="{Height - Bottom + 20}" text-anchor="middle">{tick:0.##}</text>""");
        }

        Add(svg, $"""<path d="M{Left} {Top}V{Height - Bottom}H{PanelWidth - Right}" fill="none" stroke="#333333"/>""");
        Add(svg, $"""<text x="{(Left + PanelWidth - Right) / 2}" y="{Height - 16}" text-anchor="middle">{Text(chart.Horizontal)}</text>""");
        Add(svg, $"""<text transform="translate(20 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">{Text(chart.Vertical)}</text>""");
    }

    private static void Line(StringBuilder svg, Chart chart, int line)
    {
        var points = chart.Lines[line].Points.Where(point => double.IsFinite(point.Y)).ToList();
        var path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(chart, point.X):0.##},{Y(chart, point.Y):0.##}")));
        Add(svg, $"""<polyline points="{path}" fill="none" stroke="{Palette.Colour(line)}" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/>""");
        foreach (var point in points.Where(point => point.X == Math.Floor(point.X))) Mark(svg, line, X(chart, point.X), Y(chart, point.Y));
    }

    // Marks differ in their form as well, for prints without colour; they are those of the terminal as far as there are.
    private static void Mark(StringBuilder svg, int line, double x, double y)
    {
        var style = $"fill=\"{Palette.Colour(line)}\" stroke=\"#ffffff\"";
        const double Size = MarkSize;
        switch (Palette.Mark(line))
        {
            case '▲': Add(svg, $"""<path d="M{x:0.##} {y - Size:0.##}l{Size:0.##} {2 * Size:0.##}h{-2 * Size:0.##}z" {style}/>"""); break;
            case '■': Add(svg, $"""<rect x="{x - Size + 0.5:0.##}" y="{y - Size + 0.5:0.##}" width="{2 * Size - 1:0.##}" height="{2 * Size - 1:0.##}" {style}/>"""); break;
            case '◆': Add(svg, $"""<path d="M{x:0.##} {y - Size:0.##}l{Size:0.##} {Size:0.##}l{-Size:0.##} {Size:0.##}l{-Size:0.##} {-Size:0.##}z" {style}/>"""); break;
            default: Add(svg, $"""<circle cx="{x:0.##}" cy="{y:0.##}" r="{Size:0.##}" {style}/>"""); break;
        }
    }

    private static double X(Chart chart, double x) => Left + chart.X.Place(x) * (PanelWidth - Left - Right);

    private static double Y(Chart chart, double y) => Height - Bottom - chart.Y.Place(y) * (Height - Top - Bottom);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
