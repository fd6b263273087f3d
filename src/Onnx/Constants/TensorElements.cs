using Sinter.Onnx.Files;

namespace Sinter.Onnx.Constants;

/// <summary>Reads the elements of a tensor: floats of any size as float, whole numbers and truth values as long.</summary>
internal static class TensorElements
{
    private const int Chunk = 1 << 20;

    public static Array Read(OnnxTensor tensor)
    {
        if (tensor.Type is ElementType.String or ElementType.Undefined or ElementType.Complex64 or ElementType.Complex128 || tensor.Type.Bits() == 0)
            throw Defect(tensor, $"holds {tensor.Type.Described()}, which is not computed with");
        var count = checked((int)tensor.Count);
        if (count == 0) return tensor.Type.IsFloat() ? new float[0] : new long[0];
        if (tensor.Regions.Count == 0) throw Defect(tensor, $"should have {count} elements, but the file has none");
        CheckLength(tensor, count);
        var (floats, integers) = tensor.Type.IsFloat() ? (new float[count], (long[]?)null) : (null, new long[count]);
        var done = 0;
        foreach (var region in tensor.Regions)
        {
            using var stream = File.OpenRead(region.File);
            if (region.Offset + region.Length > stream.Length) throw Defect(tensor, "has been cut off since the file was read");
            stream.Position = region.Offset;
            done = region.Form == PayloadForm.Varints ? Varints(tensor, region, stream, floats, integers, done) : Fixed(tensor, region, stream, floats, integers, done);
        }

        if (done != count) throw Defect(tensor, $"has the shape [{string.Join(", ", tensor.Dims)}], but {done} elements");
        return (Array?)floats ?? integers!;
    }

    // Before anything is allocated: a header may claim what it likes.
    private static void CheckLength(OnnxTensor tensor, int count)
    {
        var bytes = tensor.Regions.Sum(region => region.Length);
        var form = tensor.Regions[0].Form;
        var isEnough = form switch
        {
            PayloadForm.Raw => bytes == (((long)count * tensor.Type.Bits()) + 7) / 8,
            PayloadForm.Singles => bytes == count * 4L,
            PayloadForm.Doubles => bytes == count * 8L,
            _ => bytes >= Packed(tensor.Type, count),
        };
        if (!isEnough) throw Defect(tensor, $"has the shape [{string.Join(", ", tensor.Dims)}] of {tensor.Type.Described()}, but {bytes} bytes");
    }

    // Two elements of 4 bits share a number.
    private static long Packed(ElementType type, int count) => type.Bits() == 4 ? (count + 1L) / 2 : count;

    private static int Varints(OnnxTensor tensor, Payload region, Stream stream, float[]? floats, long[]? integers, int done)
    {
        var bytes = new byte[checked((int)Math.Min(region.Length, Chunk))];
        var (value, shift, left) = (0UL, 0, region.Length);
        var count = floats?.Length ?? integers!.Length;
        while (left > 0)
        {
            var now = (int)Math.Min(left, bytes.Length);
            ReadExactly(tensor, stream, bytes, now);
            left -= now;
            for (var i = 0; i < now; i++)
            {
                if (shift > 63) throw Defect(tensor, "has a number of more than ten bytes");
                value |= unchecked((ulong)(bytes[i] & 0x7F) << shift);
                shift += 7;
                if (bytes[i] >= 0x80) continue;
                var parts = tensor.Type.Bits() == 4 ? Math.Min(2, count - done) : 1;
                if (done + parts > count || parts == 0) throw Defect(tensor, $"has the shape [{string.Join(", ", tensor.Dims)}], but more elements");
                for (var part = 0; part < parts; part++) Store(tensor.Type, unchecked((long)value) >> (4 * part), floats, integers, done++);
                (value, shift) = (0, 0);
            }
        }

        return shift == 0 ? done : throw Defect(tensor, "has a number without an end");
    }

    private static int Fixed(OnnxTensor tensor, Payload region, Stream stream, float[]? floats, long[]? integers, int done)
    {
        var type = region.Form switch { PayloadForm.Singles => ElementType.Float, PayloadForm.Doubles => ElementType.Double, _ => tensor.Type };
        var bits = type.Bits();
        var count = floats?.Length ?? integers!.Length;
        var bytes = new byte[checked((int)Math.Min(region.Length, Chunk))];
        for (var left = region.Length; left > 0;)
        {
            var now = (int)Math.Min(left, bytes.Length);
            ReadExactly(tensor, stream, bytes, now);
            left -= now;
            for (var bit = 0; bit < 8 * now && done < count; bit += bits)
            {
                var at = bit / 8;
                switch (type)
                {
                    case ElementType.Float: Put(BitConverter.ToSingle(bytes, at)); break;
                    case ElementType.Double: Put((float)BitConverter.ToDouble(bytes, at)); break;
                    default:
                        var raw = bits switch
                        {
                            4 => (bytes[at] >> (bit % 8)) & 15,
                            8 => bytes[at],
                            16 => BitConverter.ToUInt16(bytes, at),
                            32 => BitConverter.ToUInt32(bytes, at),
                            _ => BitConverter.ToInt64(bytes, at),
                        };
                        Store(type, raw, floats, integers, done++);
                        break;
                }
            }
        }

        return done;

        void Put(float value)
        {
            if (floats is not null) floats[done++] = value;
            else integers![done++] = (long)value;
        }
    }

    private static void Store(ElementType type, long bits, float[]? floats, long[]? integers, int place)
    {
        if (floats is not null) floats[place] = SmallFloats.Decode(type, unchecked((int)bits));
        else integers![place] = SmallFloats.Integer(type, bits);
    }

    private static void ReadExactly(OnnxTensor tensor, Stream stream, byte[] bytes, int count)
    {
        for (var done = 0; done < count;)
        {
            var read = stream.Read(bytes, done, count - done);
            if (read == 0) throw Defect(tensor, "ends while it is read");
            done += read;
        }
    }

    private static OnnxException Defect(OnnxTensor tensor, string what) => new($"The tensor '{tensor.Name}' {what}.");
}
