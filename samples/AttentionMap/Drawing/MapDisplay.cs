using Spectre.Console;

namespace AttentionMap.Drawing;

/// <summary>Prints a map: in colour on a terminal, in shades of grey in a file or a pipe.</summary>
internal static class MapDisplay
{
    public static void Show(IReadOnlyList<string> words, float[,] weights)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var row in TerminalHeatMap.Draw(words, weights, (text, _) => text)) Console.WriteLine(row);
            return;
        }

        foreach (var row in TerminalHeatMap.Draw(words, weights, (text, weight) => $"[on {HeatColour.Of(weight)}]{new string(' ', text.Length)}[/]"))
            AnsiConsole.Write(new Markup(row + "\n") { Overflow = Overflow.Crop });
    }
}
