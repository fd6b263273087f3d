using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;

namespace Sinter.Onnx.Tests.Models;

/// <summary>The arrays of an .npz file, with the importer's types; eng/onnx compiles this file too.</summary>
internal static partial class NumpyArchive
{
    public static Dictionary<string, Constant> Read(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(entry => entry.FullName[..^".npy".Length], Array, StringComparer.Ordinal);
    }

    private static Constant Array(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray();
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        var header = Encoding.ASCII.GetString(bytes, 10, start - 10);
        int[] dims = [.. Shape().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(int.Parse)];
        var data = bytes.AsSpan(start);
        return Type().Match(header).Groups[1].Value switch
        {
            "<f4" => Constant.Of(ElementType.Float, dims, MemoryMarshal.Cast<byte, float>(data).ToArray()),
            "<f8" => Constant.Of(ElementType.Float, dims, System.Array.ConvertAll(MemoryMarshal.Cast<byte, double>(data).ToArray(), value => (float)value)),
            "<i8" => Constant.Of(ElementType.Int64, dims, MemoryMarshal.Cast<byte, long>(data).ToArray()),
            "<i4" => Constant.Of(ElementType.Int32, dims, System.Array.ConvertAll(MemoryMarshal.Cast<byte, int>(data).ToArray(), value => (long)value)),
            "|b1" or "|u1" => Constant.Of(ElementType.Bool, dims, System.Array.ConvertAll(data.ToArray(), value => (long)value)),
            var other => throw new InvalidDataException($"{entry.FullName} has elements of {other}."),
        };
    }

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex Shape();

    [GeneratedRegex("'descr': '([^']*)'")]
    private static partial Regex Type();
}
