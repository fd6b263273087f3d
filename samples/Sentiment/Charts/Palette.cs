namespace Sentiment.Charts;

/// <summary>What tells lines apart: colours that differ for every eye, and marks for where there is no colour.</summary>
internal static class Palette
{
    // From the palette of Okabe and Ito.
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

    public static string Colour(int line) => Colours[line % Colours.Length];

    public static char Mark(int line) => "●▲■◆▼★"[line % Colours.Length];
}
