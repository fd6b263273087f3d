using System.Globalization;
using System.Text;
using Digits.Data;

namespace Import.Pictures;

/// <summary>A digit in characters, two rows of pixels to a line, and how probable each class is beside it.</summary>
internal static class DigitCard
{
    private const string Shades = " ░▒▓█";
    private const int BarLength = 24;
    private const int FirstBar = 2;

    public static string Draw(ReadOnlySpan<byte> image, int label, float[] probabilities)
    {
        var text = new StringBuilder();
        var read = Reading.Best(probabilities);
        text.Append(CultureInfo.InvariantCulture, $"a {label}, {(read == label ? "read right" : $"read as {read}")}\n");
        for (var line = 0; line < DigitSet.Height / 2; line++)
        {
            var upper = image.Slice(2 * line * DigitSet.Width, DigitSet.Width);
            var lower = image.Slice(((2 * line) + 1) * DigitSet.Width, DigitSet.Width);
            for (var x = 0; x < DigitSet.Width; x++) text.Append(Shades[(upper[x] + lower[x]) * Shades.Length / 512]);
            var digit = line - FirstBar;
            if (digit is >= 0 and < DigitSet.Classes) text.Append(Bar(digit, probabilities[digit]));
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Bar(int digit, float probability)
    {
        var length = (int)MathF.Round(probability * BarLength);
        return string.Create(CultureInfo.InvariantCulture, $"  {digit} {new string('█', length)}{new string('·', BarLength - length)} {100 * probability,6:F2} %");
    }
}
