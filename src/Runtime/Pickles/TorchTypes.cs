using Sinter.Checkpoints;

namespace Sinter.Pickles;

/// <summary>PyTorch's names of element types.</summary>
internal static class TorchTypes
{
    private static readonly (string Storage, string Type, ElementKind Kind)[] Table =
    [
        ("DoubleStorage", "float64", ElementKind.Float64),
        ("FloatStorage", "float32", ElementKind.Float32),
        ("HalfStorage", "float16", ElementKind.Float16),
        ("BFloat16Storage", "bfloat16", ElementKind.BFloat16),
        ("LongStorage", "int64", ElementKind.Int64),
        ("IntStorage", "int32", ElementKind.Int32),
        ("ShortStorage", "int16", ElementKind.Int16),
        ("CharStorage", "int8", ElementKind.Int8),
        ("ByteStorage", "uint8", ElementKind.UInt8),
        ("BoolStorage", "bool", ElementKind.Bool),
        ("", "float8_e4m3fn", ElementKind.Float8E4M3),
        ("", "float8_e5m2", ElementKind.Float8E5M2),
        ("", "uint16", ElementKind.UInt16),
        ("", "uint32", ElementKind.UInt32),
        ("", "uint64", ElementKind.UInt64),
    ];

    // Known, but nothing that a network takes; with the bytes of an element.
    private static readonly (string Storage, string Type, int Size)[] Others =
    [
        ("ComplexFloatStorage", "complex64", 8), ("ComplexDoubleStorage", "complex128", 16),
        ("QInt8Storage", "qint8", 1), ("QUInt8Storage", "quint8", 1), ("QInt32Storage", "qint32", 4),
    ];

    /// <summary>The type of a storage's elements and their bytes, by the last part of its class; null for what is no storage, or one of bytes.</summary>
    public static (ElementType Type, int Size)? OfStorage(string name)
    {
        foreach (var row in Table)
        {
            if (row.Storage != "" && row.Storage == name) return (new ElementType(row.Kind, row.Type), ElementType.SizeOf(row.Kind));
        }

        foreach (var row in Others)
        {
            if (row.Storage == name) return (new ElementType(ElementKind.Other, row.Type), row.Size);
        }

        return null;
    }

    /// <summary>Whether a class is that of storages of bytes.</summary>
    public static bool IsUntyped(string name) => name is "UntypedStorage" or "_UntypedStorage";

    /// <summary>The type that a dtype names; null for what is none.</summary>
    public static ElementType? OfType(string name)
    {
        foreach (var row in Table)
        {
            if (row.Type == name) return new ElementType(row.Kind, name);
        }

        return Array.Exists(Others, row => row.Type == name) || name.StartsWith("float8", StringComparison.Ordinal) ? new ElementType(ElementKind.Other, name) : null;
    }
}
