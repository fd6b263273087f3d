using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sinter.Checkpoints;

namespace Sinter.Pickles;

/// <summary>
/// The bytes of a pickle, one after the other, with the limits that keep a hostile one from taking more than it has: no text or number is
/// longer than what is left, and there are at most so many objects.
/// </summary>
internal sealed class PickleReader(string file, Stream stream, long length)
{
    /// <summary>A file of weights has a dozen for each tensor.</summary>
    private const int MostObjects = 3_000_000;

    /// <summary>The longest line that a text form of a value may take.</summary>
    private const int LongestLine = 4096;

    private readonly byte[] buffer = new byte[1 << 14];
    private int start;
    private int end;
    private int objects;

    /// <summary>The bytes that were read.</summary>
    public long Position { get; private set; }

    /// <summary>Counts an object that is made.</summary>
    public void CountObject()
    {
        if (++objects > MostObjects) throw Defect($"its pickle makes more than {MostObjects:N0} objects, which no state_dict does");
    }

    public byte ReadByte()
    {
        if (start == end)
        {
            (start, end) = (0, stream.Read(buffer));
            if (end <= 0) throw Defect("its pickle ends in the middle");
        }

        Position++;
        return buffer[start++];
    }

    public ReadOnlySpan<byte> Read(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++) bytes[i] = ReadByte();
        return bytes;
    }

    public int ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Read(stackalloc byte[2]));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Read(stackalloc byte[4]));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Read(stackalloc byte[4]));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Read(stackalloc byte[8]));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Read(stackalloc byte[8]));

    /// <summary>Some bytes, no more than there are.</summary>
    public byte[] ReadBytes(long count)
    {
        if (count < 0 || count > length - Position || count > Array.MaxLength) throw Defect($"its pickle claims {(ulong)count:N0} bytes of text at byte {Position:N0}, more than it has");
        var bytes = new byte[count];
        Read(bytes);
        return bytes;
    }

    /// <summary>Text in UTF-8, or what a name in Latin-1 was to Python 2.</summary>
    public string ReadText(long count)
    {
        CountObject();
        return Encoding.UTF8.GetString(ReadBytes(count));
    }

    /// <summary>Text up to the end of the line.</summary>
    public string ReadLine()
    {
        CountObject();
        var text = new List<byte>();
        for (var next = ReadByte(); next != '\n'; next = ReadByte())
        {
            if (text.Count == LongestLine) throw Defect($"its pickle has a line of more than {LongestLine:N0} bytes");
            text.Add(next);
        }

        return Encoding.UTF8.GetString([.. text]);
    }

    /// <summary>A whole number as text, as the first protocol writes it.</summary>
    public long ReadDecimal()
    {
        var text = ReadLine().TrimEnd('L');
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Defect($"its pickle has {Quotation.Of(text)} where a whole number should be");
    }

    /// <summary>A whole number of so many bytes.</summary>
    public object ReadNumber(long count)
    {
        if (count > 1024) throw Defect("its pickle has a number of more than 1,024 bytes");
        CountObject();
        var bytes = ReadBytes(count);
        if (bytes.Length > 8) return new PickleBigNumber(bytes);
        var value = bytes.Length > 0 && (bytes[^1] & 0x80) != 0 ? -1L : 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = (value << 8) | bytes[i];
        return value;
    }

    public CheckpointException Defect(string what) => new($"{file}: {what}.");
}
