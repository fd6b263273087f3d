using System.Globalization;
using System.Text;
using Digits.Data;
using Digits.Training;

namespace Digits.Terminal;

/// <summary>A digit in characters, two rows of pixels to a line, with the probability of every class beside it.</summary>
internal static class DigitArt
{
    private const string Shades = " ░▒▓█";
    private const int BarLength = 24, FirstBar = 2;

    public static string Draw(DigitSet set, Evaluation evaluation, int index)
    {
        var text = new StringBuilder();
        var verdict = evaluation.IsCorrect(index) ? "" : $", read as {evaluation.Predicted(index)}";
        text.Append(CultureInfo.InvariantCulture, $"test digit {index}: a {set.Label(index)}{verdict}").AppendLine();
        for (var line = 0; line < DigitSet.Height / 2; line++)
        {
            AppendPixels(text, set.Image(index), line);
            var digit = line - FirstBar;
            if (digit is >= 0 and < DigitSet.Classes) AppendBar(text, digit, evaluation.Probabilities(index)[digit]);
            text.AppendLine();
        }
        return text.ToString();
    }

    private static void AppendPixels(StringBuilder text, ReadOnlySpan<byte> image, int line)
    {
        var upper = image.Slice(2 * line * DigitSet.Width, DigitSet.Width);
        var lower = image.Slice((2 * line + 1) * DigitSet.Width, DigitSet.Width);
        for (var x = 0; x < DigitSet.Width; x++) text.Append(Shades[(upper[x] + lower[x]) * Shades.Length / 512]);
    }

    private static void AppendBar(StringBuilder text, int digit, float probability)
    {
        var length = (int)MathF.Round(probability * BarLength);
        text.Append(CultureInfo.InvariantCulture, $"  {digit} {new string('█', length)}{new string('·', BarLength - length)} {100 * probability,6:F2} %");
    }
}
