using System.Globalization;
using System.Net;
using System.Text;

namespace AttentionMap.Drawing;

/// <summary>Draws a matrix of weights as an SVG image.</summary>
internal static class SvgHeatMap
{
    private const int Cell = 34, Top = 130, Left = 100, Right = 90, Bottom = 24;

    /// <summary>The text of the SVG file.</summary>
    /// <param name="title">What stands above the map.</param>
    /// <param name="words">The words of rows and columns.</param>
    /// <param name="weights">From 0 to 1: what a row's word gives to a column's.</param>
    public static string Draw(string title, IReadOnlyList<string> words, float[,] weights)
    {
        var svg = new StringBuilder();
        var side = words.Count * Cell;
        var (width, height) = (Left + side + Right, Top + side + Bottom);
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#333333">""");
        Add(svg, $"""<rect width="{width}" height="{height}" fill="#ffffff"/>""");
        Add(svg, $"""<text x="16" y="28" font-size="16" font-weight="bold">{Text(title)}</text>""");
        for (var i = 0; i < words.Count; i++)
        {
            Add(svg, $"""<text x="{Left - 8}" y="{Top + i * Cell + Cell / 2 + 4}" text-anchor="end">{Text(words[i])}</text>""");
            Add(svg, $"""<text transform="translate({Left + i * Cell + Cell / 2 + 4} {Top - 8}) rotate(-60)">{Text(words[i])}</text>""");
        }

        for (var row = 0; row < words.Count; row++)
            for (var column = 0; column < words.Count; column++) Square(svg, words, weights, row, column);
        Add(svg, $"""<rect x="{Left}" y="{Top}" width="{side}" height="{side}" fill="none" stroke="#333333"/>""");
        Scale(svg, Left + side + 24);
        Add(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Square(StringBuilder svg, IReadOnlyList<string> words, float[,] weights, int row, int column)
    {
        var weight = weights[row, column];
        var (x, y) = (Left + column * Cell, Top + row * Cell);
        Add(svg, $"""<rect x="{x}" y="{y}" width="{Cell}" height="{Cell}" fill="{HeatColour.Of(weight)}" stroke="#e3e3e3" stroke-width="0.5"><title>{Text(words[row])} → {Text(words[column])}: {weight:0.000}</title></rect>""");

        // Small weights would fill the map with figures that say nothing.
        if (weight >= 0.1f)
            Add(svg, $"""<text x="{x + Cell / 2}" y="{y + Cell / 2 + 4}" text-anchor="middle" font-size="11" fill="{(HeatColour.IsDark(weight) ? "#ffffff" : "#333333")}" pointer-events="none">{100 * weight:0}</text>""");
    }

    private static void Scale(StringBuilder svg, int x)
    {
        const int Steps = 20, Step = 8;
        for (var i = 0; i < Steps; i++)
            Add(svg, $"""<rect x="{x}" y="{Top + i * Step}" width="16" height="{Step}" fill="{HeatColour.Of(1 - (i + 0.5f) / Steps)}"/>""");
        Add(svg, $"""<rect x="{x}" y="{Top}" width="16" height="{Steps * Step}" fill="none" stroke="#333333" stroke-width="0.5"/>""");
        for (var i = 0; i <= 2; i++) Add(svg, $"""<text x="{x + 22}" y="{Top + i * Steps * Step / 2 + 4}">{100 - 50 * i} %</text>""");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
