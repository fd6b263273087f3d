namespace Sinter.Onnx.Tests.Suite;

/// <summary>How far off a float may be: one epsilon, or 100 units in the last place.</summary>
internal static class Closeness
{
    private const double Epsilon = 1.1920929e-7;

    /// <summary>What is wrong, or null.</summary>
    public static string? Difference(float[] expected, double[] actual)
    {
        if (expected.Length != actual.Length) return $"{actual.Length} numbers, expected {expected.Length}";
        for (var i = 0; i < expected.Length; i++)
        {
            var (wanted, got) = (expected[i], actual[i]);
            if (float.IsNaN(wanted) ? double.IsNaN(got) : float.IsInfinity(wanted) ? (float)got == wanted : Math.Abs(wanted - got) <= Math.Max(Epsilon, 100 * Unit(wanted))) continue;
            return $"element {i} is {got:R}, expected {wanted:R}";
        }

        return null;
    }

    private static double Unit(float value) => (double)MathF.BitIncrement(Math.Abs(value)) - Math.Abs(value);
}
