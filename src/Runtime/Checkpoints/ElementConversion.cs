using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sinter.Checkpoints;

/// <summary>Numbers as files store them, to numbers as networks take them.</summary>
internal static class ElementConversion
{
    private static readonly float[] E4M3 = [.. Enumerable.Range(0, 256).Select(bits => Small(bits, exponentBits: 4, hasInfinity: false))];

    private static readonly float[] E5M2 = [.. Enumerable.Range(0, 256).Select(bits => Small(bits, exponentBits: 5, hasInfinity: true))];

    /// <summary>Turns the bytes of elements round, in place.</summary>
    public static void Swap(Span<byte> raw, int size)
    {
        switch (size)
        {
            case 2:
                var words = MemoryMarshal.Cast<byte, ushort>(raw);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                var doubles = MemoryMarshal.Cast<byte, uint>(raw);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
            case 8:
                var quads = MemoryMarshal.Cast<byte, ulong>(raw);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
        }
    }

    /// <summary>The nearest floats. Infinities and what is no number stay so.</summary>
    /// <returns>Which element is a finite number beyond the largest float; -1 for none.</returns>
    public static int ToFloats(ElementKind kind, ReadOnlySpan<byte> raw, Span<float> values)
    {
        switch (kind)
        {
            case ElementKind.Float64: return Narrow(MemoryMarshal.Cast<byte, double>(raw), values);
            case ElementKind.Float32: raw.CopyTo(MemoryMarshal.AsBytes(values)); break;
            case ElementKind.Float16: Convert(MemoryMarshal.Cast<byte, Half>(raw), values, static value => (float)value); break;
            case ElementKind.BFloat16: Convert(MemoryMarshal.Cast<byte, ushort>(raw), values, static value => BitConverter.UInt32BitsToSingle((uint)value << 16)); break;
            case ElementKind.Float8E4M3: Convert(raw, values, static value => E4M3[value]); break;
            case ElementKind.Float8E5M2: Convert(raw, values, static value => E5M2[value]); break;
            case ElementKind.Int64: Convert(MemoryMarshal.Cast<byte, long>(raw), values, static value => value); break;
            case ElementKind.Int32: Convert(MemoryMarshal.Cast<byte, int>(raw), values, static value => value); break;
            case ElementKind.Int16: Convert(MemoryMarshal.Cast<byte, short>(raw), values, static value => value); break;
            case ElementKind.Int8: Convert(MemoryMarshal.Cast<byte, sbyte>(raw), values, static value => value); break;
            case ElementKind.UInt64: Convert(MemoryMarshal.Cast<byte, ulong>(raw), values, static value => value); break;
            case ElementKind.UInt32: Convert(MemoryMarshal.Cast<byte, uint>(raw), values, static value => value); break;
            case ElementKind.UInt16: Convert(MemoryMarshal.Cast<byte, ushort>(raw), values, static value => value); break;
            case ElementKind.UInt8: Convert(raw, values, static value => value); break;
            case ElementKind.Bool: Convert(raw, values, static value => value == 0 ? 0f : 1f); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nothing is known of these numbers.");
        }

        return -1;
    }

    /// <summary>The element as a whole number from 0 up, if it is one.</summary>
    public static bool TryCount(ElementKind kind, ReadOnlySpan<byte> raw, out long count, out string text)
    {
        const double End = 9223372036854775808.0;
        if (kind is ElementKind.UInt64)
        {
            var value = MemoryMarshal.Read<ulong>(raw);
            (count, text) = ((long)value, $"{value}");
            return count >= 0;
        }

        if (kind is ElementKind.Int64)
        {
            count = MemoryMarshal.Read<long>(raw);
            text = $"{count}";
            return count >= 0;
        }

        // All others are exact in double precision.
        double number;
        if (kind is ElementKind.Float64)
        {
            number = MemoryMarshal.Read<double>(raw);
        }
        else if (kind is ElementKind.Int32 or ElementKind.UInt32)
        {
            number = kind is ElementKind.Int32 ? MemoryMarshal.Read<int>(raw) : MemoryMarshal.Read<uint>(raw);
        }
        else
        {
            var single = 0f;
            ToFloats(kind, raw, new Span<float>(ref single));
            number = single;
        }

        text = $"{number}";
        var isCount = number >= 0 && number < End && number == Math.Floor(number);
        count = isCount ? (long)number : 0;
        return isCount;
    }

    private static void Convert<T>(ReadOnlySpan<T> source, Span<float> values, Func<T, float> convert)
    {
        for (var i = 0; i < source.Length; i++) values[i] = convert(source[i]);
    }

    private static int Narrow(ReadOnlySpan<double> source, Span<float> values)
    {
        var beyond = -1;
        for (var i = source.Length - 1; i >= 0; i--)
        {
            values[i] = (float)source[i];
            if (float.IsInfinity(values[i]) && double.IsFinite(source[i])) beyond = i;
        }

        return beyond;
    }

    // A sign, an exponent with its usual bias, and the rest mantissa.
    private static float Small(int bits, int exponentBits, bool hasInfinity)
    {
        var mantissaBits = 7 - exponentBits;
        var (mantissa, exponent) = (bits & ((1 << mantissaBits) - 1), (bits & 0x7F) >> mantissaBits);
        var (bias, last) = ((1 << (exponentBits - 1)) - 1, (1 << exponentBits) - 1);
        var magnitude = (exponent, mantissa) switch
        {
            (0, _) => mantissa * MathF.ScaleB(1, 1 - bias - mantissaBits),
            var (e, m) when e == last && hasInfinity => m == 0 ? float.PositiveInfinity : float.NaN,
            var (e, m) when e == last && m == (1 << mantissaBits) - 1 => float.NaN,
            _ => ((1 << mantissaBits) + mantissa) * MathF.ScaleB(1, exponent - bias - mantissaBits),
        };
        return (bits & 0x80) == 0 ? magnitude : -magnitude;
    }
}
