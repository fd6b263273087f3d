using System.Globalization;
using System.Xml.Linq;
using global::AttentionMap;
using global::AttentionMap.Drawing;
using global::AttentionMap.Language;
using global::AttentionMap.Training;

namespace Sinter.Samples.Tests.AttentionMap;

public sealed class MapTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly string[] Words = ["tom", "is", "he"];

    private static readonly float[,] Weights = { { 1, 0, 0 }, { 0.25f, 0.5f, 0.25f }, { 0.75f, 0.05f, 0.2f } };

    [Fact]
    public void Training_LooksAtWhatPronounsStandFor()
    {
        var network = new ReferenceNetwork(42);
        ReferenceTraining.Run(network, steps: 500, seed: 42, threads: 1);
        var reading = Reading.Of(network, SentenceReader.Read("Anna asked Ben for his book and he gave it to her .", ReferenceNetwork.MaxLength), threads: 1);
        Assert.Equal(reading.Meanings.Count, reading.Correct);
        Assert.InRange(Enumerable.Range(0, ReferenceNetwork.Heads).Max(reading.Focus), 0.7, 1);
        foreach (var weights in reading.Weights)
            for (var row = 0; row < reading.Meanings.Count; row++)
                Assert.Equal(1, Enumerable.Range(0, reading.Meanings.Count).Sum(column => weights[row, column]), 1e-4f);
    }

    [Fact]
    public void Terminal_DrawsWordsAndShades() => Assert.Equal(
        [
            "     t",
            "     o  i  h",
            "     m  s  e",
            "tom ███",
            " is ░░░▒▒▒░░░",
            " he ▓▓▓   ░░░",
        ],
        TerminalHeatMap.Draw(Words, Weights, (text, _) => text));

    [Fact]
    public void Svg_HasASquareForEachWeight()
    {
        // As in a country that writes 0,5.
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = culture;
        var root = XDocument.Parse(SvgHeatMap.Draw("a < b", Words, Weights)).Root!;
        var squares = root.Descendants(Svg + "rect").Where(square => square.Element(Svg + "title") is not null).ToList();
        Assert.Equal(9, squares.Count);
        Assert.Equal("he → tom: 0.750", squares[6].Element(Svg + "title")!.Value);
        Assert.Equal("#081d58", squares[0].Attribute("fill")!.Value);
        Assert.Equal("#ffffff", squares[1].Attribute("fill")!.Value);
        Assert.Contains(root.Descendants(Svg + "text"), text => text.Value == "a < b");
    }

    [Fact]
    public void Colours_GrowDarker()
    {
        static int Light(string colour) => Enumerable.Range(0, 3).Sum(part => int.Parse(colour.AsSpan(1 + 2 * part, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        var lights = Enumerable.Range(0, 21).Select(i => Light(HeatColour.Of(i / 20f))).ToList();
        Assert.Equal(lights.OrderDescending(), lights);
        Assert.Equal(HeatColour.Of(1), HeatColour.Of(7));
    }
}
