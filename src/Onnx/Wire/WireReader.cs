using System.Text;

namespace Sinter.Onnx.Wire;

/// <summary>
/// Reads messages of Protocol Buffers field by field. What is not wanted is passed over by seeking, so that a file of hundreds of megabytes
/// of weights is read in the time its structure takes.
/// </summary>
internal sealed class WireReader
{
    private const int BufferSize = 1 << 16;

    /// <summary>Graphs hold graphs; more than a hundred of them in one another are no model.</summary>
    private const int MostNested = 100;

    private readonly Stream stream;
    private readonly string file;
    private readonly byte[] buffer = new byte[BufferSize];
    private long bufferStart;
    private int bufferLength;
    private int next;
    private int depth;

    /// <param name="stream">What to read; it can seek.</param>
    /// <param name="file">What messages call it.</param>
    public WireReader(Stream stream, string file)
    {
        this.stream = stream;
        this.file = file;
        End = stream.Length;
    }

    /// <summary>Where the message ends that is read.</summary>
    public long End { get; private set; }

    /// <summary>The place of the next byte.</summary>
    public long Position => bufferStart + next;

    /// <summary>The number of the field that <see cref="NextField"/> has found.</summary>
    public int Field { get; private set; }

    /// <summary>How it is stored.</summary>
    public WireType Type { get; private set; }

    /// <summary>Goes to the next field of the message; false at its end.</summary>
    public bool NextField()
    {
        if (Position >= End) return false;
        var tag = Varint();
        var number = tag >> 3;
        if (number is 0 or > int.MaxValue >> 3) throw Defect($"there is no field {number}");
        (Field, Type) = ((int)number, (WireType)(tag & 7));
        if (Type is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32)) throw Defect($"field {Field} is stored in a way of its own ({(int)Type})");
        return true;
    }

    /// <summary>Begins the message that the field holds; returns what <see cref="Leave"/> takes.</summary>
    public long Enter()
    {
        var length = Length();
        if (++depth > MostNested) throw Defect($"more than {MostNested} messages lie in one another");
        var outer = End;
        End = Position + length;
        return outer;
    }

    /// <summary>Ends the message, whether it was read to its end or not.</summary>
    public void Leave(long outer)
    {
        Seek(End);
        End = outer;
        depth--;
    }

    /// <summary>Passes over the value of a field.</summary>
    public void Skip()
    {
        switch (Type)
        {
            case WireType.Varint: Varint(); break;
            case WireType.Fixed64: Advance(8); break;
            case WireType.Fixed32: Advance(4); break;
            default: Advance(Length()); break;
        }
    }

    /// <summary>Where the bytes of a field are, which are passed over.</summary>
    public (long Offset, long Length) Region()
    {
        var length = Length();
        var offset = Position;
        Advance(length);
        return (offset, length);
    }

    /// <summary>The number of bytes that follow, of which there are as many.</summary>
    public long Length()
    {
        if (Type != WireType.Bytes) throw Defect($"field {Field} should hold bytes, but holds a number");
        var length = Varint();
        if (length > (ulong)(End - Position)) throw Defect($"field {Field} claims {length} bytes, but {End - Position} follow");
        return (long)length;
    }

    /// <summary>Text; what is no UTF-8 is replaced.</summary>
    public string Text()
    {
        var length = Length();
        if (length > int.MaxValue / 4) throw Defect($"a name of {length} bytes");
        return Encoding.UTF8.GetString(Bytes((int)length));
    }

    /// <summary>A number of a field that is stored as one.</summary>
    public long Integer()
    {
        if (Type != WireType.Varint) throw Defect($"field {Field} should hold an integer");
        return unchecked((long)Varint());
    }

    /// <summary>A float of a field that is stored as one.</summary>
    public float Single()
    {
        if (Type != WireType.Fixed32) throw Defect($"field {Field} should hold a float");
        return BitConverter.ToSingle(Bytes(4), 0);
    }

    /// <summary>Integers of a field that lie packed, or one of several fields.</summary>
    public void Integers(List<long> into)
    {
        if (Type == WireType.Varint)
        {
            into.Add(Integer());
            return;
        }

        var end = Length() + Position;
        while (Position < end) into.Add(unchecked((long)Varint()));
    }

    /// <summary>Floats of a field that lie packed, or one of several fields.</summary>
    public void Singles(List<float> into)
    {
        if (Type == WireType.Fixed32)
        {
            into.Add(Single());
            return;
        }

        var length = Length();
        if (length % 4 != 0) throw Defect($"field {Field} holds {length} bytes of floats");
        for (var i = 0; i < length / 4; i++) into.Add(BitConverter.ToSingle(Bytes(4), 0));
    }

    /// <summary>The next bytes.</summary>
    public byte[] Bytes(int count)
    {
        if (count > End - Position) throw Defect($"{count} bytes are expected, but {End - Position} follow");
        var result = new byte[count];
        for (var done = 0; done < count;)
        {
            if (next == bufferLength) Fill();
            var now = Math.Min(count - done, bufferLength - next);
            Buffer.BlockCopy(buffer, next, result, done, now);
            (done, next) = (done + now, next + now);
        }

        return result;
    }

    /// <summary>Goes to a place of the file.</summary>
    public void Seek(long position)
    {
        if (position >= bufferStart && position <= bufferStart + bufferLength)
        {
            next = (int)(position - bufferStart);
            return;
        }

        stream.Position = position;
        (bufferStart, bufferLength, next) = (position, 0, 0);
    }

    /// <summary>An exception about this place.</summary>
    public OnnxException Defect(string what) => new($"{file}: the file is damaged, or no ONNX model: at byte {Position}, {what}.");

    private void Advance(long count)
    {
        if (count > End - Position) throw Defect($"{count} bytes are expected, but {End - Position} follow");
        Seek(Position + count);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (Position >= End) throw Defect("a number has no end");
            if (next == bufferLength) Fill();
            var part = buffer[next++];
            value |= unchecked((ulong)(part & 0x7F) << shift);
            if (part < 0x80) return value;
        }

        throw Defect("a number has more than ten bytes");
    }

    private void Fill()
    {
        stream.Position = bufferStart + bufferLength;
        (bufferStart, next) = (bufferStart + bufferLength, 0);
        bufferLength = stream.Read(buffer, 0, BufferSize);
        if (bufferLength == 0) throw Defect("the file ends while it is read");
    }
}
