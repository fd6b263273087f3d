using Sentiment.Charts;
using Spectre.Console;

namespace Sentiment.Terminal;

/// <summary>Prints charts: in colour on a terminal, with marks alone in a file or a pipe.</summary>
internal static class ChartDisplay
{
    // Fits into the 80 columns of a plain terminal with the numbers beside it and the name of the axis behind it.
    private const int Width = 60, Height = 14;

    public static void Show(Chart chart)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var row in TerminalChart.Draw(chart, Width, Height, (text, _) => text)) Console.WriteLine(row);
        }
        else
        {
            foreach (var row in TerminalChart.Draw(chart, Width, Height, (text, line) => $"[{Palette.Colour(line)}]{Markup.Escape(text)}[/]"))
                AnsiConsole.Write(new Markup(row + "\n") { Overflow = Overflow.Crop });
        }

        Console.WriteLine();
    }
}
