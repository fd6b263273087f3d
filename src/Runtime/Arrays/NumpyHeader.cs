using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sinter.Checkpoints;

namespace Sinter.Arrays;

/// <summary>
/// The header of an array that NumPy has written (numpy.lib.format, NEP 1): a few bytes, and a dictionary in Python's notation with exactly
/// three keys, which is read as that and nothing else.
/// </summary>
internal sealed class NumpyHeader
{
    /// <summary>More than any array of numbers needs; those of records may need more, and are not read.</summary>
    private const int Longest = 1 << 16;

    private const int MostAxes = 64;

    private readonly string text;
    private readonly Func<string, CheckpointException> defect;
    private int at;

    private NumpyHeader(string text, Func<string, CheckpointException> defect) => (this.text, this.defect) = (text, defect);

    /// <summary>The type of the elements.</summary>
    public ElementType Type { get; private set; }

    /// <summary>Whether the first axis is the one that changes first.</summary>
    public bool IsFortran { get; private set; }

    /// <summary>The extents.</summary>
    public long[] Shape { get; private set; } = [];

    /// <summary>Where the values begin.</summary>
    public int Length { get; private init; }

    /// <summary>Reads a header.</summary>
    /// <param name="stream">The array, from its first byte on.</param>
    /// <param name="defect">Makes an exception about the array.</param>
    /// <exception cref="CheckpointException">It is none, or none of numbers.</exception>
    public static NumpyHeader Read(Stream stream, Func<string, CheckpointException> defect)
    {
        Span<byte> start = stackalloc byte[12];
        var count = stream.ReadAtLeast(start[..10], 10, throwOnEndOfStream: false);
        if (count < 10 || start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8)) throw defect("it is no array of NumPy");
        if (start[6] is 0 or > 3) throw defect($"the version {start[6]}.{start[7]} of the array's header is unknown");
        var prefix = start[6] == 1 ? 10 : 12;
        if (prefix == 12 && stream.ReadAtLeast(start[10..], 2, throwOnEndOfStream: false) < 2) throw defect("the array's header ends in the middle");
        var length = prefix == 10 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > Longest) throw defect($"the array's header claims {length:N0} bytes; that of an array of numbers has at most {Longest:N0}");
        var bytes = new byte[length];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw defect("the array's header ends in the middle");
        var header = new NumpyHeader(Encoding.UTF8.GetString(bytes), defect) { Length = prefix + (int)length };
        header.Parse();
        return header;
    }

    private void Parse()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Take('{');
        while (!TryTake('}'))
        {
            var key = TakeText();
            Take(':');
            if (!seen.Add(key)) throw Unfit();
            switch (key)
            {
                case "descr": Type = TakeType(); break;
                case "fortran_order": IsFortran = TakeBool(); break;
                case "shape": Shape = TakeShape(); break;
                default: throw Unfit();
            }

            if (TryTake(',')) continue;
            Take('}');
            break;
        }

        if (seen.Count != 3 || text.AsSpan(at).Trim().Length > 0) throw Unfit();
    }

    private ElementType TakeType()
    {
        if (Peek() == '[') throw defect("it is an array of records, of which no tensor can be made; save each field as an array of its own");
        var name = TakeText();
        var order = name.Length > 0 ? name[0] : ' ';
        var kind = order is '<' or '>' or '|' or '=' ? name[1..] : "";
        if (kind is "O") throw defect("it is an array of Python objects, which would have to be executed; save an array of numbers");
        return new ElementType(
            kind switch
            {
                "f8" => ElementKind.Float64,
                "f4" => ElementKind.Float32,
                "f2" => ElementKind.Float16,
                "i8" => ElementKind.Int64,
                "i4" => ElementKind.Int32,
                "i2" => ElementKind.Int16,
                "i1" => ElementKind.Int8,
                "u8" => ElementKind.UInt64,
                "u4" => ElementKind.UInt32,
                "u2" => ElementKind.UInt16,
                "u1" => ElementKind.UInt8,
                "b1" => ElementKind.Bool,
                _ => ElementKind.Other,
            },
            name,
            IsSwapped: order == '>');
    }

    private bool TakeBool()
    {
        Peek();
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
        {
            if (!text.AsSpan(at).StartsWith(word, StringComparison.Ordinal)) continue;
            at += word.Length;
            return value;
        }

        throw Unfit();
    }

    private long[] TakeShape()
    {
        var extents = new List<long>();
        Take('(');
        while (!TryTake(')'))
        {
            Peek();
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
            if (extents.Count == MostAxes || !long.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var extent)) throw Unfit();
            extents.Add(extent);

            // Python 2 wrote long numbers so.
            if (at < text.Length && text[at] == 'L') at++;
            if (TryTake(',')) continue;
            Take(')');
            break;
        }

        return [.. extents];
    }

    private string TakeText()
    {
        var quote = Peek();
        if (quote is not ('\'' or '"')) throw Unfit();
        var end = text.IndexOf(quote, at + 1);
        if (end < 0) throw Unfit();
        var result = text[(at + 1)..end];
        at = end + 1;
        return result;
    }

    private void Take(char expected)
    {
        if (!TryTake(expected)) throw Unfit();
    }

    private bool TryTake(char expected)
    {
        if (Peek() != expected) return false;
        at++;
        return true;
    }

    private char Peek()
    {
        while (at < text.Length && text[at] is (' ' or '\n' or '\t' or '\r')) at++;
        return at < text.Length ? text[at] : '\0';
    }

    private CheckpointException Unfit() => defect($"the array's header is not as NumPy writes it: {Quotation.Of(text)}");
}
