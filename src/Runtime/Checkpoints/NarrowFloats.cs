using System.Runtime.InteropServices;

namespace Sinter.Checkpoints;

/// <summary>Floats in the 16 bits that a file has for them: the nearest, ties to even; infinities and what is no number stay so.</summary>
internal static class NarrowFloats
{
    /// <summary>The bits of values.</summary>
    /// <returns>Which value is finite and becomes an infinity; -1 for none.</returns>
    public static int Convert(WeightPrecision precision, ReadOnlySpan<float> values, Span<ushort> bits) => precision == WeightPrecision.Float16 ? ToHalf(values, bits) : ToBFloat(values, bits);

    private static int ToHalf(ReadOnlySpan<float> values, Span<ushort> bits)
    {
        var halves = MemoryMarshal.Cast<ushort, Half>(bits);
        for (var i = 0; i < values.Length; i++)
        {
            halves[i] = (Half)values[i];
            if (Half.IsInfinity(halves[i]) && float.IsFinite(values[i])) return i;
        }

        return -1;
    }

    private static int ToBFloat(ReadOnlySpan<float> values, Span<ushort> bits)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var word = BitConverter.SingleToUInt32Bits(values[i]);

            // A payload of low bits alone must not round to an infinity.
            bits[i] = float.IsNaN(values[i]) ? (ushort)((word >> 16) | 0x40) : (ushort)((word + 0x7FFF + ((word >> 16) & 1)) >> 16);
            if ((bits[i] & 0x7FFF) == 0x7F80 && float.IsFinite(values[i])) return i;
        }

        return -1;
    }
}
