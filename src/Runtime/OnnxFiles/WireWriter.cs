using System.Buffers;
using System.Buffers.Binary;

namespace Sinter.OnnxFiles;

/// <summary>A message of protobuf's wire format in the making: its fields one after the other.</summary>
internal sealed class WireWriter
{
    private const int VarintField = 0, BytesField = 2, Float32Field = 5;

    private readonly ArrayBufferWriter<byte> buffer = new();

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public int Length => buffer.WrittenCount;

    public WireWriter Integer(int field, long value)
    {
        Tag(field, VarintField);
        Varint((ulong)value);
        return this;
    }

    public WireWriter Float(int field, float value)
    {
        Tag(field, Float32Field);
        BinaryPrimitives.WriteSingleLittleEndian(buffer.GetSpan(sizeof(float)), value);
        buffer.Advance(sizeof(float));
        return this;
    }

    /// <summary>Text in UTF-8, or elements as they lie in memory.</summary>
    public WireWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Begin(field, value.Length);
        buffer.Write(value);
        return this;
    }

    public WireWriter Message(int field, WireWriter message) => Bytes(field, message.Written);

    /// <summary>The head of a field whose bytes follow elsewhere.</summary>
    public WireWriter Begin(int field, long length)
    {
        Tag(field, BytesField);
        Varint((ulong)length);
        return this;
    }

    /// <summary>Fields that are written already.</summary>
    public WireWriter Raw(ReadOnlySpan<byte> fields)
    {
        buffer.Write(fields);
        return this;
    }

    private void Tag(int field, int type) => Varint((ulong)((field << 3) | type));

    private void Varint(ulong value)
    {
        var span = buffer.GetSpan(10);
        var count = 0;
        for (; value >= 0x80; value >>= 7) span[count++] = (byte)(value | 0x80);
        span[count++] = (byte)value;
        buffer.Advance(count);
    }
}
