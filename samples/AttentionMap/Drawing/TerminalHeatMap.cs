using System.Text;

namespace AttentionMap.Drawing;

/// <summary>Draws a matrix of weights as blocks: the darker the sign, the larger the weight.</summary>
internal static class TerminalHeatMap
{
    private const string Signs = " ░▒▓█";

    private const int CellWidth = 3;

    /// <summary>The rows of the map: the words of the columns from top to bottom, and then a row for each word.</summary>
    /// <param name="words">The words of rows and columns.</param>
    /// <param name="weights">From 0 to 1: what a row's word gives to a column's.</param>
    /// <param name="paint">Gives a text the colour of a weight.</param>
    public static IReadOnlyList<string> Draw(IReadOnlyList<string> words, float[,] weights, Func<string, float, string> paint)
    {
        var margin = words.Max(word => word.Length);
        var rows = new List<string>();
        for (var letter = 0; letter < margin; letter++)
        {
            // The words stand on the map: short ones begin further down.
            var text = new StringBuilder(new string(' ', margin + 1));
            foreach (var word in words) text.Append(' ').Append(letter - (margin - word.Length) is var at and >= 0 ? word[at] : ' ').Append(' ');
            rows.Add(text.ToString().TrimEnd());
        }

        for (var row = 0; row < words.Count; row++)
        {
            var text = new StringBuilder(words[row].PadLeft(margin)).Append(' ');
            for (var column = 0; column < words.Count; column++) text.Append(paint(new string(Sign(weights[row, column]), CellWidth), weights[row, column]));
            rows.Add(text.ToString().TrimEnd());
        }

        return rows;
    }

    private static char Sign(float weight) => Signs[(int)Math.Round(Math.Clamp(weight, 0, 1) * (Signs.Length - 1))];
}
