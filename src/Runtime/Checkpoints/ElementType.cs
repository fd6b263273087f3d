namespace Sinter.Checkpoints;

/// <summary>How a file stores a number.</summary>
internal enum ElementKind
{
    /// <summary>What no network takes: complex numbers, packed bits, quantized values.</summary>
    Other,
    Float64,
    Float32,
    Float16,
    BFloat16,

    /// <summary>Four bits of exponent and three of mantissa, without infinities (Micikevicius et al. 2022).</summary>
    Float8E4M3,

    /// <summary>Five bits of exponent and two of mantissa (Micikevicius et al. 2022).</summary>
    Float8E5M2,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt64,
    UInt32,
    UInt16,
    UInt8,
    Bool,
}

/// <summary>The type of a tensor's elements in a file.</summary>
/// <param name="Kind">How they are stored.</param>
/// <param name="Name">What the format calls it.</param>
/// <param name="IsSwapped">Whether the first byte is the highest.</param>
internal readonly record struct ElementType(ElementKind Kind, string Name, bool IsSwapped = false)
{
    /// <summary>The bytes of an element; 0 where that is not a whole number or nothing is known of it.</summary>
    public int Size => SizeOf(Kind);

    /// <summary>The bytes of an element of a kind that networks take.</summary>
    public static int SizeOf(ElementKind kind) => kind switch
    {
        ElementKind.Float64 or ElementKind.Int64 or ElementKind.UInt64 => 8,
        ElementKind.Float32 or ElementKind.Int32 or ElementKind.UInt32 => 4,
        ElementKind.Float16 or ElementKind.BFloat16 or ElementKind.Int16 or ElementKind.UInt16 => 2,
        ElementKind.Float8E4M3 or ElementKind.Float8E5M2 or ElementKind.Int8 or ElementKind.UInt8 or ElementKind.Bool => 1,
        _ => 0,
    };

    /// <summary>Whether it is a floating-point number.</summary>
    public bool IsFloat => Kind is >= ElementKind.Float64 and <= ElementKind.Float8E5M2;

    /// <summary>The type that a safetensors file names.</summary>
    public static ElementType OfSafetensors(string name) => new(
        name switch
        {
            "F64" => ElementKind.Float64,
            "F32" => ElementKind.Float32,
            "F16" => ElementKind.Float16,
            "BF16" => ElementKind.BFloat16,
            "F8_E4M3" => ElementKind.Float8E4M3,
            "F8_E5M2" => ElementKind.Float8E5M2,
            "I64" => ElementKind.Int64,
            "I32" => ElementKind.Int32,
            "I16" => ElementKind.Int16,
            "I8" => ElementKind.Int8,
            "U64" => ElementKind.UInt64,
            "U32" => ElementKind.UInt32,
            "U16" => ElementKind.UInt16,
            "U8" => ElementKind.UInt8,
            "BOOL" => ElementKind.Bool,
            _ => ElementKind.Other,
        },
        name);
}
