using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;

namespace Sinter.Onnx.Tests.Models;

/// <summary>Reads the arrays of an .npz file that hold float32 or int64.</summary>
internal static class NumpyArchive
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
        var header = System.Text.Encoding.ASCII.GetString(bytes, 10, start - 10);
        int[] dims = [.. Regex.Match(header, @"'shape': \(([^)]*)\)").Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(int.Parse)];
        return header.Contains("<f4", StringComparison.Ordinal)
            ? Constant.Of(ElementType.Float, dims, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(start)).ToArray())
            : Constant.Of(ElementType.Int64, dims, MemoryMarshal.Cast<byte, long>(bytes.AsSpan(start)).ToArray());
    }
}
