namespace Sinter.Tests.Simd;

/// <summary>Distances of floats from exact values.</summary>
internal static class UnitsInTheLastPlace
{
    // What would come after the largest float, if it did not end there.
    private const double BehindTheLast = 340282366920938463463374607431768211456.0;

    private const int MantissaBitsOfDouble = 52, BiasOfDouble = 1023;

    /// <summary>
    /// The distance of a float from the exact value, in units in the last place of the latter. Infinite where one is NaN and the other is
    /// not, and where an exact zero or infinity has come out as anything else.
    /// </summary>
    public static double Error(double exact, float actual)
    {
        if (double.IsNaN(exact) || float.IsNaN(actual)) return double.IsNaN(exact) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        var rounded = (float)exact;
        if (BitConverter.SingleToInt32Bits(rounded) == BitConverter.SingleToInt32Bits(actual) && float.IsInfinity(rounded)) return 0;
        if (exact == 0) return BitConverter.SingleToInt32Bits(rounded) == BitConverter.SingleToInt32Bits(actual) ? 0 : double.PositiveInfinity;
        if (double.IsInfinity(exact)) return double.PositiveInfinity;
        var value = float.IsInfinity(actual) ? Math.CopySign(BehindTheLast, actual) : actual;
        var exponent = (int)((BitConverter.DoubleToInt64Bits(exact) >> MantissaBitsOfDouble) & 0x7FF) - BiasOfDouble;
        var unit = BitConverter.Int64BitsToDouble((long)(Math.Max(-126, exponent) - 23 + BiasOfDouble) << MantissaBitsOfDouble);
        return Math.Abs(value - exact) / unit;
    }
}
