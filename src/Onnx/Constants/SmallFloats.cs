using Sinter.Onnx.Files;

namespace Sinter.Onnx.Constants;

/// <summary>Numbers of 4, 8 and 16 bits. netstandard2.0 has no type for them.</summary>
internal static class SmallFloats
{
    /// <summary>The float that the bits mean.</summary>
    public static float Decode(ElementType type, int bits) => type switch
    {
        ElementType.Float16 => Decode(bits, exponentBits: 5, mantissaBits: 10, bias: 15, hasInfinity: true),
        ElementType.BFloat16 => BitConverter.ToSingle(BitConverter.GetBytes(unchecked((uint)bits << 16)), 0),
        ElementType.Float8E4M3FN => (bits & 0x7F) == 0x7F ? float.NaN : Decode(bits, 4, 3, 7, hasInfinity: false),
        ElementType.Float8E4M3FNUZ => (bits & 0xFF) == 0x80 ? float.NaN : Decode(bits, 4, 3, 8, hasInfinity: false),
        ElementType.Float8E5M2 => Decode(bits, 5, 2, 15, hasInfinity: true),
        ElementType.Float8E5M2FNUZ => (bits & 0xFF) == 0x80 ? float.NaN : Decode(bits, 5, 2, 16, hasInfinity: false),
        ElementType.Float4E2M1 => Decode(bits, 2, 1, 1, hasInfinity: false),
        _ => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0),
    };

    /// <summary>The whole number that the lowest bits mean.</summary>
    public static long Integer(ElementType type, long bits) => unchecked(type switch
    {
        ElementType.Int4 => (bits & 15) >= 8 ? (bits & 15) - 16 : bits & 15,
        ElementType.UInt4 => bits & 15,
        ElementType.Int8 => (sbyte)bits,
        ElementType.UInt8 => (byte)bits,
        ElementType.Int16 => (short)bits,
        ElementType.UInt16 => (ushort)bits,
        ElementType.Int32 => (int)bits,
        ElementType.UInt32 => (uint)bits,
        ElementType.Bool => (bits & 0xFF) != 0 ? 1 : 0,
        _ => bits,
    });

    private static float Decode(int bits, int exponentBits, int mantissaBits, int bias, bool hasInfinity)
    {
        var mantissa = bits & ((1 << mantissaBits) - 1);
        var exponent = (bits >> mantissaBits) & ((1 << exponentBits) - 1);
        var sign = ((bits >> (mantissaBits + exponentBits)) & 1) != 0 ? -1.0 : 1.0;
        if (hasInfinity && exponent == (1 << exponentBits) - 1) return mantissa != 0 ? float.NaN : (float)(sign / 0.0);
        var fraction = mantissa / (double)(1 << mantissaBits);
        return (float)(sign * (exponent == 0 ? fraction * Math.Pow(2, 1 - bias) : (1 + fraction) * Math.Pow(2, exponent - bias)));
    }
}
