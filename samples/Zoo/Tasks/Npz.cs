using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Zoo.Tasks;

/// <summary>Reads the arrays of a file that NumPy's <c>savez</c> wrote: an archive of files, each a header in text and the numbers.</summary>
internal static partial class Npz
{
    private const int Prefix = 10;

    /// <summary>An array of integers of any size, in order.</summary>
    /// <exception cref="InvalidDataException">There is no such array, or it does not hold integers.</exception>
    public static int[] Integers(ZipArchive archive, string name)
    {
        var entry = archive.GetEntry(name + ".npy") ?? throw new InvalidDataException($"There is no array '{name}'.");
        using var memory = new MemoryStream();
        using (var stream = entry.Open()) stream.CopyTo(memory);
        var bytes = memory.ToArray();
        var header = Encoding.Latin1.GetString(bytes, Prefix, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(Prefix - 2)));
        var type = Type().Match(header).Groups[1].Value;
        var data = bytes.AsSpan(Prefix + header.Length);
        var size = type is ['<' or '|', 'i' or 'u', var digit and >= '1' and <= '8'] ? digit - '0' : throw new InvalidDataException($"The array '{name}' holds '{type}', but should hold integers.");
        var result = new int[data.Length / size];
        for (var i = 0; i < result.Length; i++)
        {
            var element = data.Slice(i * size, size);
            result[i] = size switch
            {
                1 => type[1] == 'i' ? (sbyte)element[0] : element[0],
                2 => BinaryPrimitives.ReadInt16LittleEndian(element),
                4 => BinaryPrimitives.ReadInt32LittleEndian(element),
                _ => checked((int)BinaryPrimitives.ReadInt64LittleEndian(element)),
            };
        }

        return result;
    }

    [GeneratedRegex("'descr': '([^']+)'")]
    private static partial Regex Type();
}
