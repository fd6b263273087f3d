using System.Globalization;

namespace AttentionMap.Drawing;

/// <summary>A colour for each weight: from white over blue to nearly black, ever darker.</summary>
internal static class HeatColour
{
    private static readonly (double At, double Red, double Green, double Blue)[] Stops =
        [(0, 255, 255, 255), (0.35, 158, 202, 225), (0.7, 33, 113, 181), (1, 8, 29, 88)];

    /// <summary>As in <c>#2171b5</c>.</summary>
    public static string Of(float weight)
    {
        var place = Math.Clamp((double)weight, 0, 1);
        var next = 1;
        while (next < Stops.Length - 1 && Stops[next].At < place) next++;
        var (low, high) = (Stops[next - 1], Stops[next]);
        var share = (place - low.At) / (high.At - low.At);
        byte Mix(double from, double to) => (byte)Math.Round(from + (to - from) * share);
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(low.Red, high.Red):x2}{Mix(low.Green, high.Green):x2}{Mix(low.Blue, high.Blue):x2}");
    }

    /// <summary>Whether writing on this colour must be white.</summary>
    public static bool IsDark(float weight) => weight > 0.5f;
}
