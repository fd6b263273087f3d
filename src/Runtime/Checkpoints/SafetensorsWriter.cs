using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sinter.Checkpoints;

/// <summary>Writes safetensors files.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes all tensors and the metadata. Integers come first, so that every tensor is aligned to its element type.</summary>
    /// <exception cref="OverflowException">A value is beyond the largest of the precision; an older file is as it was.</exception>
    public static void Write(string path, IReadOnlyList<StoredTensor> tensors, IReadOnlyList<KeyValuePair<string, string>> metadata, WeightPrecision precision = WeightPrecision.Float32)
    {
        StoredTensor[] ordered = [.. tensors.Where(tensor => tensor.IsCounter), .. tensors.Where(tensor => !tensor.IsCounter)];
        var header = Header(ordered, metadata, precision);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var tensor in ordered) WriteValues(stream, tensor, tensor.IsCounter ? WeightPrecision.Float32 : precision);
        });
    }

    private static byte[] Header(StoredTensor[] tensors, IReadOnlyList<KeyValuePair<string, string>> metadata, WeightPrecision precision)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata) writer.WriteString(key, value);
            writer.WriteEndObject();
            var position = 0L;
            foreach (var tensor in tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", tensor.IsCounter ? tensor.Type : NameOf(precision));
                writer.WriteStartArray("shape");
                foreach (var extent in tensor.Shape) writer.WriteNumberValue(extent);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(position);
                writer.WriteNumberValue(position += tensor.IsCounter || precision == WeightPrecision.Float32 ? tensor.Bytes : tensor.Length * sizeof(ushort));
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        // Spaces up to a multiple of 8 align the data behind the header.
        var header = new byte[(buffer.WrittenCount + 7) & ~7];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    private static string NameOf(WeightPrecision precision) => precision switch
    {
        WeightPrecision.Float16 => "F16",
        WeightPrecision.BFloat16 => "BF16",
        _ => "F32",
    };

    private static void WriteValues(Stream stream, StoredTensor tensor, WeightPrecision precision)
    {
        if (precision != WeightPrecision.Float32)
        {
            WriteNarrow(stream, tensor, precision);
            return;
        }

        const int Chunk = 1 << 24;
        var values = tensor.Values;
        for (var start = 0; start < values.Length; start += Chunk)
            stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Chunk, values.Length - start))));
    }

    private static void WriteNarrow(Stream stream, StoredTensor tensor, WeightPrecision precision)
    {
        const int Chunk = 1 << 20;
        var values = tensor.Values;
        var bits = new ushort[Math.Min(Chunk, values.Length)];
        for (var start = 0; start < values.Length; start += Chunk)
        {
            var part = values.Slice(start, Math.Min(Chunk, values.Length - start));
            var beyond = NarrowFloats.Convert(precision, part, bits);
            if (beyond >= 0)
                throw new OverflowException($"'{tensor.Name}': value {start + beyond} is {part[beyond]}, beyond the largest that {NameOf(precision)} holds; save as {(precision == WeightPrecision.Float16 ? "BFloat16 or " : "")}Float32.");
            stream.Write(MemoryMarshal.AsBytes(bits.AsSpan(0, part.Length)));
        }
    }
}
