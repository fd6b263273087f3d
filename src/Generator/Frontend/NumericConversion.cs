using Microsoft.CodeAnalysis;

namespace Sinter.Generator.Frontend;

/// <summary>Conversions between the numeric types, <c>char</c> included, with C#'s checked and unchecked semantics.</summary>
internal static class NumericConversion
{
    public static bool IsNumeric(SpecialType type) => type is SpecialType.System_Char or (>= SpecialType.System_SByte and <= SpecialType.System_Double);

    /// <summary>The value as <paramref name="target"/>, or null when it is not a number.</summary>
    /// <exception cref="OverflowException">The context is checked and the value does not fit.</exception>
    public static object? Convert(object value, SpecialType target, bool isChecked) => value switch
    {
        int number => FromLong(number, target, isChecked),
        float number => target == SpecialType.System_Single ? number : FromDouble(number, target, isChecked),
        double number => FromDouble(number, target, isChecked),
        long number => FromLong(number, target, isChecked),
        uint number => FromLong(number, target, isChecked),
        ulong number => FromULong(number, target, isChecked),
        byte number => FromLong(number, target, isChecked),
        sbyte number => FromLong(number, target, isChecked),
        short number => FromLong(number, target, isChecked),
        ushort number => FromLong(number, target, isChecked),
        char number => FromLong(number, target, isChecked),
        decimal number => FromDecimal(number, target),
        _ => null,
    };

    private static object? FromLong(long value, SpecialType target, bool isChecked) => target switch
    {
        SpecialType.System_Int32 => isChecked ? checked((int)value) : unchecked((int)value),
        SpecialType.System_Int64 => value,
        SpecialType.System_Single => (float)value,
        SpecialType.System_Double => (double)value,
        SpecialType.System_Decimal => (decimal)value,
        SpecialType.System_Byte => isChecked ? checked((byte)value) : unchecked((byte)value),
        SpecialType.System_SByte => isChecked ? checked((sbyte)value) : unchecked((sbyte)value),
        SpecialType.System_Int16 => isChecked ? checked((short)value) : unchecked((short)value),
        SpecialType.System_UInt16 => isChecked ? checked((ushort)value) : unchecked((ushort)value),
        SpecialType.System_Char => isChecked ? checked((char)value) : unchecked((char)value),
        SpecialType.System_UInt32 => isChecked ? checked((uint)value) : unchecked((uint)value),
        SpecialType.System_UInt64 => isChecked ? checked((ulong)value) : unchecked((ulong)value),
        _ => null,
    };

    private static object? FromULong(ulong value, SpecialType target, bool isChecked) => target switch
    {
        SpecialType.System_UInt64 => value,
        SpecialType.System_Single => (float)value,
        SpecialType.System_Double => (double)value,
        SpecialType.System_Decimal => (decimal)value,
        _ => FromLong(isChecked ? checked((long)value) : unchecked((long)value), target, isChecked),
    };

    private static object? FromDouble(double value, SpecialType target, bool isChecked) => target switch
    {
        SpecialType.System_Single => (float)value,
        SpecialType.System_Double => value,
        SpecialType.System_Decimal => (decimal)value,
        SpecialType.System_Int32 => isChecked ? checked((int)value) : unchecked((int)value),
        SpecialType.System_Int64 => isChecked ? checked((long)value) : unchecked((long)value),
        SpecialType.System_UInt32 => isChecked ? checked((uint)value) : unchecked((uint)value),
        SpecialType.System_UInt64 => isChecked ? checked((ulong)value) : unchecked((ulong)value),
        SpecialType.System_Byte => isChecked ? checked((byte)value) : unchecked((byte)value),
        SpecialType.System_SByte => isChecked ? checked((sbyte)value) : unchecked((sbyte)value),
        SpecialType.System_Int16 => isChecked ? checked((short)value) : unchecked((short)value),
        SpecialType.System_UInt16 => isChecked ? checked((ushort)value) : unchecked((ushort)value),
        SpecialType.System_Char => isChecked ? checked((char)value) : unchecked((char)value),
        _ => null,
    };

    private static object? FromDecimal(decimal value, SpecialType target) => target switch
    {
        SpecialType.System_Decimal => value,
        SpecialType.System_Single => (float)value,
        SpecialType.System_Double => (double)value,
        SpecialType.System_UInt64 => (ulong)value,
        _ => FromLong((long)value, target, isChecked: true),
    };
}
